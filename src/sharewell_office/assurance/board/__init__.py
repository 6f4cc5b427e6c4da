"""The board report: figures measured from what is recorded, reports that stay as they were given, and trends."""
