"""Personal and place names across scripts: a leaf; text in, text or scores out."""
