"""A review's action tracker as a table: one row for each action, in columns that a scrutiny review's own table has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sharewell.assurance.actions import Action, Area, Review, Update, linked
from sharewell.exchange.rows import CellUnreadable, Column, Sheet, day, items
from sharewell.exchange.sheets import written

_SHORT_YEAR = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2})\.?", re.ASCII)
_DATED = re.compile(
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{2,4})[.:]?\s*(?:Update\s*[-–:]?\s*)?(.+)", re.ASCII | re.DOTALL
)
NOT_APPLICABLE = "Not applicable"


def _number(cell: str) -> tuple[str, str]:
    found = re.fullmatch(r"(?:action\s*)?(\d{1,3}\.\d{1,3})", cell, re.IGNORECASE | re.ASCII)
    if found is None:
        raise CellUnreadable(
            "This is not the number of an action.", "Write it as 2.1: area, full stop, action."
        )
    return found[1], "" if found[1] == cell else "the word before the number was left out"


def _due(cell: str) -> tuple[date | None, str]:
    if cell.lower() in ("not applicable", "n/a", "na", ""):
        return None, ""
    short = _SHORT_YEAR.fullmatch(cell)
    return day(f"{short[1]}.{short[2]}.20{short[3]}" if short else cell.rstrip("."))


def _updates(cell: str) -> tuple[tuple[tuple[date, str], ...], str]:
    """Dated updates, one to a line or between bars: "25.05.17. Update – Complete." """
    read = []
    for part in filter(None, (each.strip() for each in re.split(r"[|\n]", cell))):
        found = _DATED.fullmatch(part)
        on = _due(found[1])[0] if found else None
        if found is None or on is None:
            raise CellUnreadable("An update has no date before it.", "Write it as 2026-05-25: what was done.")
        read.append((on, found[2].strip()))
    return tuple(read), ""


def _officers(cell: str) -> tuple[tuple[str, ...], str]:
    return items(cell.replace("/", ";"))


ACTIONS = Sheet(
    kind="actions",
    key="number",
    columns=(
        Column(name="review", headings=("review title", "scrutiny review")),
        Column(name="area", headings=("area of interest", "theme")),
        Column(name="proposal", headings=("recommendation",)),
        Column(name="sponsor", headings=("director", "sponsoring director")),
        Column(name="number", headings=("action number", "no", "ref", "reference"), read=_number, required=True),
        Column(name="action", headings=("text", "what", "action text", "description"), required=True),
        Column(name="officers", headings=("officer", "officer responsible", "responsible officer"), read=_officers),
        Column(name="due", headings=("due date", "by when", "target date"), read=_due),
        Column(name="first_due", headings=("first due", "original due date"), read=_due),
        Column(name="closed_on", headings=("closed", "completed", "date closed"), read=_due),
        Column(name="updates", headings=("update", "progress", "progress updates"), read=_updates),
    ),
)  # fmt: skip


def action_of(entry: Mapping[str, Any], *, by: str) -> Action:
    """The action that a row says, with the links its own words make."""
    return linked(
        Action(
            number=entry["number"],
            text=entry["action"],
            officers=tuple(entry["officers"]),
            due=entry["due"],
            first_due=entry["first_due"] or entry["due"],
            updates=tuple(Update(on=on, by=by, text=text) for on, text in entry["updates"]),
            closed_on=entry["closed_on"],
        )
    )


def cells_of(review: Review) -> Iterator[list[str]]:
    """A review in the sheet's columns, a row for each action: reading it back gives the same review."""
    return (_cells(review, area, action) for area in review.areas for action in area.actions)


def _cells(review: Review, area: Area, action: Action) -> list[str]:
    updates = " | ".join(f"{each.on.isoformat()}: {each.text}" for each in action.updates)
    return [
        review.title,
        area.title,
        area.proposal,
        area.sponsor,
        action.number,
        action.text,
        written(action.officers),
        written(action.due) or NOT_APPLICABLE,
        written(action.first_due),
        written(action.closed_on),
        updates,
    ]
