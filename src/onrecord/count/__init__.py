"""count → figures: documented, ranged, estimated; never mixed."""
