"""Policies and standing orders: written, commented on, approved, launched, attested to, reviewed."""
