"""The gate: what to check in a file before it leaves, what each finding means, and what goes with the file."""
