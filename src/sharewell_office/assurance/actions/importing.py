"""How a table of actions is taken over: a row is an action of the review it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sharewell.exchange.actions_sheet import ACTIONS as SHEET
from sharewell.exchange.actions_sheet import action_of
from sharewell.exchange.rows import Layout, RowRead, RowRefusal
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.assurance import models
from sharewell_office.assurance.actions import store
from sharewell_office.ledger.services import next_reference
from sharewell_office.register.importing.driver import Change

UNTITLED = "Actions"
BY = "import"


class ActionsKind:
    """The `Kind` of `importing.driver` for actions."""

    name, key_column, prefix = "actions", "number", "ACT"

    def layout(self, cells: Sequence[str], mapping: Mapping[str, str] | None) -> Layout:
        return SHEET.layout(cells, mapping)

    def row(self, layout: Layout, cells: Sequence[str]) -> RowRead:
        return SHEET.row(layout, cells)

    def key(self, entry: Mapping[str, Any]) -> str:
        return f"{_title(entry)}\n{entry['number']}"

    def known(self, entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        rows = store.rows_of(map(_title, entries))
        return {f"{title}\n{number}": row for (title, number), row in rows.items()}

    def reference(self, row: models.Action) -> str:
        return row.reference

    def own_reference(self, entry: Mapping[str, Any]) -> str:
        return ""  # an action always takes one of ours

    def holds(self, row: models.Action, entry: Mapping[str, Any]) -> bool:
        kept, told = store.to_action(row), action_of(entry, by=BY)
        said = {(each.on, each.text) for each in kept.updates}
        names = ("text", "officers", "due", "first_due", "closed_on")
        same = all(getattr(kept, name) == getattr(told, name) for name in names)
        return same and store.area_of(row) == _area(entry) and {(u.on, u.text) for u in told.updates} <= said

    def objection(self, row: models.Action | None, entry: Mapping[str, Any], by: Actor) -> RowRefusal | None:
        if row is not None and row.closed_on and not entry["closed_on"]:
            return RowRefusal(
                column="number",
                reason="This action is closed here, and the table has it open.",
                remedy="Reopen it on screen and say why, or write in the table when it was closed.",
            )
        return None

    def event(self, change: Change) -> tuple[str, dict[str, Any]]:
        verb = "loaded" if change.row is None else "record_updated"
        return f"action.{verb}", {"review": _title(change.entry), "action": change.entry["number"]}

    def write(self, changes: Sequence[Change]) -> None:
        there = store.reviews_by_title(_title(each.entry) for each in changes)
        for each in changes:
            title = _title(each.entry)
            reference = (
                there[title].reference if title in there else next_reference("REV", clock.today().year)
            )
            there[title] = store.keep_area(title, _area(each.entry), reference=reference)
            store.keep_action(there[title], action_of(each.entry, by=BY), reference=each.reference)


def _title(entry: Mapping[str, Any]) -> str:
    return str(entry["review"] or UNTITLED)


def _area(entry: Mapping[str, Any]) -> dict[str, str]:
    number = str(entry["number"]).partition(".")[0]
    names = {"title": "area", "proposal": "proposal", "sponsor": "sponsor"}
    return {"number": number, **{ours: str(entry[theirs] or "") for ours, theirs in names.items()}}


ACTIONS = ActionsKind()
