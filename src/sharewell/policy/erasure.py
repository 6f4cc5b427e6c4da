"""Destroying the words of a case for good: asked for by one person, done by another, when its time is over.

    asked --(somebody else, every rule asked again)--> destroyed

What is destroyed is the key of the case; every entry of the record stands, and so does every proof (UK GDPR Article 17,
Article 5(1)(e)). It cannot be undone, so it waits while anybody may still need the words: a subject access request, a
freedom of information request, a complaint, an incident, an audit or a legal hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

WHO = frozenset({Role.DPO, Role.CHIEF_EXECUTIVE, Role.REGISTER_KEEPER})


class Need(StrEnum):
    """Why somebody may still need the words of a case."""

    SUBJECT_ACCESS = "subject_access"
    FREEDOM_OF_INFORMATION = "freedom_of_information"
    COMPLAINT = "complaint"
    INCIDENT = "incident"
    AUDIT = "audit"
    LEGAL_HOLD = "legal_hold"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def one(self) -> str:
        """With its article: "an audit"."""
        return f"{'an' if self.label[0] in 'aeiou' else 'a'} {self.label}"


_LABELS = {
    Need.SUBJECT_ACCESS: "subject access request",
    Need.FREEDOM_OF_INFORMATION: "freedom of information request",
    Need.COMPLAINT: "complaint",
    Need.INCIDENT: "incident",
    Need.AUDIT: "audit",
    Need.LEGAL_HOLD: "legal hold",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """An open or closed need for the words of a case. `closed` is None while it is open."""

    need: Need
    opened: date
    closed: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What stands for and against destroying the words of a case.

    `keep_until` is the last day they must be kept; None where nobody has said. `asked_by` is the id of who asked.
    """

    reference: str
    keep_until: date | None
    holds: Sequence[Hold] = ()
    asked_by: str = ""
    destroyed: bool = False


def ask(keeping: Keeping, *, by: Actor, at: datetime) -> Outcome:
    """Ask for the words to be destroyed."""
    return decide(_no(keeping, by, at), _event("erasure.asked", keeping, by, at))


def destroy(keeping: Keeping, *, by: Actor, at: datetime) -> Outcome:
    """Destroy them: the second person, and every rule once more, for a hold may have come meanwhile."""
    refusals = [*_no(keeping, by, at), *_one_person(keeping, by)]
    return decide(refusals, _event("erasure.done", keeping, by, at))


def _event(kind: str, keeping: Keeping, by: Actor, at: datetime) -> Event:
    asked = {"asked_by": keeping.asked_by} if keeping.asked_by else {}
    return Event(kind=kind, about=keeping.reference, by=by.person, at=at, details=dict(asked))


def _no(keeping: Keeping, by: Actor, at: datetime) -> Iterator[Refusal]:
    if not by.roles & WHO:
        posts = ", ".join(sorted(role.label for role in WHO))
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Destroying the words of a case does not belong to your post.",
            remedy=f"Ask somebody who is: {posts}.",
        )
    if keeping.destroyed:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"The words of {keeping.reference} were destroyed already.",
            remedy="There is nothing left to do.",
        )
    yield from _too_early(keeping, at.date())
    yield from _needed(keeping.holds)


def _too_early(keeping: Keeping, on: date) -> Iterator[Refusal]:
    # No day is no evidence that the time is over.
    if keeping.keep_until is None or on <= keeping.keep_until:
        until = (
            f"until {keeping.keep_until:%-d %B %Y}" if keeping.keep_until else "and nobody has said how long"
        )
        yield Refusal(
            rule=rulebook.KEPT_LONG_ENOUGH,
            reason=f"{keeping.reference} must be kept, {until}.",
            remedy="Come back after that day, or set how long cases are kept.",
        )


def _needed(holds: Iterable[Hold]) -> Iterator[Refusal]:
    for hold in holds:
        if hold.closed is None:
            yield Refusal(
                rule=rulebook.NOBODY_NEEDS_IT,
                reason=f"{hold.need.one.capitalize()} about it has been open since {hold.opened:%-d %B %Y}.",
                remedy=f"Close the {hold.need.label} first; destroying what it needs may be an offence.",
            )


def _one_person(keeping: Keeping, by: Actor) -> Iterator[Refusal]:
    if not keeping.asked_by or keeping.asked_by in by.accounts:
        yield Refusal(
            rule=rulebook.TWO_PEOPLE_DESTROY,
            reason="You asked for it yourself." if keeping.asked_by else "Nobody has asked for it yet.",
            remedy="It takes two people: one asks, and another destroys.",
        )
