"""The action tracker: what a review asked for, and whether it was done."""
