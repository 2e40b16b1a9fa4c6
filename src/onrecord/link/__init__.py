"""link → persons, events: mentions of the same person, party or event, undoable."""
