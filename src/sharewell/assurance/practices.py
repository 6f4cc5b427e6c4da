"""Good practice seen elsewhere, and what was made of it here.

    SEEN --decide--> ADOPTED | ADAPTED | REJECTED --decide again--> ADOPTED | ADAPTED | REJECTED

It may be decided anew when things change; what was decided before stays on the record (WMFS 5.0, 5.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

DECIDERS = frozenset({Role.DPO, Role.CHIEF_EXECUTIVE, Role.OWNER, Role.REGISTER_KEEPER})


class Verdict(StrEnum):
    """What was made of it."""

    ADOPT = "adopted"
    ADAPT = "adapted"
    REJECT = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Something done well elsewhere: what, where it was seen, what it would do for us."""

    reference: str
    title: str
    source: str
    told: str


def note(practice: Practice, *, by: Actor, at: datetime) -> Outcome:
    """Put a practice in the library; anybody may."""
    refusals = []
    if not practice.title.strip() or not practice.source.strip():
        refusals.append(_why("It is not said what it is or where it was seen.", "Name both.", "source"))
    details = {"title": practice.title.strip(), "source": practice.source.strip()}
    return decide(
        refusals, Event(kind="practice.noted", about=practice.reference, by=by.person, at=at, details=details)
    )


def weigh(
    practice: Practice, *, verdict: Verdict, reason: str, change: str, by: Actor, at: datetime
) -> Outcome:
    """Adopt, adapt or reject it, with the reason; `change` says what it changes here, unless it was rejected."""
    refusals = [*_posts(by)]
    if not reason.strip():
        refusals.append(_why("No reason was given.", "Say why it fits us, or why it does not.", "reason"))
    if verdict is not Verdict.REJECT and not change.strip():
        refusals.append(
            _why("It is not said what it changes here.", "Say what is done otherwise now.", "change")
        )
    details = {"verdict": verdict.value, "reason": reason.strip(), "change": change.strip()}
    return decide(
        refusals,
        Event(kind="practice.weighed", about=practice.reference, by=by.person, at=at, details=details),
    )


def _posts(by: Actor) -> Iterator[Refusal]:
    if not by.roles & DECIDERS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Practice is taken up by those who answer for how sharing is done.",
            remedy="Ask the Data Protection Officer.",
        )


def _why(reason: str, remedy: str, where: str) -> Refusal:
    return Refusal(rule=rulebook.PRACTICE_WEIGHED, reason=reason, remedy=remedy, where=where)
