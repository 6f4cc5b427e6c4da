"""The life of an emergency: which step leads where, who may take it, and what stops nobody.

    OPEN --disclose--> RELEASED --record--> RECORDED --review--> REGULARISED        (advice and terms at any time after)
      '--stand_down--> STOOD_DOWN

Whoever is there opens it, tells and records: what is amiss with them is a finding, and keeps nobody from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum

from sharewell.decisions.emergency.record import Emergency, Status
from sharewell.decisions.lifecycle import DECIDERS, STAFF
from sharewell.policy import rulebook
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor, Role


class Action(StrEnum):
    """A step somebody can take in an emergency."""

    DISCLOSE = "disclose"
    STAND_DOWN = "stand_down"
    RECORD = "record"
    ADVISE = "advise"
    REVIEW = "review"
    SEND_TERMS = "send_terms"


TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.OPEN, Action.DISCLOSE): Status.RELEASED,
    (Status.OPEN, Action.STAND_DOWN): Status.STOOD_DOWN,
    (Status.RELEASED, Action.RECORD): Status.RECORDED,
    (Status.RECORDED, Action.RECORD): Status.RECORDED,
    (Status.RELEASED, Action.ADVISE): Status.RELEASED,
    (Status.RECORDED, Action.ADVISE): Status.RECORDED,
    (Status.REGULARISED, Action.ADVISE): Status.REGULARISED,
    (Status.RECORDED, Action.REVIEW): Status.REGULARISED,
    (Status.RELEASED, Action.SEND_TERMS): Status.RELEASED,
    (Status.RECORDED, Action.SEND_TERMS): Status.RECORDED,
    (Status.REGULARISED, Action.SEND_TERMS): Status.REGULARISED,
}

WHO: Mapping[Action, frozenset[Role]] = {
    Action.DISCLOSE: STAFF,
    Action.STAND_DOWN: STAFF,
    Action.RECORD: STAFF,
    Action.ADVISE: frozenset({Role.DPO}),
    Action.REVIEW: DECIDERS,
    Action.SEND_TERMS: STAFF,
}

# Whoever is in the office when the telephone rings: of these steps nobody is kept by post or training.
NOBODY_IS_STOPPED = frozenset({Action.DISCLOSE, Action.STAND_DOWN, Action.RECORD})


def refusals(emergency: Emergency, action: Action, *, by: Actor, at: datetime) -> tuple[Refusal, ...]:
    """Every reason why this person may not take that step now; what they are about to say is not judged here."""
    return (*_state(emergency, action), *_barred(emergency, action, by, at))


def findings(action: Action, *, by: Actor, at: datetime) -> tuple[Refusal, ...]:
    """What is not as it should be with whoever acts in an emergency, and stops nobody."""
    return tuple(_post_and_training(action, by, at)) if action in NOBODY_IS_STOPPED else ()


def _state(emergency: Emergency, action: Action) -> Iterator[Refusal]:
    if (emergency.status, action) not in TRANSITIONS:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"{emergency.reference} is: {emergency.status.label.lower()}.",
            remedy="Take the step that comes next; the page of the emergency says which.",
        )


def _barred(emergency: Emergency, action: Action, by: Actor, at: datetime) -> Iterator[Refusal]:
    if action not in NOBODY_IS_STOPPED:
        yield from _post_and_training(action, by, at)
    if action is Action.REVIEW:
        yield from _reviewer(emergency, by, at)


def _post_and_training(action: Action, by: Actor, at: datetime) -> Iterator[Refusal]:
    if not by.roles & WHO[action]:
        posts = ", ".join(sorted(role.label for role in WHO[action]))
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="This step does not belong to your post.",
            remedy=f"It is for: {posts}.",
        )
    # The DPO's advice is never barred by training.
    if action is not Action.ADVISE and not by.trained(at.date()):
        yield Refusal(
            rule=rulebook.TRAINING_CURRENT,
            reason="Your data protection training is not current.",
            remedy="Complete it.",
        )


def _reviewer(emergency: Emergency, by: Actor, at: datetime) -> Iterator[Refusal]:
    """The owner of the data or who stands in for them, and never whoever opened, told or recorded it (sod.11)."""
    given = by.delegation_for(emergency.data_set, at.date())
    had_a_part = {emergency.opened_by, emergency.recorded_by} | {
        emergency.disclosure.by if emergency.disclosure else ""
    }
    if (by.accounts | (given.given_by if given else frozenset())) & had_a_part:
        yield Refusal(
            rule=rulebook.SEGREGATION,
            reason="Whoever told it in the emergency does not review it.",
            remedy="Leave the review to the owner of the data, or to the Chief Executive where that is you.",
        )
    if not (emergency.data_set in by.owns or given or by.has(Role.CHIEF_EXECUTIVE)):
        yield Refusal(
            rule=rulebook.AUTHORITY_OVER_DATA,
            reason="It is about data of another business area.",
            remedy="Leave the review to the owner of that data set.",
        )
