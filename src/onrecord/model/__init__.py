"""The nouns: frozen values, one file an idea, no input or output."""
