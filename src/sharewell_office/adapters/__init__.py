"""What the office borrows from the machine it runs on: the clock, and the jobs that it sets going."""
