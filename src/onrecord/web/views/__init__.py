"""The views: parse, ask, render."""
