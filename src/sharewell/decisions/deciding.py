"""Deciding a one-off request: approved (whole, reduced, with conditions) or refused, and what an approval is bound to.

An approval is bound to a list of fields, to the terms of an order where there is one, and to a last day; lawfulness is
judged on what would leave. A decision that somebody tried and could not take goes on the record as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from sharewell.decisions.lifecycle import APPROVALS, TRANSITIONS, Action, Asking
from sharewell.decisions.request import VALIDITY, Decision, ProposedField, Request
from sharewell.decisions.stepping import Step, details_of, happened, in_whose_place, in_words, taken
from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor

DECIDED = {
    Action.APPROVE: "decision.approved",
    Action.APPROVE_REDUCED: "decision.approved_reduced",
    Action.APPROVE_WITH_CONDITIONS: "decision.approved_with_conditions",
    Action.REFUSE: "decision.refused",
}


def take_decision(
    request: Request,
    *,
    action: Action,
    reasons: str,
    by: Actor,
    at: datetime,
    law: Law,
    conditions: str = "",
    certificate_level: int = 2,
    keep: frozenset[str] | None = None,
    valid_until: date | None = None,
) -> Step:
    """Approve (whole, reduced to the fields in `keep`, or with conditions) or refuse.

    An approval is bound to the exact field list and recipient, for one delivery, until `valid_until`
    (default: 30 days).
    """
    fields = _kept(request, keep) if action in APPROVALS else ()
    until = (valid_until or at.date() + VALIDITY) if action in APPROVALS else None
    # Lawfulness is judged on what would leave: on the fields that are kept, not on those that were asked for.
    decided_on = _proposing(request, fields) if fields else request
    refusals = [*Asking(decided_on, by, at, law).refusals(action), *in_words(reasons, "the reasons")]
    refusals += _bound(request, action, fields, conditions, until, at.date())
    refusals += _sure(certificate_level)
    special = bool(decided_on.case(law).facts.get("data.special_category"))
    decision = Decision(
        outcome=action.value,
        by=by.person,
        at=at,
        reasons=reasons.strip(),
        conditions=conditions.strip(),
        certificate_level=certificate_level,
        valid_until=until,
        fields=fields,
        **in_whose_place(request, by, at, special=special),
        policy_version=law.version,
        policy_digest=law.digest,
    )
    after = replace(
        request, decision=decision, status=TRANSITIONS.get((request.status, action), request.status)
    )
    event = happened(DECIDED[action], request, by, at, details_of(request, decision))
    return taken(request, after, event, refusals)


def _kept(request: Request, keep: frozenset[str] | None) -> tuple[ProposedField, ...]:
    return tuple(one for one in request.proposed if keep is None or one.name in keep)


def _proposing(request: Request, kept: tuple[ProposedField, ...]) -> Request:
    fields = tuple(replace(one, leaves=one in kept) for one in request.fields)
    return replace(request, fields=fields)


CERTIFICATE_LEVELS = (2, 3, 4)


def _sure(level: int) -> Iterator[Refusal]:
    if level not in CERTIFICATE_LEVELS:
        yield Refusal(
            rule=rulebook.CERTIFIED_DESTRUCTION,
            reason="A certificate of destruction is of level 2, 3 or 4.",
            remedy="Choose 2 (signed), 3 (with evidence) or 4 (audited).",
        )


LONGEST_VALIDITY = timedelta(days=366)


def _bound(
    request: Request,
    action: Action,
    fields: tuple[ProposedField, ...],
    conditions: str,
    until: date | None,
    on: date,
) -> Iterator[Refusal]:
    """What an approval is bound to: a list of fields, its conditions, and its last day."""
    if action not in APPROVALS:
        return
    if not fields or not _fits(action, len(fields), len(request.fields)):
        yield Refusal(
            rule=rulebook.DECISION_BOUND_TO_FIELDS,
            reason="The fields chosen do not fit this decision.",
            remedy="Approve the whole list, or choose 'approve reduced' and leave out at least one field and not all.",
        )
    yield from _beyond_the_order(request, fields)
    if action is Action.APPROVE_WITH_CONDITIONS:
        yield from in_words(conditions, "the conditions")
    if until is None or not on <= until <= on + LONGEST_VALIDITY:
        yield Refusal(
            rule=rulebook.VALID_UNTIL_A_DAY_TO_COME,
            reason="The last day of the approval is not within the next 12 months.",
            remedy="Choose a day from today on; 30 days are usual.",
        )


def _fits(action: Action, kept: int, asked: int) -> bool:
    """Whether as many fields are kept as the decision says. Conditions go with a whole list or a shorter one."""
    match action:
        case Action.APPROVE:
            return kept == asked
        case Action.APPROVE_REDUCED:
            return kept < asked
        case _:
            return True


def _beyond_the_order(request: Request, fields: tuple[ProposedField, ...]) -> Iterator[Refusal]:
    if request.order is None:
        return
    if not request.order.verified_by:
        yield Refusal(
            rule=rulebook.ORDER_TO_ITS_TERMS,
            reason="Nobody has verified the order.",
            remedy="Ring the court or body that made it, on a number you already held, and record it.",
        )
    for one in fields:
        if one.name not in request.order.fields:
            yield Refusal(
                rule=rulebook.ORDER_TO_ITS_TERMS,
                reason=f"The order does not ask for the field '{one.name}'.",
                remedy="Leave it out: an order is obeyed to its terms and no further.",
                where=one.name,
            )


def refused_attempt(
    request: Request, *, action: Action, refusals: Iterable[Refusal], by: Actor, at: datetime
) -> Event:
    """A decision somebody tried and could not take. It is on the record too."""
    codes: list[JSON] = [*dict.fromkeys(refusal.rule.code for refusal in refusals)]
    return happened("decision.blocked", request, by, at, {"action": action.value, "codes": codes})
