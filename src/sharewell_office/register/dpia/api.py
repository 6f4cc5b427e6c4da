"""Impact assessments for programs: read them, begin one, write it, and take its steps, by the same services."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from sharewell.register.dpia import steps
from sharewell.register.dpia.lifecycle import Action
from sharewell.register.dpia.record import Dpia, Effect, Level, Measure, Risk
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.people.programs.lists import Links, listed
from sharewell_office.people.programs.once import Done, done, once
from sharewell_office.register import models
from sharewell_office.register.dpia import services
from sharewell_office.register.store import assessments as store

router = Router(tags=["impact assessments"])
Line = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(min_length=1, max_length=8_000)]


class AssessmentOut(Schema):
    reference: str
    title: str
    status: str
    data_set: str


class Assessments(Schema):
    items: list[AssessmentOut]
    links: Links


class AssessmentWhole(AssessmentOut):
    about: list[str]
    answers: dict[str, str]
    risks: list[dict[str, Any]]
    residual: str
    open_measures: list[int]
    review_by: date | None
    you_may: list[str]
    version: int


class NewAssessment(Schema):
    """`about` is the request or the agreement that it is for, if it is for one."""

    title: Line
    data_set: Line
    about: str = ""


class AnswerIn(Schema):
    part: Line
    words: Text
    version: int | None = None


class RiskIn(Schema):
    """A new risk without a number; with one, another reading of a risk that is there."""

    number: int = 0
    source: Text
    likelihood: Line
    severity: Line
    residual: Level
    version: int | None = None


class MeasureIn(Schema):
    number: int = 0
    what: Text
    effect: Effect
    officer: Line
    due: date
    version: int | None = None


class DpiaAdviceIn(Schema):
    words: Text
    version: int | None = None


class AnswerToAdvice(Schema):
    accepted: bool
    reasons: str = ""
    version: int | None = None


class Versioned(Schema):
    version: int | None = None


class RegulatorsAnswer(Versioned):
    may_begin: bool
    words: Text


class Because(Versioned):
    why: Text


class Covers(Versioned):
    """The request or the agreement, of the same kind, that it covers as well."""

    about: Line


@router.get("/dpias", response=Assessments)
def assessments(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """The assessments carried out here, newest reference first."""
    return listed(request, store.rows(), _brief)


@router.get("/dpias/{reference}", response=AssessmentWhole)
def assessment(request: HttpRequest, reference: str) -> Any:
    """One assessment with its risks and measures, and what you may do. Never the DPO's advice."""
    dpia = _found(reference)
    options = services.options(dpia, by=request.actor)  # type: ignore[attr-defined]
    return _brief(dpia) | {
        "about": list(dpia.about),
        "answers": dict(dpia.answers),
        "risks": [asdict(risk) for risk in dpia.risks],
        "residual": dpia.residual.value,
        "open_measures": [one.number for one in dpia.open_measures],
        "review_by": dpia.review_by,
        "you_may": sorted(action.value for action, refusals in options.items() if not refusals),
        "version": dpia.version,
    }


@router.post("/dpias", response={201: Done})
@once
def begin(request: HttpRequest, payload: NewAssessment) -> Any:
    """Begin an assessment."""
    return done(services.start(**payload.dict(), by=request.actor))  # type: ignore[attr-defined]


@router.put("/dpias/{reference}/answers", response={201: Done})
@once
def answer(request: HttpRequest, reference: str, payload: AnswerIn) -> Any:
    """Answer one part of the template."""
    return _taken(reference, lambda: services.answer(reference, **payload.dict(), by=request.actor))  # type: ignore[attr-defined]


@router.put("/dpias/{reference}/risks", response={201: Done})
@once
def put_risk(request: HttpRequest, reference: str, payload: RiskIn) -> Any:
    """Write a risk down, or read one otherwise."""
    risk, version = _split(payload)
    return _taken(
        reference,
        lambda: services.put_risk(reference, Risk(**risk), version=version, by=request.actor),  # type: ignore[attr-defined]
    )


@router.put("/dpias/{reference}/risks/{risk}/measures", response={201: Done})
@once
def put_measure(request: HttpRequest, reference: str, risk: int, payload: MeasureIn) -> Any:
    """Write down what is done against a risk."""
    measure, version = _split(payload)
    return _taken(
        reference,
        lambda: services.put_measure(
            reference, risk, Measure(**measure), version=version, by=request.actor  # type: ignore[attr-defined]
        ),
    )  # fmt: skip


@router.post("/dpias/{reference}/advice", response={201: Done})
@once
def advise(request: HttpRequest, reference: str, payload: DpiaAdviceIn) -> Any:
    """The Data Protection Officer's advice."""
    return _step(request, reference, Action.ADVISE, payload.dict())


@router.post("/dpias/{reference}/advice/answer", response={201: Done})
@once
def answer_advice(request: HttpRequest, reference: str, payload: AnswerToAdvice) -> Any:
    """Accept the advice, or overrule it with reasons: only who answers for the data."""
    return _step(request, reference, Action.ANSWER_ADVICE, payload.dict())


@router.post("/dpias/{reference}/signature", response={201: Done})
@once
def sign(request: HttpRequest, reference: str, payload: Versioned) -> Any:
    """Sign it: only who answers for the data, and never whoever advised."""
    return _step(request, reference, Action.SIGN, payload.dict())


@router.post("/dpias/{reference}/risks/{number}/removal", response={201: Done})
@once
def drop_risk(request: HttpRequest, reference: str, number: int, payload: Versioned) -> Any:
    """Take a risk off, with its measures."""
    said = payload.dict() | {"by": request.actor}  # type: ignore[attr-defined]
    return _taken(reference, lambda: services.drop_risk(reference, number, **said))


@router.post("/dpias/{reference}/measures/{number}/removal", response={201: Done})
@once
def drop_measure(request: HttpRequest, reference: str, number: int, payload: Versioned) -> Any:
    """Take a measure off."""
    said = payload.dict() | {"by": request.actor}  # type: ignore[attr-defined]
    return _taken(reference, lambda: services.drop_measure(reference, number, **said))


@router.post("/dpias/{reference}/consultation", response={201: Done})
@once
def consult(request: HttpRequest, reference: str, payload: Versioned) -> Any:
    """The regulator is consulted, because a high risk is left: nothing begins until it has answered."""
    return _step(request, reference, Action.CONSULT, payload.dict())


@router.post("/dpias/{reference}/consultation/answer", response={201: Done})
@once
def answered(request: HttpRequest, reference: str, payload: RegulatorsAnswer) -> Any:
    """What the regulator answered."""
    return _step(request, reference, Action.ANSWERED, payload.dict())


@router.post("/dpias/{reference}/review", response={201: Done})
@once
def reopen(request: HttpRequest, reference: str, payload: Because) -> Any:
    """Open it again: the risk changed, or its review is due. The signature no longer stands."""
    return _step(request, reference, Action.REOPEN, payload.dict())


@router.post("/dpias/{reference}/cover", response={201: Done})
@once
def cover(request: HttpRequest, reference: str, payload: Covers) -> Any:
    """Say that it covers another sharing of the same kind as well."""
    return _step(request, reference, Action.COVER, payload.dict())


@router.post("/dpias/{reference}/giving-up", response={201: Done})
@once
def give_up(request: HttpRequest, reference: str, payload: Because) -> Any:
    """Give it up: nobody needs it, or another one covers it."""
    return _step(request, reference, Action.GIVE_UP, payload.dict())


@router.post("/dpias/{reference}/measures/{number}/done", response={201: Done})
@once
def put_in_place(request: HttpRequest, reference: str, number: int, payload: Versioned) -> Any:
    """Say that a measure is in place: until every one is, nothing leaves."""
    return _step(request, reference, Action.MEASURE_DONE, payload.dict() | {"number": number})


_STEPS: Mapping[Action, Callable[..., steps.Step]] = {
    Action.ADVISE: steps.advise,
    Action.ANSWER_ADVICE: steps.answer_advice,
    Action.CONSULT: steps.consult,
    Action.ANSWERED: steps.regulator_answered,
    Action.SIGN: steps.sign,
    Action.COVER: steps.cover,
    Action.REOPEN: steps.reopen,
    Action.GIVE_UP: steps.give_up,
    Action.MEASURE_DONE: steps.measure_done,
}


def _step(request: HttpRequest, reference: str, action: Action, said: dict[str, Any]) -> dict[str, Any]:
    return _taken(
        reference,
        lambda: services.take_step(reference, _STEPS[action], **said, by=request.actor),  # type: ignore[attr-defined]
    )


def _found(reference: str) -> Dpia:
    try:
        return services.read(reference)
    except services.NoSuchAssessment:
        raise Http404 from None


def _taken(reference: str, take: Callable[[], Outcome]) -> dict[str, Any]:
    _found(reference)
    return done(take())


def _split(payload: RiskIn | MeasureIn) -> tuple[dict[str, Any], int | None]:
    given = payload.dict()
    return given, given.pop("version")


def _brief(one: models.Dpia | Dpia) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "title": one.title,
        "status": str(one.status),
        "data_set": one.data_set,
    }
