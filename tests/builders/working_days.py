"""Years in which no day off was proclaimed: what most tests count in, said where they count."""

from datetime import date

NONE: frozenset[date] = frozenset()
