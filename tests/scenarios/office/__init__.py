"""The office's half of the acceptance scenarios: signed-in HTTP requests by each actor at the stated time."""
