"""What the office borrows from the machine it runs on. Today that is the clock."""
