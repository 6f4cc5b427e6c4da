"""Training: courses that stay good for a time, who completed them, and until when somebody may decide and release.

A course that is *needed* counts from a day on. Whoever has not completed every needed course, or let one of them run
out, is not trained, and the core asks for that before anybody decides or lets a file go (OPCC 5.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.when import Period

KEEPERS = frozenset({Role.REGISTER_KEEPER, Role.DPO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course; a completion is good for `valid_for`. `needed_from` None: it is offered, and nobody needs it to act."""

    reference: str
    title: str
    valid_for: Period
    needed_from: date | None = None

    def needed(self, on: date) -> bool:
        return self.needed_from is not None and self.needed_from <= on


def open_course(course: Course, *, by: Actor, at: datetime) -> Outcome:
    """Put a course on the list."""
    refusals = [*_keepers(by)]
    if not course.title.strip():
        refusals.append(_no("The course has no title.", "Say what it is called.", "title"))
    needed = course.needed_from.isoformat() if course.needed_from else ""
    details = {"title": course.title, "valid_for": str(course.valid_for), "needed_from": needed}
    return decide(
        refusals,
        Event(kind="training.course_opened", about=course.reference, by=by.person, at=at, details=details),
    )


def complete(course: Course, *, people: Iterable[str], on: date, by: Actor, at: datetime) -> Outcome:
    """Write down that these people completed it on that day; nobody writes it down of themselves."""
    done, refusals = sorted(set(people)), [*_keepers(by)]
    if not done:
        refusals.append(_no("Nobody is named.", "Name those who completed it.", "people"))
    if by.accounts & set(done):
        refusals.append(_no("You are among them.", "Another keeper writes down your own training.", "people"))
    if on > at.date():
        refusals.append(_no("That day is still to come.", "Write it down once it is done.", "on"))
    until = course.valid_for.after(on).isoformat()
    details: dict[str, JSON] = {
        "title": course.title,
        "people": list(done),
        "on": on.isoformat(),
        "until": until,
    }
    return decide(
        refusals,
        Event(kind="training.completed", about=course.reference, by=by.person, at=at, details=details),
    )


def trained_until(needed: Iterable[Course], latest: Mapping[str, date]) -> date | None:
    """Until when somebody is trained, from the day they last completed each course (by reference); None: they are not.

    It is the earliest day on which one of the needed courses runs out. Where none is needed, none is shown: None.
    """
    ends = [
        course.valid_for.after(latest[course.reference]) if course.reference in latest else None
        for course in needed
    ]
    known = [day for day in ends if day is not None]
    return min(known) if ends and len(known) == len(ends) else None


# --- running out ------------------------------------------------------------------------------------------------------
# A letter this many days after the training runs out, and whether those who keep the list hear of it too.
LADDER = ((-30, False), (-7, False), (1, True))


def letters_due(until: date | None, on: date) -> int:
    """How many letters of the ladder should have gone out by that day."""
    return sum((on - until).days >= days for days, _ in LADDER) if until else 0


def _keepers(by: Actor) -> Iterator[Refusal]:
    if not by.roles & KEEPERS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Training is kept by the register keeper and the Data Protection Officer.",
            remedy="Ask one of them.",
        )


def _no(reason: str, remedy: str, where: str) -> Refusal:
    return Refusal(rule=rulebook.TRAINING_RECORDED, reason=reason, remedy=remedy, where=where)
