"""Pages and JSON API, thin (Django app)."""
