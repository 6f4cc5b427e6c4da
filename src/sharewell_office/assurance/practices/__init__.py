"""Good practice: what is done well elsewhere, and what was made of it here."""
