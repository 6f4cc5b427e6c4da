"""An office taking up a version of the law and the policy.

    PROPOSED --advise--> ADVISED --approve--> APPROVED      (and REJECTED, by the Chief Executive)

A version comes with the product and nobody edits it. The Data Protection Officer advises on it, the Chief Executive
approves it (OPCC 5.1, 5.3); from its first day on, cases are decided under it. The oldest version on record needs no
adoption: without it nothing could be decided at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, Rule, decide
from sharewell.vocabulary.people import Actor, Role


class Status(StrEnum):
    """Where the adoption of a version stands."""

    PROPOSED = "proposed"
    ADVISED = "advised"
    APPROVED = "approved"
    REJECTED = "rejected"


class Action(StrEnum):
    """A step somebody can take."""

    ADVISE = "advise"
    APPROVE = "approve"
    REJECT = "reject"


TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.PROPOSED, Action.ADVISE): Status.ADVISED,
    (Status.ADVISED, Action.ADVISE): Status.ADVISED,
    (Status.ADVISED, Action.APPROVE): Status.APPROVED,
    (Status.ADVISED, Action.REJECT): Status.REJECTED,
}
WHO: Mapping[Action, Role] = {
    Action.ADVISE: Role.DPO,
    Action.APPROVE: Role.CHIEF_EXECUTIVE,
    Action.REJECT: Role.CHIEF_EXECUTIVE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """One version on its way into use. `digest` is that of the tables which were advised on and approved."""

    version: str
    digest: str
    status: Status = Status.PROPOSED
    advice: str = ""
    advised_by: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    reasons: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The outcome of a step, and the adoption after it (unchanged where it was refused)."""

    adoption: Adoption
    outcome: Outcome


def propose(law: Law) -> Adoption:
    return Adoption(version=law.version, digest=law.digest)


def take(adoption: Adoption, action: Action, *, words: str, law: Law, by: Actor, at: datetime) -> Step:
    """Advise on a version, approve or reject it: in words. What is approved is what was advised on, by its digest."""
    stops = refusals(adoption, action, law=law, by=by)
    if not words.strip():
        stops = (
            *stops,
            _no(rulebook.REASONS_GIVEN, "Nothing is written down.", "Say why, in a sentence or two."),
        )
    said: dict[str, JSON] = {"version": law.version, "digest": law.digest}
    event = Event(kind=f"law.{_DONE[action]}", about=law.version, by=by.person, at=at, details=said)
    outcome = decide(stops, event)
    if not outcome.permitted:
        return Step(adoption=adoption, outcome=outcome)
    status = TRANSITIONS[adoption.status, action]
    if action is Action.ADVISE:
        after = replace(adoption, status=status, advice=words.strip(), advised_by=by.person)
    else:
        after = replace(adoption, status=status, reasons=words.strip(), decided_by=by.person, decided_at=at)
    return Step(adoption=after, outcome=outcome)


_DONE = {Action.ADVISE: "advised", Action.APPROVE: "approved", Action.REJECT: "rejected"}


def refusals(adoption: Adoption, action: Action, *, law: Law, by: Actor) -> tuple[Refusal, ...]:
    """Every reason why this person may not take that step with that version now."""
    return tuple(_refusals(adoption, action, law, by))


def _refusals(adoption: Adoption, action: Action, law: Law, by: Actor) -> Iterator[Refusal]:
    if (adoption.status, action) not in TRANSITIONS:
        yield _no(
            rulebook.NOT_IN_THIS_STATE,
            f"Version {adoption.version} is {adoption.status.value}.",
            "A version is proposed, advised on, and then approved or rejected, in that order.",
        )
    if not by.has(WHO[action]):
        yield _no(
            rulebook.NOT_YOUR_STEP,
            "This step does not belong to your post.",
            f"It is for: {WHO[action].label}.",
        )
    if action is not Action.ADVISE and adoption.advised_by in by.accounts:
        yield _no(
            rulebook.SEGREGATION,
            "Whoever advised on it does not decide on it.",
            "Leave the decision to the Chief Executive.",
        )
    if (adoption.version, adoption.digest) != (law.version, law.digest):
        yield _no(
            rulebook.LAW_IN_FORCE_STAYS,
            "It is not the version, word for word, that this adoption is about.",
            "Propose the version that is installed, and have it advised on.",
        )


def adopted(versions: Iterable[Law], adoptions: Iterable[Adoption]) -> tuple[Law, ...]:
    """The versions an office decides under: the oldest, and each one approved word for word."""
    approved = {(one.version, one.digest) for one in adoptions if one.status is Status.APPROVED}
    first, *later = versions
    return (first, *(law for law in later if (law.version, law.digest) in approved))


def waiting(versions: Iterable[Law], adoptions: Iterable[Adoption], on: date) -> tuple[Law, ...]:
    """The versions that would be in force on that day, and that nobody has decided on."""
    decided = {one.version for one in adoptions if one.status in (Status.APPROVED, Status.REJECTED)}
    _, *later = versions
    return tuple(law for law in later if law.in_force_from <= on and law.version not in decided)


def _no(rule: Rule, reason: str, remedy: str) -> Refusal:
    return Refusal(rule=rule, reason=reason, remedy=remedy)
