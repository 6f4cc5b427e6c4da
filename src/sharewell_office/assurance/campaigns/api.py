"""Campaigns for programs: planned, written piece by piece, approved by communications; read, and how far they came."""

from datetime import date
from typing import Annotated, Any

from django.db import IntegrityError
from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from sharewell.vocabulary.outcome import Outcome
from sharewell_office.assurance import models
from sharewell_office.assurance.campaigns import forms, services, store
from sharewell_office.people import store as people
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, listed, there
from sharewell_office.people.programs.once import Done, done, once
from sharewell_office.people.programs.problems import changed_meanwhile

router = Router(tags=["campaigns"])
Planned, NewBite = body_of(forms.Plan), body_of(forms.NewBite)


class CampaignOut(Schema):
    """`out` of the `of` pieces went out, one a working day from `starts_on`, once `approved_on` is set."""

    reference: str
    title: str
    starts_on: date
    planned_by: str
    approver: str
    approved_on: date | None
    of: int
    out: int


class Campaigns(Schema):
    items: list[CampaignOut]
    links: Links


class BiteOut(Schema):
    """A piece: its choices stand in an order that says nothing of which is right."""

    number: int
    title: str
    text: str
    question: str
    choices: list[str]
    out_on: date | None


class ReachOut(Schema):
    """Of a team's people: who read every piece that is out, some of them, none yet; nobody is named."""

    team: str
    people: int
    read: int
    begun: int
    not_started: int
    skipped: int


class CampaignWhole(CampaignOut):
    bites: list[BiteOut]
    reach: list[ReachOut]


class ReadIn(Schema):
    """The choice as the piece has it; null skips it."""

    choice: Annotated[str, Field(max_length=300)] | None = None


class ReadOut(Schema):
    """Whether the answer was right (null: skipped), and what is right."""

    right: bool | None
    answer: str


@router.get("/campaigns", response=Campaigns)
def campaigns(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """Guidance campaigns, newest first."""
    return listed(request, store.campaigns(), _brief)


@router.get("/campaigns/{reference}", response=CampaignWhole)
def campaign(request: HttpRequest, reference: str) -> Any:
    """A campaign with its pieces and how far it came, team by team."""
    row = there(store.campaigns().filter(reference=reference).first())
    by_team, _ = store.reached(row, people.teams(), out=row.out)
    reach = [{name: getattr(each, name) for name in ReachOut.model_fields} for each in by_team]
    return _brief(row) | {
        "bites": [_bite(each) for each in row.bites.all()],
        "reach": reach if row.out else [],
    }


@router.post("/campaigns", response={201: Done})
@once
def plan(request: HttpRequest, payload: Planned) -> Any:
    """Plan a campaign; `approver` is somebody else who speaks for communications."""
    actor = request.actor  # type: ignore[attr-defined]
    form = filled(forms.Plan, payload, speak=services.who_speak(actor))
    return done(services.plan(**form.cleaned_data, by=actor))


@router.post("/campaigns/{reference}/bites", response={201: Done})
@once
def add(request: HttpRequest, reference: str, payload: NewBite) -> Any:
    """Add the piece of the next day; `others` are the other answers, one on a line."""
    bite = filled(forms.NewBite, payload).bite()
    try:
        return _taken(reference, lambda: services.add(reference, bite, by=request.actor))  # type: ignore[attr-defined]
    except IntegrityError:
        raise changed_meanwhile("this campaign") from None


@router.post("/campaigns/{reference}/approval", response={201: Done})
@once
def approve(request: HttpRequest, reference: str) -> Any:
    """Approve it for communications: the pieces go out by themselves from the first day."""
    return _taken(reference, lambda: services.approve(reference, by=request.actor))  # type: ignore[attr-defined]


@router.post("/campaigns/{reference}/bites/{int:number}/reading", response=ReadOut)
def read(request: HttpRequest, reference: str, number: int, payload: ReadIn) -> Any:
    """Answer a piece that is out, or skip it. The first answer stays, so sending it twice changes nothing."""
    bite = store.bite(reference, number)
    if bite is None:
        raise Http404
    if payload.choice is not None:
        filled(forms.Answer, payload, bite=bite)
    right = services.read(bite, choice=payload.choice, by=request.actor)  # type: ignore[attr-defined]
    return {"right": right, "answer": bite.choices[0]}


def _taken(reference: str, take: Any) -> dict[str, Any]:
    outcome: Outcome
    try:
        outcome = take()
    except services.NoSuchCampaign:
        raise Http404 from None
    return done(outcome, reference)


def _brief(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CampaignOut.model_fields}


def _bite(row: models.Bite) -> dict[str, Any]:
    shuffled = [value for value, _ in forms.Answer(bite=row).fields["choice"].choices]
    same = {name: getattr(row, name) for name in BiteOut.model_fields if name != "choices"}
    return same | {"choices": shuffled}
