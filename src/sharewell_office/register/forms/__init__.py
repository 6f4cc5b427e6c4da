"""What people type into the register."""
