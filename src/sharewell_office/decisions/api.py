"""One-off requests for programs: open one, answer, submit, advise, decide; what lies beside them in its own rooms."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from sharewell.decisions.lifecycle import DECISIONS, Action
from sharewell.decisions.request import AdviceKind, ProposedField
from sharewell.policy import rulebook
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell_office.decisions import annex_columns, models, services, store
from sharewell_office.decisions.activity.api import router as log
from sharewell_office.decisions.annexes import services as annexes
from sharewell_office.decisions.annexes.api import router as beside_one
from sharewell_office.decisions.cover.api import router as cover
from sharewell_office.decisions.delegations.api import router as delegations
from sharewell_office.decisions.dpo.api import router as questions
from sharewell_office.decisions.emergency.api import router as emergencies
from sharewell_office.decisions.law.api import router as law
from sharewell_office.decisions.letters.api import router as letters
from sharewell_office.decisions.receiving import receive
from sharewell_office.people.programs.lists import Links, listed
from sharewell_office.people.programs.once import Done, done, once, taken
from sharewell_office.people.programs.problems import Refused
from sharewell_office.register import store as register

router = Router(tags=["decisions"])
for beside in (beside_one, letters, log, law, emergencies, questions, delegations, cover):
    router.add_router("", beside)
Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Line = Annotated[str, Field(min_length=1, max_length=200)]


class Move(StrEnum):
    """Steps that need no more than a note."""

    SUBMIT = "submit"
    RETURN = "return"
    WITHDRAW = "withdraw"
    CLOSE = "close"


class Deciding(StrEnum):
    APPROVE = "approve"
    APPROVE_REDUCED = "approve_reduced"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    REFUSE = "refuse"


assert {each.value for each in Deciding} == {each.value for each in DECISIONS}


class RequestOut(Schema):
    reference: str
    title: str
    status: str
    recipient_name: str
    data_set: str
    received: datetime


class Requests(Schema):
    items: list[RequestOut]
    links: Links


class ReasonOut(Schema):
    code: str
    severity: str
    stage: str
    reason: str
    remedy: str
    citation: str


class RequestWhole(RequestOut):
    asked: str
    answers: dict[str, Any]
    facts: dict[str, Any]
    fields: list[dict[str, Any]]
    outcome: str
    decision: dict[str, Any] | None
    beside: dict[str, Any]
    reasons: list[ReasonOut]
    you_may: list[str]
    version: int


class NewRequest(Schema):
    title: Line
    asked: Text
    asked_by: Line
    channel: Line = "api"
    recipient: Line
    data_set: Line
    purpose: Text
    received: date


class FieldIn(Schema):
    name: Line
    why: Text
    type: Line = "string"
    personal: str = ""
    special: str = ""
    leaves: bool = True


class Answers(Schema):
    stage: Line
    answers: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    fields: list[FieldIn] | None = None
    retention: str | None = None
    version: int | None = None


class AdviceIn(Schema):
    kind: AdviceKind
    text: Text
    version: int | None = None


class Step(Schema):
    action: Move
    note: str = ""
    version: int | None = None


class DecisionIn(Schema):
    action: Deciding
    reasons: Text
    conditions: str = ""
    certificate_level: int = 2
    keep: list[str] | None = None
    valid_until: date | None = None
    version: int | None = None


@router.get("/requests", response=Requests)
def requests(
    request: HttpRequest, words: str = "", status: str = "", data_set: str = "", before: str = "", after: str = ""
) -> Any:  # fmt: skip
    """The activity log's requests, newest reference first."""
    return listed(request, store.matching(words=words, status=status, data_set=data_set), _brief)


@router.get("/requests/{reference}", response=RequestWhole)
def one(request: HttpRequest, reference: str) -> Any:
    """One request with everything the policy says of it now, and what you may do. Never the DPO's advice.

    `beside` holds what lies beside it: an order, a table, a determination, a hand-off, a countersignature.
    """
    judged = _judged(request, reference)
    case = judged.request
    return _brief(case) | {
        "asked": case.asked,
        "answers": dict(case.answers),
        "facts": {name: value for name, value in case.facts.items() if name != "dpo.advice"},
        "fields": [asdict(each) for each in case.fields],
        "outcome": str(judged.assessment.outcome),
        "decision": case.decision and asdict(case.decision),
        "beside": {name: annex for name, annex in annex_columns.columns(case).items() if annex},
        "reasons": [_reason(each) for each in judged.assessment.reasons],
        "you_may": sorted(action.value for action, option in judged.options.items() if option.open),
        "version": case.version,
    }


@router.post("/requests", response={201: Done})
@once
def open_request(request: HttpRequest, payload: NewRequest) -> Any:
    """Put a request on record. `recipient` is an organisation's reference."""
    party = register.party(payload.recipient)
    if party is None:
        raise Refused([_unknown("recipient", "There is no organisation of that reference.")])
    if register.asset(payload.data_set) is None:
        raise Refused([_unknown("data_set", "There is no data set of that name.")])
    given = payload.dict() | {"recipient": party}
    return done(receive(**given, by=request.actor))  # type: ignore[attr-defined]


@router.put("/requests/{reference}/answers", response={201: Done})
@once
def answer(request: HttpRequest, reference: str, payload: Answers) -> Any:
    """Answer questions of one stage. A null takes an answer back."""
    return _taken(
        reference,
        lambda: services.answer(
            reference,
            stage=payload.stage,
            answers=_values(payload.answers),
            facts=_values(payload.facts),
            fields=None if payload.fields is None else tuple(ProposedField(**each.dict()) for each in payload.fields),
            retention=payload.retention,
            version=payload.version,
            by=request.actor,  # type: ignore[attr-defined]
        ),
    )  # fmt: skip


@router.post("/requests/{reference}/advice", response={201: Done})
@once
def advise(request: HttpRequest, reference: str, payload: AdviceIn) -> Any:
    """The Data Protection Officer's advice."""
    given = payload.dict()
    return _taken(reference, lambda: services.advise(reference, **given, by=request.actor))  # type: ignore[attr-defined]


@router.post("/requests/{reference}/steps", response={201: Done})
@once
def step(request: HttpRequest, reference: str, payload: Step) -> Any:
    """Submit, return, withdraw, or close and leave it to the post that answers for its route."""
    actor, version = request.actor, payload.version  # type: ignore[attr-defined]
    if payload.action is Move.CLOSE:
        return _taken(reference, lambda: annexes.close(reference, version=version, by=actor))
    action = Action(payload.action.value)
    return _taken(
        reference,
        lambda: services.move(reference, action=action, note=payload.note, version=version, by=actor),
    )


@router.post("/requests/{reference}/decision", response={201: Done})
@once
def decide(request: HttpRequest, reference: str, payload: DecisionIn) -> Any:
    """Approve (whole, reduced or with conditions) or refuse: only who may decide about that data set."""
    given = payload.dict() | {
        "action": Action(payload.action.value),
        "keep": None if payload.keep is None else frozenset(payload.keep),
    }
    return _taken(reference, lambda: services.decide(reference, **given, by=request.actor))  # type: ignore[attr-defined]


@router.post("/requests/{reference}/agreement", response={201: Done})
@once
def propose(request: HttpRequest, reference: str) -> Any:
    """Draft an agreement from a request whose kind repeats; the answer's reference is the agreement's."""
    try:
        agreement, outcome = services.propose_agreement(reference, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchRequest:
        raise Http404 from None
    return done(outcome, agreement)


def _judged(request: HttpRequest, reference: str) -> services.Judged:
    try:
        return services.judged(reference, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchRequest:
        raise Http404 from None


def _taken(reference: str, take: Callable[[], Outcome]) -> dict[str, Any]:
    return taken(take, unknown=services.NoSuchRequest)


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    """JSON's lists as the core's tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _brief(one: "models.Request | services.Request") -> dict[str, Any]:
    return {
        "reference": one.reference,
        "title": one.title,
        "status": str(one.status),
        "recipient_name": one.recipient_name,
        "data_set": one.data_set,
        "received": one.received,
    }


def _reason(reason: Any) -> dict[str, str]:
    return {name: str(getattr(reason, name)) for name in ReasonOut.model_fields}


def _unknown(where: str, reason: str) -> Refusal:
    return Refusal(
        rule=rulebook.NOT_YOUR_STEP, reason=reason, remedy="Look it up at /api/v1/organisations.", where=where
    )
