"""The steps of a one-off request: each says what becomes of it, or every reason why not.

A step takes the request as it was read and gives a new one with the events to put on the record. Where anything
stands in its way the request is unchanged and the outcome holds the refusals.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from sharewell.decisions.annexes import HandOff
from sharewell.decisions.assessment import Assessment, Verdict
from sharewell.decisions.determination import determined, untested
from sharewell.decisions.diversions import hand_off
from sharewell.decisions.lifecycle import STAFF, TRANSITIONS, Action, Asking, contradicting
from sharewell.decisions.noted import noted_advice, noted_answers
from sharewell.decisions.request import (
    Advice,
    AdviceKind,
    ProposedField,
    Request,
    Status,
)
from sharewell.decisions.stepping import (
    Step,
    happened,
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
    codes = [reason.code for reason in assessment.reasons if reason.severity in ("divert", "out_of_scope")]
    if assessment.outcome is Verdict.OUT_OF_SCOPE:
        return _outside(request, codes, refusals, by=by, at=at, law=law)
    handed = hand_off(codes, to=to, received=request.received.date(), at=at, law=law, proclaimed=proclaimed)
    details: dict[str, JSON] = {"codes": [*codes], **version_of(law), **_handed(handed)}
    event = happened("case.diverted", request, by, at, details)
    return taken(request, replace(request, status=Status.DIVERTED, hand_off=handed), event, refusals)


def _handed(handed: HandOff | None) -> dict[str, JSON]:
    if handed is None:
        return {}
    return {"to": handed.to, "due": handed.due.isoformat() if handed.due else None}


def _outside(
    request: Request, codes: list[str], refusals: Iterable[Refusal], *, by: Actor, at: datetime, law: Law
) -> Step:
    """Settle that the policy does not apply. Of the table that shows it, the record holds the digest."""
    settled = determined(codes, by=by, at=at, law=law)
    details: dict[str, JSON] = {"codes": [*codes], **version_of(law)}
    if settled.valid_until and request.anonymised:
        details |= {"sha256": request.anonymised.sha256, "valid_until": settled.valid_until.isoformat()}
    after = replace(request, status=Status.OUT_OF_SCOPE, determination=settled)
    event = happened("case.out_of_scope", request, by, at, details)
    return taken(request, after, event, [*refusals, *untested(request, codes)])


# --- telling ----------------------------------------------------------------------------------------


def tell_requester(request: Request, *, by: Actor, at: datetime) -> Outcome:
    """Record that the requester was told the outcome. There is nothing to tell before there is one."""
    refusals = [] if request.status.final or request.decision else [_nothing_to_tell(request)]
    # An auditor, or somebody without a post, writes nothing into a case, not even that somebody was told.
    if not by.about(request.data_set).roles & STAFF:
        refusals.append(_not_for_your_post(by.held_elsewhere(STAFF, request.data_set)))
    return decide(
        refusals, happened("requester.notified", request, by, at, {"outcome": request.status.value})
    )


def _not_for_your_post(elsewhere: str) -> Refusal:
    posts = ", ".join(sorted(role.label for role in STAFF))
    return Refusal(
        rule=rulebook.NOT_YOUR_STEP,
        reason=f"Telling the requester does not belong to your post.{elsewhere}",
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
