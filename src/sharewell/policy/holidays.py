"""Days off that are proclaimed once: a coronation, a jubilee, a day of mourning.

The yearly bank holidays of England and Wales follow from the calendar and need nobody (`vocabulary.working_days`).
What follows from nothing is proclaimed here, with its reason, before the day: a clock that has run is not turned back.
Source: Banking and Financial Dealings Act 1971 s.1(3).
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date, datetime

from sharewell.policy import rulebook
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.working_days import is_working_day

KEEPERS = frozenset({Role.REGISTER_KEEPER, Role.DPO, Role.CHIEF_EXECUTIVE})
ABOUT = "working-days"


def proclaim(day: date, *, why: str, proclaimed: Set[date], by: Actor, at: datetime) -> Outcome:
    """Take a working day still to come out of every clock that counts working days."""
    refusals = [*_keeps(by), *_to_come(day, at), *_says_why(why)]
    if not is_working_day(day, frozenset(proclaimed)):
        refusals.append(_no("Nobody works on that day as it is.", "Nothing needs to be done.", "day"))
    return decide(refusals, _event("holiday.proclaimed", day, why, by, at))


def take_back(day: date, *, why: str, proclaimed: Set[date], by: Actor, at: datetime) -> Outcome:
    """Make a proclaimed day a working day again, while it is still to come."""
    refusals = [*_keeps(by), *_to_come(day, at), *_says_why(why)]
    if day not in proclaimed:
        refusals.append(_no("That day was not proclaimed.", "Choose one that was.", "day"))
    return decide(refusals, _event("holiday.taken_back", day, why, by, at))


def _event(kind: str, day: date, why: str, by: Actor, at: datetime) -> Event:
    return Event(kind=kind, about=ABOUT, by=by.person, at=at, details={"day": day.isoformat(), "why": why})


def _keeps(by: Actor) -> Iterator[Refusal]:
    if not by.roles & KEEPERS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="The register keeper, the Data Protection Officer or the Chief Executive keeps the calendar.",
            remedy="Ask one of them.",
        )


def _to_come(day: date, at: datetime) -> Iterator[Refusal]:
    if day <= at.date():
        yield _no(
            "That day is not still to come.",
            "A clock that has run is not turned back: give more time.",
            "day",
        )


def _says_why(why: str) -> Iterator[Refusal]:
    if not why.strip():
        yield Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason="No reason was given.",
            remedy="Say what the day is, and where it was proclaimed: every clock moves by it.",
            where="why",
        )


def _no(reason: str, remedy: str, where: str) -> Refusal:
    return Refusal(rule=rulebook.NOT_IN_THIS_STATE, reason=reason, remedy=remedy, where=where)
