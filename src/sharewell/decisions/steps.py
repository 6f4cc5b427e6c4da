"""The steps of a one-off request: each says what becomes of it, or every reason why not.

A step takes the request as it was read and gives a new one with the events to put on the record. Where anything
stands in its way the request is unchanged and the outcome holds the refusals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sharewell.decisions.assessment import Assessment
from sharewell.decisions.lifecycle import APPROVALS, ENDS, TRANSITIONS, Action, Asking, contradicting
from sharewell.decisions.request import (
    VALIDITY,
    Advice,
    AdviceKind,
    Decision,
    ProposedField,
    Request,
    Status,
)
from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.policy.truth import Value
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The outcome of a step, and the request as it stands after it (unchanged where it was refused)."""

    request: Request
    outcome: Outcome


def _step(
    before: Request,
    after: Request,
    event: Event,
    refusals: Iterable[Refusal],
    *more: Event,
) -> Step:
    outcome = decide(refusals, event, *more)
    return Step(
        request=replace(after, version=before.version + 1) if outcome.permitted else before, outcome=outcome
    )


def receive(request: Request, *, by: Actor, at: datetime, law: Law) -> Outcome:
    """Put a new request on record. Only trained staff open one."""
    refusals = Asking(request, by, at, law).may_at_all(Action.ANSWER)
    details: dict[str, JSON] = {"recipient": request.recipient, "data_set": request.data_set}
    return decide(refusals, _event("request.received", request, by, at, details))


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
    said = _event("stage.answered", request, by, at, {"stage": stage})
    news = _news(asking.assessment(), Asking(after, by, at, law).assessment(), request, by, at)
    refusals = [*asking.refusals(Action.ANSWER), *contradicting(after, law)]
    return _step(request, after, said, refusals, *news)


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
            yield _event(kind, request, by, at, {"stage": stage, "codes": codes})


def advise(request: Request, *, kind: AdviceKind, text: str, by: Actor, at: datetime, law: Law) -> Step:
    """Record the Data Protection Officer's advice. It can be given again; the last one counts, none is lost."""
    refusals = [*Asking(request, by, at, law).refusals(Action.ADVISE), *_words(text, "the advice")]
    after = replace(
        request, advice=(*request.advice, Advice(kind=kind, text=text.strip(), by=by.person, at=at))
    )
    return _step(request, after, _event("dpo.advised", request, by, at, {"advice": kind.value}), refusals)


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
        refusals += _words(note, "what is still wanted")
    after = replace(request, status=TRANSITIONS.get((request.status, action), request.status))
    details: dict[str, JSON] = {"note": note.strip()} if note.strip() else {}
    return _step(request, after, _event(MOVED[action], request, by, at, details), refusals)


def close(request: Request, *, by: Actor, at: datetime, law: Law) -> Step:
    """Close a case that the policy takes another way, or out of its scope, and log which."""
    asking = Asking(request, by, at, law)
    refusals = tuple(asking.refusals(Action.CLOSE))
    assessment = asking.assessment()
    status = ENDS.get(assessment.outcome, Status.DIVERTED)
    codes: list[JSON] = [
        reason.code for reason in assessment.reasons if reason.severity in ("divert", "out_of_scope")
    ]
    event = _event(f"case.{status.value}", request, by, at, {"codes": codes, **_version(law)})
    return _step(request, replace(request, status=status), event, refusals)


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
    keep: frozenset[str] | None = None,
    valid_until: date | None = None,
) -> Step:
    """Approve (whole, reduced to the fields in `keep`, or with conditions) or refuse.

    An approval is bound to the exact field list and recipient, for one delivery, until `valid_until`
    (default: 30 days).
    """
    fields = _kept(request, keep) if action in APPROVALS else ()
    until = (valid_until or at.date() + VALIDITY) if action in APPROVALS else None
    refusals = [*Asking(request, by, at, law).refusals(action), *_words(reasons, "the reasons")]
    refusals += _bound(request, action, fields, conditions, until, at.date())
    delegation = by.delegation_for(request.data_set, at.date())
    decision = Decision(
        outcome=action.value,
        by=by.person,
        at=at,
        reasons=reasons.strip(),
        conditions=conditions.strip(),
        valid_until=until,
        fields=fields,
        under=delegation.reference if delegation and request.data_set not in by.owns else "",
        policy_version=law.version,
        policy_digest=law.digest,
    )
    after = replace(
        request, decision=decision, status=TRANSITIONS.get((request.status, action), request.status)
    )
    event = _event(DECIDED[action], request, by, at, _details(request, decision))
    return _step(request, after, event, refusals)


def _kept(request: Request, keep: frozenset[str] | None) -> tuple[ProposedField, ...]:
    return tuple(one for one in request.fields if keep is None or one.name in keep)


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
    if not fields or (action is Action.APPROVE_REDUCED) != (len(fields) < len(request.fields)):
        yield Refusal(
            rule=rulebook.DECISION_BOUND_TO_FIELDS,
            reason="The fields chosen do not fit this decision.",
            remedy="Approve the whole list, or choose 'approve reduced' and leave out at least one field and not all.",
        )
    if action is Action.APPROVE_WITH_CONDITIONS:
        yield from _words(conditions, "the conditions")
    if until is None or not on <= until <= on + LONGEST_VALIDITY:
        yield Refusal(
            rule=rulebook.VALID_UNTIL_A_DAY_TO_COME,
            reason="The last day of the approval is not within the next 12 months.",
            remedy="Choose a day from today on; 30 days are usual.",
        )


def _words(text: str, what: str) -> list[Refusal]:
    if text.strip():
        return []
    return [
        Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason=f"Nothing is written down: {what}.",
            remedy="Write it in a sentence or two, for somebody who reads it in a year.",
        )
    ]


# --- events ---------------------------------------------------------------------------------------


def refused_attempt(
    request: Request, *, action: Action, refusals: Iterable[Refusal], by: Actor, at: datetime
) -> Event:
    """A decision somebody tried and could not take. It is on the record too."""
    codes: list[JSON] = [*dict.fromkeys(refusal.rule.code for refusal in refusals)]
    return _event("decision.blocked", request, by, at, {"action": action.value, "codes": codes})


def tell_requester(request: Request, *, by: Actor, at: datetime) -> Outcome:
    """Record that the requester was told the outcome. There is nothing to tell before there is one."""
    refusals = [] if request.status.final or request.decision else [_nothing_to_tell(request)]
    return decide(refusals, _event("requester.notified", request, by, at, {"outcome": request.status.value}))


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


def _details(request: Request, decision: Decision) -> dict[str, JSON]:
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
    if decision.under:
        details["under"] = decision.under
    return details


def _version(law: Law) -> dict[str, JSON]:
    return {"policy_version": law.version, "policy_digest": law.digest}


def _event(kind: str, request: Request, by: Actor, at: datetime, details: Mapping[str, JSON]) -> Event:
    return Event(kind=kind, about=request.reference, by=by.person, at=at, details=details)
