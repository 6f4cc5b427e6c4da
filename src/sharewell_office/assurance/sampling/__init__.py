"""Dip samples: drawn by a seed that is on the record first."""
