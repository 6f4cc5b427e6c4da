"""The steps of a one-off request: each says what becomes of it, or every reason why not.

A step takes the request as it was read and gives a new one with the events to put on the record. Where anything
stands in its way the request is unchanged and the outcome holds the refusals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sharewell.decisions.annexes import HandOff
from sharewell.decisions.assessment import Assessment
from sharewell.decisions.diversions import hand_off
from sharewell.decisions.lifecycle import APPROVALS, ENDS, STAFF, TRANSITIONS, Action, Asking, contradicting
from sharewell.decisions.noted import noted_advice, noted_answers
from sharewell.decisions.request import (
    VALIDITY,
    Advice,
    AdviceKind,
    Decision,
    ProposedField,
    Request,
    Status,
)
from sharewell.decisions.stepping import (
    Step,
    details_of,
    happened,
    in_whose_place,
    in_words,
    taken,
    version_of,
)
from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.policy.truth import Value
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor


def receive(request: Request, *, by: Actor, at: datetime, law: Law) -> Outcome:
    """Put a new request on record. Only trained staff open one."""
    refusals = Asking(request, by, at, law).may_at_all(Action.ANSWER)
    details: dict[str, JSON] = {"recipient": request.recipient, "data_set": request.data_set}
    return decide(refusals, happened("request.received", request, by, at, details))


def answer(
    request: Request,
    *,
    stage: str,
    answers: Mapping[str, Value | None],
    facts: Mapping[str, Value | None],
    fields: tuple[ProposedField, ...] | None = None,
    retention: str | None = None,
    by: Actor,
    at: datetime,
    law: Law,
) -> Step:
    """Save the answers of one stage; `None` takes an answer back. Whoever answers has drafted, for good."""
    asking = Asking(request, by, at, law)
    after = replace(
        request,
        answers=_laid_over(request.answers, answers),
        facts=_laid_over(request.facts, facts),
        fields=request.fields if fields is None else fields,
        retention=request.retention if retention is None else retention,
        drafted_by=request.drafted_by | {by.person},
    )
    said = happened("stage.answered", request, by, at, {"stage": stage})
    news = _news(asking.assessment(), Asking(after, by, at, law).assessment(), request, by, at)
    beside = noted_answers(request, after, stage=stage, by=by, at=at)
    refusals = [*asking.refusals(Action.ANSWER), *contradicting(after, law)]
    return taken(request, after, said, refusals, *news, *beside)


def _laid_over(before: Mapping[str, Value], changes: Mapping[str, Value | None]) -> dict[str, Value]:
    return {name: value for name, value in {**before, **changes}.items() if value is not None}


def _news(
    before: Assessment, after: Assessment, request: Request, by: Actor, at: datetime
) -> Iterator[Event]:
    """A rule that fires now and did not before goes on the record; a question still open is no news."""
    known = {(reason.stage, reason.code) for reason in before.reasons}
    for stage in after.law.judged:
        fresh = [
            reason
            for reason in after.reasons
            if reason.stage == stage and reason.stops and reason.code != "Q_OPEN"
            if (stage, reason.code) not in known
        ]
        if fresh:
            refused = any(reason.severity == "refuse" for reason in fresh)
            codes: list[JSON] = [reason.code for reason in fresh]
            kind = "rule.refused" if refused else "stage.blocked"
            yield happened(kind, request, by, at, {"stage": stage, "codes": codes})


def advise(request: Request, *, kind: AdviceKind, text: str, by: Actor, at: datetime, law: Law) -> Step:
    """Record the Data Protection Officer's advice. It can be given again; the last one counts, none is lost."""
    refusals = [*Asking(request, by, at, law).refusals(Action.ADVISE), *in_words(text, "the advice")]
    after = replace(
        request, advice=(*request.advice, Advice(kind=kind, text=text.strip(), by=by.person, at=at))
    )
    said = happened("dpo.advised", request, by, at, {"advice": kind.value})
    return taken(request, after, said, refusals, *noted_advice(request, by=by, at=at))


MOVED = {
    Action.SUBMIT: "request.submitted",
    Action.RETURN: "request.returned",
    Action.WITHDRAW: "request.withdrawn",
    Action.DELIVER: "decision.delivered",
}


def move(request: Request, *, action: Action, by: Actor, at: datetime, law: Law, note: str = "") -> Step:
    """Submit, return, withdraw or deliver. A request is returned with a note of what is still wanted."""
    refusals = [*Asking(request, by, at, law).refusals(action)]
    if action is Action.RETURN:
        refusals += in_words(note, "what is still wanted")
    after = replace(request, status=TRANSITIONS.get((request.status, action), request.status))
    details: dict[str, JSON] = {"note": note.strip()} if note.strip() else {}
    return taken(request, after, happened(MOVED[action], request, by, at, details), refusals)


def close(
    request: Request,
    *,
    by: Actor,
    at: datetime,
    law: Law,
    to: str = "",
    proclaimed: frozenset[date],
) -> Step:
    """Close a case that the policy takes another way, or out of its scope, and log which.

    A diversion is handed to `to` (a person; by default the post that answers for that route), and its clock runs:
    over working days where the law counts those, without the days off that were `proclaimed`.
    """
    asking = Asking(request, by, at, law)
    refusals = tuple(asking.refusals(Action.CLOSE))
    assessment = asking.assessment()
    status = ENDS.get(assessment.outcome, Status.DIVERTED)
    codes = [reason.code for reason in assessment.reasons if reason.severity in ("divert", "out_of_scope")]
    handed = hand_off(codes, to=to, received=request.received.date(), at=at, proclaimed=proclaimed)
    details: dict[str, JSON] = {"codes": [*codes], **version_of(law), **_handed(handed)}
    event = happened(f"case.{status.value}", request, by, at, details)
    return taken(request, replace(request, status=status, hand_off=handed), event, refusals)


def _handed(handed: HandOff | None) -> dict[str, JSON]:
    if handed is None:
        return {}
    return {"to": handed.to, "due": handed.due.isoformat() if handed.due else None}


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


# --- events ---------------------------------------------------------------------------------------


def refused_attempt(
    request: Request, *, action: Action, refusals: Iterable[Refusal], by: Actor, at: datetime
) -> Event:
    """A decision somebody tried and could not take. It is on the record too."""
    codes: list[JSON] = [*dict.fromkeys(refusal.rule.code for refusal in refusals)]
    return happened("decision.blocked", request, by, at, {"action": action.value, "codes": codes})


def tell_requester(request: Request, *, by: Actor, at: datetime) -> Outcome:
    """Record that the requester was told the outcome. There is nothing to tell before there is one."""
    refusals = [] if request.status.final or request.decision else [_nothing_to_tell(request)]
    # An auditor, or somebody without a post, writes nothing into a case, not even that somebody was told.
    if not by.about(request.data_set).roles & STAFF:
        refusals.append(_not_for_your_post())
    return decide(
        refusals, happened("requester.notified", request, by, at, {"outcome": request.status.value})
    )


def _not_for_your_post() -> Refusal:
    posts = ", ".join(sorted(role.label for role in STAFF))
    return Refusal(
        rule=rulebook.NOT_YOUR_STEP,
        reason="Telling the requester does not belong to your post.",
        remedy=f"Ask somebody who is: {posts}.",
    )


def _nothing_to_tell(request: Request) -> Refusal:
    return Refusal(
        rule=rulebook.NOT_IN_THIS_STATE,
        reason=f"{request.reference} is {request.status.label.lower()}: there is no outcome to tell yet.",
        remedy="Tell the requester when it is decided.",
    )


def changed_meanwhile(request: Request) -> Refusal:
    """What somebody is told who acted on an older version of the request."""
    return Refusal(
        rule=rulebook.DECIDED_MEANWHILE,
        reason=f"{request.reference} was changed while you were reading it. It is now {request.status.label.lower()}.",
        remedy="Read it again, and take your step on what it says now.",
    )
