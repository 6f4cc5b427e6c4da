"""The tracker as the scrutiny review printed it: areas, proposals, actions with officers, days due, dated updates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sharewell.assurance.actions import Action, Area, Review
from sharewell.vocabulary.paper import Block, Heading, Paper, Table, Words

COLUMNS = ("Area of interest", "Proposal or action", "Responsible, and due")


def tracker(review: Review, *, issuer: str, on: date, named: Callable[[str], str] = str) -> Paper:
    """The review as a document. `named` turns an officer's id into what readers know them by."""
    rows = tuple(row for area in review.areas for row in _rows(area, on, named))
    actions = list(review.actions())
    overdue = sum(each.overdue(on) for each in actions)
    said = f"{len(actions)} actions: {sum(not each.open for each in actions)} closed, {overdue} overdue."
    blocks: tuple[Block, ...] = (
        Words(text=said, strong=True),
        Heading(text="Areas, proposals and actions"),
        Table(caption="Everything the review asked for", columns=COLUMNS, rows=rows),
    )
    return Paper(title=review.title, issuer=issuer, reference=review.reference, on=on, blocks=blocks)


def _rows(area: Area, on: date, named: Callable[[str], str]) -> list[tuple[str, str, str]]:
    rows = [(area.title, area.proposal, named(area.sponsor))]
    for action in area.actions:
        officers = "/ ".join(map(named, action.officers))
        responsible = " ".join(filter(None, (officers, due_words(action))))
        rows.append(
            (f"Action {action.number}", action.text, f"{responsible}; {state_words(action, on).lower()}")
        )
        rows.extend(
            ("", f"{_short(update.on)}. Update: {update.text}", update.evidence) for update in action.updates
        )
    return rows


def due_words(action: Action) -> str:
    """The day it is due, in words: the first day stays visible where it was moved."""
    due = _short(action.due) if action.due else "Not applicable"
    if action.first_due and action.first_due != action.due:
        return f"{due} (first due {_short(action.first_due)})"
    return due


def state_words(action: Action, on: date) -> str:
    """Where it stands: "Closed 06.01.26", "Escalated 14.07.26", "Overdue" or "Open"."""
    if action.closed_on:
        return f"Closed {_short(action.closed_on)}"
    if action.escalated_on:
        return f"Escalated {_short(action.escalated_on)}"
    return "Overdue" if action.overdue(on) else "Open"


def _short(day: date) -> str:
    return f"{day:%d.%m.%y}"
