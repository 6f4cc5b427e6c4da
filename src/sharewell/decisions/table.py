"""A table of counts as the gate reads it: its columns, the column of counts, and the smallest that may be shown."""

from __future__ import annotations

from collections.abc import Iterable

KEPT = "P12M"  # terms name a period (G10), though a table that holds nobody need not be destroyed


def terms_of_table(columns: Iterable[str], *, count: str, min_cell: int, kept: str = "") -> dict[str, object]:
    """The part of a terms document that describes a table: it is tested by it, and once more before it leaves."""
    fields = [{"name": name, "type": "integer" if name == count else "string"} for name in columns]
    return {
        "schema": {"fields": fields},
        "disclosure": {"count_field": count, "min_cell": min_cell},
        "retention": kept or KEPT,
    }
