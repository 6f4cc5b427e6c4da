"""Pages of the release room, a module for each noun."""
