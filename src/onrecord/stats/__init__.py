"""Multiple systems estimation: a leaf; arrays in, typed results out."""
