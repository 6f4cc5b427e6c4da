"""The one override: the Chief Executive decides that files may go despite a serious open incident of their recipient.

    the Data Protection Officer advises  ->  the Chief Executive decides, with conditions  ->  G16 reads it

It is a decision record of its own, about one incident and one authority, until a day; never a button on the gate.
Nobody but the Chief Executive takes it, none but the DPO advises on it, and neither does both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sharewell.policy import rulebook
from sharewell.register.card import Incident
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

LONGEST = timedelta(days=92)  # ours: an incident that is open for longer is decided about again


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """What the DPO advised about one incident and one authority, before anything is decided."""

    incident: str
    authority: str
    advice: str
    by: str
    at: datetime


def advise(
    incident: Incident | None, *, authority: str, advice: str, by: Actor, on: date, at: datetime
) -> Outcome:
    """The DPO's advice on whether anything may go to that recipient under that authority."""
    refusals = (*_open(incident), *_post(by, Role.DPO, on), *_says(advice, "An advice gives its reasons."))
    reference = incident.reference if incident else ""
    event = Event(
        kind="incident.advised",
        about=reference,
        by=by.person,
        at=at,
        details={"authority": authority, "advice": advice.strip()},
    )
    return decide(refusals, event)


def decide_despite(
    incident: Incident | None,
    advised: Advised | None,
    *,
    authority: str,
    reasons: str,
    conditions: Sequence[str],
    valid_until: date,
    by: Actor,
    on: date,
    at: datetime,
) -> Outcome:
    """The Chief Executive's decision, with every reason if it may not be taken."""
    refusals = (
        *_open(incident),
        *_post(by, Role.CHIEF_EXECUTIVE, on),
        *_advised(advised, by),
        *_says(reasons, "A decision gives its reasons."),
        *_conditioned(conditions),
        *_until(valid_until, on),
    )
    event = Event(
        kind="incident.decided",
        about=incident.reference if incident else "",
        by=by.person,
        at=at,
        details={
            "authority": authority,
            "reasons": reasons.strip(),
            "conditions": [each.strip() for each in conditions],
            "valid_until": valid_until.isoformat(),
            "advised_by": advised.by if advised else "",
        },
    )
    return decide(refusals, event)


def take_back(incident: str, *, authority: str, by: Actor, on: date, at: datetime) -> Outcome:
    """The Chief Executive's decision holds no longer."""
    event = Event(
        kind="incident.decision_taken_back",
        about=incident,
        by=by.person,
        at=at,
        details={"authority": authority},
    )
    return decide(_post(by, Role.CHIEF_EXECUTIVE, on), event)


def _open(incident: Incident | None) -> Iterator[Refusal]:
    if incident is None or incident.closed is not None:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason="There is no such incident open.",
            remedy="Nothing has to be decided: a closed incident stops no file.",
        )


def _post(by: Actor, role: Role, on: date) -> Iterator[Refusal]:
    if not by.has(role):
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason=f"This step belongs to the {role.label}.",
            remedy=f"Ask the {role.label}.",
        )
    if not by.trained(on):
        yield Refusal(
            rule=rulebook.TRAINING_CURRENT,
            reason="Your data protection training is not current.",
            remedy="Complete the training.",
        )


def _advised(advised: Advised | None, by: Actor) -> Iterator[Refusal]:
    if advised is None:
        yield Refusal(
            rule=rulebook.ADVISED_BEFORE_DESPITE,
            reason="The Data Protection Officer has not advised on this.",
            remedy="Ask the Data Protection Officer for advice; the decision is taken with it in hand.",
        )
    elif advised.by in by.accounts:
        yield Refusal(
            rule=rulebook.SEGREGATION,
            reason="You gave the advice on this.",
            remedy="Somebody else has to decide.",
        )


def _says(text: str, reason: str) -> Iterator[Refusal]:
    if not text.strip():
        yield Refusal(rule=rulebook.REASONS_GIVEN, reason=reason, remedy="Write them down.")


def _conditioned(conditions: Sequence[str]) -> Iterator[Refusal]:
    if not [each for each in conditions if each.strip()]:
        yield Refusal(
            rule=rulebook.ADVISED_BEFORE_DESPITE,
            reason="A decision to go on despite an open incident carries conditions.",
            remedy="Say what has to be so before, while and after the file goes.",
        )


def _until(valid_until: date, on: date) -> Iterator[Refusal]:
    if not on <= valid_until <= on + LONGEST:
        yield Refusal(
            rule=rulebook.VALID_UNTIL_A_DAY_TO_COME,
            reason=f"The decision would hold until {valid_until.isoformat()}.",
            remedy=f"Choose a day from today to {(on + LONGEST).isoformat()}.",
        )
