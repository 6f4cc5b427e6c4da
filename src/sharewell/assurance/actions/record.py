"""A review as it stands: its areas, the actions under each, and how actions hang on one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What was said of an action on a day; `evidence` says where what shows it is kept."""

    on: date
    by: str
    text: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One numbered action ("2.3"). `officers` are posts or people's ids; `due` None means not applicable.

    `told_late` is the day it was due when it was last told overdue; `escalated_on` goes when a new day is given.
    """

    number: str
    text: str
    officers: tuple[str, ...] = ()
    due: date | None = None
    first_due: date | None = None
    addressed_by: str = ""
    tied_to: str = ""
    updates: tuple[Update, ...] = ()
    closed_on: date | None = None
    told_late: date | None = None
    escalated_on: date | None = None

    @property
    def open(self) -> bool:
        return self.closed_on is None

    def overdue(self, on: date) -> bool:
        """Open after the day it was due, or once it was told overdue at the end of that day (`tell_overdue`)."""
        return self.open and self.due is not None and (self.due < on or self.told_late == self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area of interest: what is proposed, which director answers for it, and the actions under it."""

    number: str
    title: str
    proposal: str
    sponsor: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A scrutiny review with its areas. `version` counts its changes."""

    reference: str
    title: str
    areas: tuple[Area, ...]
    version: int = 1

    def actions(self) -> Iterator[Action]:
        return (action for area in self.areas for action in area.actions)

    def action(self, number: str) -> Action | None:
        return next((each for each in self.actions() if each.number == number), None)


# --- references between actions ---------------------------------------------------------------------------------------
_ADDRESSED = re.compile(r"addressed (?:through|by) action (\d+\.\d+)", re.IGNORECASE)
_TIED = re.compile(r"\bwhen (?:action )?(\d+\.\d+) is\b", re.IGNORECASE)


def linked(action: Action) -> Action:
    """The action with the links that its own words make: "addressed through Action 2.1", "when 2.1 is actioned"."""
    addressed, tied = _ADDRESSED.search(action.text), _TIED.search(action.text)
    return replace(
        action,
        addressed_by=addressed[1] if addressed else action.addressed_by,
        tied_to=tied[1] if tied else action.tied_to,
    )


def closing_with(review: Review, number: str) -> tuple[str, ...]:
    """The numbers of the open actions that close when `number` does, itself first, each once."""
    closing, waiting = [number], [number]
    while waiting:
        done = waiting.pop()
        for each in review.actions():
            if each.addressed_by == done and each.open and each.number not in closing:
                closing.append(each.number)
                waiting.append(each.number)
    return tuple(closing)


def addressed_by(review: Review, number: str) -> frozenset[str]:
    """The action itself, and whatever is addressed by it, however far: open or closed."""
    found, waiting = {number}, [number]
    while waiting:
        done = waiting.pop()
        more = {each.number for each in review.actions() if each.addressed_by == done} - found
        found |= more
        waiting += more
    return frozenset(found)
