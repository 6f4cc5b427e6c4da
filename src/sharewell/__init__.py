"""Sharewell: the agreement is the gate.

The core. It knows the law and the field, and nothing else: no Django; and below `engine` no disk, no network,
no clock and no chance. What it is told comes in as arguments; what it decides goes out as values.
"""
