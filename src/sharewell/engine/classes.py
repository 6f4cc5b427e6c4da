"""Equivalence classes: the rows that share their quasi-identifiers, told apart by a hash and not by a value."""

from __future__ import annotations

from collections.abc import Sequence

from sharewell.engine.probing import Probing
from sharewell.engine.staging import quoted


def class_of(probing: Probing, cells: Sequence[str], salt: str = "") -> str:
    """What rows of the same class share: a hash of their quasi-identifiers, in which nothing is a value of its own."""
    texts = (f"CASE WHEN {probing.nothing(cell)} THEN 'n' ELSE 'v' || {cell} END" for cell in cells)
    return f"hash({', '.join((quoted(salt), *texts))})"
