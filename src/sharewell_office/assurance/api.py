"""Assurance for programs: surveys, samples, the tracker and the board's figures here; the other nouns beside."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from sharewell.assurance.actions import Step
from sharewell.assurance.actions.paper import state_words
from sharewell.assurance.board.kpis import KPIS, on_target, said
from sharewell.assurance.board.paper import definition, target_words
from sharewell.assurance.marking import result
from sharewell.assurance.redraw import document
from sharewell.assurance.survey.coverage import Coverage, by_service, coverage
from sharewell_office.adapters import clock
from sharewell_office.assurance import models
from sharewell_office.assurance.actions import services as tracker
from sharewell_office.assurance.actions import store as reviews
from sharewell_office.assurance.adherence.api import router as adherence
from sharewell_office.assurance.board.measures import measure
from sharewell_office.assurance.board.services import quarter_of
from sharewell_office.assurance.campaigns.api import router as campaigns
from sharewell_office.assurance.governance.api import router as governance
from sharewell_office.assurance.policies.api import router as policies
from sharewell_office.assurance.practices.api import router as practices
from sharewell_office.assurance.sampling import services as sampling
from sharewell_office.assurance.sampling import store as samples
from sharewell_office.assurance.survey import store as surveys
from sharewell_office.assurance.survey.services import launching
from sharewell_office.people.programs.lists import Links, listed, there
from sharewell_office.people.programs.once import Done, done, once
from sharewell_office.people.programs.problems import changed_meanwhile

router = Router(tags=["assurance"])
for each in (policies, campaigns, practices, governance, adherence):
    router.add_router("", each)
Line = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[date, Field(ge=date(2018, 5, 25), le=date(2100, 12, 31))]  # since the UK GDPR has applied


# --- surveys ----------------------------------------------------------------------------------------------------------
class SurveyOut(Schema):
    reference: str
    title: str
    due: date
    closed: bool


class Surveys(Schema):
    items: list[SurveyOut]
    links: Links


class Answered(Schema):
    """The teams of a service, or of everything. `responded` counts signed returns; silence is in neither figure."""

    name: str
    asked: int
    responded: int
    nil: int
    inside: int
    outside: int
    cases: int


class SurveyWhole(SurveyOut):
    everything: Answered
    services: list[Answered]
    silent: list[str]


class LaunchIn(Schema):
    title: Line


@router.get("/surveys", response=Surveys)
def all_surveys(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """Surveys, newest first; `before` and `after` are references."""
    return listed(request, surveys.surveys(), _survey)


@router.get("/surveys/{reference}", response=SurveyWhole)
def survey(request: HttpRequest, reference: str) -> Any:
    """How much has been answered, by service, and the teams that have not."""
    row = there(surveys.survey(reference))
    asked = surveys.asked(reference)
    return _survey(row) | {
        "everything": _answered(coverage("Everything", asked)),
        "services": [_answered(each) for each in by_service(asked)],
        "silent": [each.name for each in surveys.silent(reference)],
    }


@router.post("/surveys", response={201: Done})
@once
def launch(request: HttpRequest, payload: LaunchIn) -> Any:
    """Ask every team, now."""
    return done(launching.launch(title=payload.title, by=request.actor))  # type: ignore[attr-defined]


def _survey(row: models.Survey) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "title": row.title,
        "due": row.due,
        "closed": row.closed_at is not None,
    }


def _answered(found: Coverage) -> dict[str, Any]:
    return {name: getattr(found, name) for name in Answered.model_fields}


# --- samples ----------------------------------------------------------------------------------------------------------
class SampleOut(Schema):
    reference: str
    period_from: date
    period_to: date
    drawn: int
    of: int
    concluded: bool


class Samples(Schema):
    items: list[SampleOut]
    links: Links


class Proved(Schema):
    """`estimate` and `upper` are shares of 1; `upper` is the one-sided Clopper–Pearson bound."""

    deviations: int
    estimate: float
    upper: float
    by_stage: dict[str, int]
    causes: dict[str, int]


class SampleWhole(SampleOut):
    published: dict[str, Any]
    proves: Proved


class DrawIn(Schema):
    first: Day
    last: Day


@router.get("/samples", response=Samples)
def all_samples(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """Dip samples, newest first."""
    return listed(request, samples.samples(), _sample)


@router.get("/samples/{reference}", response=SampleWhole)
def sample(request: HttpRequest, reference: str) -> Any:
    """What a sample proves so far; `published` is the file that `sharewell redraw` draws again."""
    row = there(samples.sample(reference))
    came = result([samples.to_core(each) for each in samples.cases(reference)], samples.plan_of(row))
    proves = {name: getattr(came, name) for name in Proved.model_fields}
    return _sample(row) | {"published": document(sampling.published(row)), "proves": proves}


@router.post("/samples", response={201: Done})
@once
def draw(request: HttpRequest, payload: DrawIn) -> Any:
    """Draw from what was finished from the first day to the last, both included."""
    return done(sampling.draw_sample(first=payload.first, last=payload.last, by=request.actor))  # type: ignore[attr-defined]


def _sample(row: models.Sample) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in ("reference", "period_from", "period_to")}
    return same | {"drawn": len(row.drawn), "of": len(row.frame), "concluded": row.concluded_at is not None}


# --- the tracker ------------------------------------------------------------------------------------------------------
class ReviewOut(Schema):
    reference: str
    title: str


class Reviews(Schema):
    items: list[ReviewOut]
    links: Links


class UpdateOut(Schema):
    on: date
    by: str
    text: str
    evidence: str


class ActionOut(Schema):
    """`due` null is not applicable; the day it was first due stays."""

    number: str
    area: str
    text: str
    officers: list[str]
    due: date | None
    first_due: date | None
    state: str
    addressed_by: str
    tied_to: str
    closed_on: date | None
    updates: list[UpdateOut]


class ReviewWhole(ReviewOut):
    actions: list[ActionOut]


class StepIn(Schema):
    """A step, and why; `due` goes with a day that is moved, `to` with an action that is referred to another."""

    step: Step
    text: Annotated[str, Field(min_length=1, max_length=5_000)]
    evidence: Annotated[str, Field(max_length=500)] = ""
    due: date | None = None
    to: Annotated[str, Field(max_length=12)] = ""


@router.get("/reviews", response=Reviews)
def all_reviews(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """Reviews whose actions are tracked, newest first."""
    return listed(request, reviews.reviews(), lambda row: {"reference": row.reference, "title": row.title})


@router.get("/reviews/{reference}", response=ReviewWhole)
def review(request: HttpRequest, reference: str) -> Any:
    """A review with every action, its updates, and where it stands today."""
    found, today = reviews.review(reference), clock.today()
    if found is None:
        raise Http404
    actions = [
        {name: getattr(each, name) for name in ("number", "text", "officers", "due", "first_due", "addressed_by",
                                                "tied_to", "closed_on", "updates")}
        | {"area": area.title, "state": state_words(each, today)}
        for area in found.areas for each in area.actions
    ]  # fmt: skip
    return {"reference": found.reference, "title": found.title, "actions": actions}


@router.post("/reviews/{reference}/actions/{number}/steps", response={201: Done})
@once
def take_step(request: HttpRequest, reference: str, number: str, payload: StepIn) -> Any:
    """Update, close, refer, escalate, move or reopen an action, as far as it is yours."""
    try:
        outcome = tracker.take_step(reference, number, by=request.actor, **payload.dict())  # type: ignore[attr-defined]
        return done(outcome, reference)
    except tracker.NoSuchReview:
        raise Http404 from None
    except reviews.SomebodyElseChangedIt:
        raise changed_meanwhile("this review") from None


# --- the board's figures ----------------------------------------------------------------------------------------------
class PartOut(Schema):
    what: str
    count: int


class FigureOut(Schema):
    """`counted` null is not measured, and `why_not` says why; `of` is what it is a share of."""

    id: str
    title: str
    definition: str
    says: str
    counted: int | None
    of: int | None
    target: str
    reached: bool | None
    why_not: str
    gap: str
    parts: list[PartOut]


class Figures(Schema):
    first: date
    last: date
    figures: list[FigureOut]


@router.get("/figures", response=Figures)
def figures(request: HttpRequest, day: Day | None = None) -> Any:
    """k01 to k21 for the quarter that the day lies in (today's, where none is given)."""
    window = quarter_of(day or clock.today())
    found = measure(window)
    shown = [
        {
            "id": kpi.id, "title": kpi.title, "definition": definition(kpi), "says": said(kpi, found[kpi.id]),
            "counted": found[kpi.id].counted, "of": found[kpi.id].of, "target": target_words(kpi),
            "reached": on_target(kpi, found[kpi.id]), "why_not": found[kpi.id].why_not, "gap": found[kpi.id].gap,
            "parts": [{"what": what, "count": count} for what, count in found[kpi.id].parts],
        }
        for kpi in KPIS
    ]  # fmt: skip
    return {"first": window.first, "last": window.last, "figures": shown}
