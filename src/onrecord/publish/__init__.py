"""publish → the record: pages and tables that lead back to the words of a source."""
