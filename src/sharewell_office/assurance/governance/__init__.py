"""Governance decisions: options, reasons, the function made responsible, and whether it is kept."""
