"""What is done with surveys, a file for each part: launching, answering, chasing, settling what was found."""
