"""respond → responses: who condemned, named, denied, stayed silent, promised."""
