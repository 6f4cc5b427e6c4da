"""The registers as rows of cells, in the columns they are imported in: what was exported imports unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from sharewell.exchange import sheets
from sharewell.exchange.register_columns import OUR_COLUMNS, write_row
from sharewell.exchange.rows import Sheet
from sharewell_office.people import store as people
from sharewell_office.register import store
from sharewell_office.register.store import taken_over

_KEPT: dict[str, tuple[Sheet, taken_over.Keeper]] = {
    "assets": (sheets.ASSETS, taken_over.ASSETS),
    "dpias": (sheets.DPIAS, taken_over.DPIAS),
    "activity-log": (sheets.ACTIVITY_LOG, taken_over.PAST_SHARINGS),
    "organisations": (sheets.ORGANISATIONS, taken_over.PARTIES),
}
COLUMNS: dict[str, tuple[str, ...]] = {
    "register": OUR_COLUMNS,
    "people": sheets.PEOPLE.names,
    **{kind: sheet.names for kind, (sheet, _) in _KEPT.items()},
}


def rows(kind: str) -> Iterator[list[str]]:
    """Every entry of a register of one of the `COLUMNS`, oldest first, one at a time."""
    if kind == "register":
        for entry in store.entries():
            written = write_row(entry)
            yield [written[column] for column in OUR_COLUMNS]
    elif kind == "people":
        yield from (sheets.cells(sheets.PEOPLE, each) for each in people.listed())
    else:
        sheet, keeper = _KEPT[kind]
        yield from (sheets.cells(sheet, entry) for entry in keeper.entries())
