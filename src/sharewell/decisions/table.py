"""A table that is said to hold nobody, as the gate reads it: its columns, and the disclosure test it is put to.

Of counts, the smallest that may be shown; of records, k and l over what people would be recognised by.
"""

from __future__ import annotations

from collections.abc import Iterable

KEPT = "P12M"  # terms name a period (G10), though a table that holds nobody need not be destroyed


def terms_of_table(
    columns: Iterable[str],
    *,
    count: str = "",
    min_cell: int = 0,
    quasi_identifiers: Iterable[str] = (),
    sensitive: Iterable[str] = (),
    k: int = 0,
    l: int = 0,  # noqa: E741 - as the field calls it
    kept: str = "",
) -> dict[str, object]:
    """The part of a terms document that describes a table: it is tested by it, and once more before it leaves."""
    of_counts = {"count_field": count, "min_cell": min_cell}
    of_records = {
        "quasi_identifiers": list(quasi_identifiers),
        "k": k,
        "sensitive": list(sensitive),
        "l": l,
    }
    fields = [{"name": name, "type": "integer" if name == count else "string"} for name in columns]
    return {
        "schema": {"fields": fields},
        "disclosure": of_counts if count else of_records,
        "retention": kept or KEPT,
    }
