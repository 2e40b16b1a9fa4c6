"""The linkage of persons in bulk: arrays of records in, pairs with probabilities out."""
