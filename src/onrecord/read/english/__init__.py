"""Reading English prose: names masked, sentences parsed, rules over syntax, claims out."""
