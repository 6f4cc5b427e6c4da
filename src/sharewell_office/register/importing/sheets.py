"""The other registers taken over: organisations, assets, DPIAs and the activity log kept before.

Each is a sheet of the core (its columns) and a keeper of the store (its rows). A row is found again by its own
reference, then by the name its source gave it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sharewell.exchange import sheets
from sharewell.exchange.rows import Layout, RowRead, RowRefusal, Sheet
from sharewell.policy import seeing
from sharewell.vocabulary.people import Actor
from sharewell_office.register.importing.driver import Change
from sharewell_office.register.store import taken_over as store


class SheetKind:
    """A kind of register that is kept row by row as its sheet has it."""

    def __init__(self, sheet: Sheet, keeper: store.Keeper, *, prefix: str, noun: str) -> None:
        self.sheet, self.keeper = sheet, keeper
        self.name, self.key_column = sheet.kind, sheet.key
        self.prefix, self.noun = prefix, noun

    def layout(self, cells: Sequence[str], mapping: Mapping[str, str] | None) -> Layout:
        return self.sheet.layout(cells, mapping)

    def row(self, layout: Layout, cells: Sequence[str]) -> RowRead:
        return self.sheet.row(layout, cells)

    def key(self, entry: Mapping[str, Any]) -> str:
        return self.keeper.key(entry)

    def known(self, entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        return self.keeper.known(entries)

    def reference(self, row: Any) -> str:
        return self.keeper.reference(row)

    def own_reference(self, entry: Mapping[str, Any]) -> str:
        return self.keeper.key(entry)

    def holds(self, row: Any, entry: Mapping[str, Any]) -> bool:
        return self.keeper.holds(row, entry)

    def objection(self, row: Any, entry: Mapping[str, Any], by: Actor) -> RowRefusal | None:
        looking = seeing.of(by)
        theirs = (entry.get("data_set"), getattr(row, "data_set", ""))
        return _ELSEWHERE if by.areas and not all(looking.reaches(each) for each in theirs if each) else None

    def event(self, change: Change) -> tuple[str, dict[str, Any]]:
        verb = "recorded" if change.row is None else "record_updated"
        return f"{self.noun}.{verb}", {"source": self.keeper.key(change.entry)}

    def write(self, changes: Sequence[Change]) -> None:
        self.keeper.add([(each.reference, each.entry) for each in changes if each.row is None])
        for each in changes:
            if each.row is not None:
                self.keeper.update(each.row, each.entry)


_ELSEWHERE = RowRefusal(
    column="data_set",
    reason="The row is about a business area that your post is not held for.",
    remedy="Take the row out, or have it taken over by somebody whose post reaches that area.",
)
ORGANISATIONS = SheetKind(sheets.ORGANISATIONS, store.PARTIES, prefix="ORG", noun="party")
ASSETS = SheetKind(sheets.ASSETS, store.ASSETS, prefix="", noun="asset")
DPIAS = SheetKind(sheets.DPIAS, store.DPIAS, prefix="DPIA", noun="dpia")
ACTIVITY_LOG = SheetKind(sheets.ACTIVITY_LOG, store.PAST_SHARINGS, prefix="", noun="past_sharing")
