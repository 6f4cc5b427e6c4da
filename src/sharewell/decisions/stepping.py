"""What every step of a request is made of: the request after it, the event it leaves, and the words it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sharewell.decisions.request import Decision, Request
from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The outcome of a step, and the request as it stands after it (unchanged where it was refused)."""

    request: Request
    outcome: Outcome


def taken(
    before: Request,
    after: Request,
    event: Event,
    refusals: Iterable[Refusal],
    *more: Event,
) -> Step:
    """A step that was asked for: taken, or refused with the request as it was."""
    outcome = decide(refusals, event, *more)
    return Step(
        request=replace(after, version=before.version + 1) if outcome.permitted else before, outcome=outcome
    )


def in_words(text: str, what: str) -> list[Refusal]:
    """A refusal where nothing was written; `what` says what should have been."""
    if text.strip():
        return []
    return [
        Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason=f"Nothing is written down: {what}.",
            remedy="Write it in a sentence or two, for somebody who reads it in a year.",
        )
    ]


def in_whose_place(request: Request, by: Actor, at: datetime, *, special: bool = False) -> dict[str, Any]:
    """The delegation a decision is taken under, and who gave it; nothing where it is the decider's own to take."""
    given = by.delegation_for(request.data_set, at.date(), special=special)
    if given is None or request.data_set in by.owns:
        return {}
    return {"under": given.reference, "for_person": given.from_person}


def version_of(law: Law) -> dict[str, JSON]:
    return {"policy_version": law.version, "policy_digest": law.digest}


def happened(kind: str, request: Request, by: Actor, at: datetime, details: Mapping[str, JSON]) -> Event:
    return Event(kind=kind, about=request.reference, by=by.person, at=at, details=details)


def details_of(request: Request, decision: Decision) -> dict[str, JSON]:
    """What the record says of a decision."""
    fields: list[JSON] = [one.name for one in decision.fields]
    details: dict[str, JSON] = {
        "recipient": request.recipient,
        "data_set": request.data_set,
        "reasons": decision.reasons,
        "policy_version": decision.policy_version,
        "policy_digest": decision.policy_digest,
    }
    if decision.valid_until:
        details |= {"fields": fields, "valid_until": decision.valid_until.isoformat()}
    if decision.conditions:
        details["conditions"] = decision.conditions
    if decision.certificate_level > 2:
        details["certificate_level"] = decision.certificate_level
    if decision.under:
        details["under"] = decision.under
    return details
