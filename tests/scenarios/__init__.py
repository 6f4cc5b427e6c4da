"""The acceptance scenarios: the shape that their two halves, core and office, share."""
