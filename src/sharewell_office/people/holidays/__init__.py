"""Working days: the bank holidays of each year, and the days off that were proclaimed once."""
