"""Corrections for programs: who holds somebody, and those who hold them told. What identifies a person is not kept."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from sharewell.aftercare.corrections import Change
from sharewell_office.aftercare.corrections import forms, services, store
from sharewell_office.aftercare.models import Correction
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, described, listed
from sharewell_office.people.programs.once import Done, done, once, taken
from sharewell_office.people.programs.problems import Refused

router = Router(tags=["corrections"])
Lookup, Changed, Acknowledged, TakenDown = (
    body_of(each) for each in (forms.WhoHolds, forms.Notify, forms.Acknowledge, forms.TakeDown)
)


class NoticeOut(Schema):
    id: int
    release: str
    party_name: str
    state: str
    due: date
    acknowledged_at: datetime | None


class CorrectionBrief(Schema):
    """What became of a correction. Whom it is about, and what it says, is not here."""

    reference: str
    change: str
    raised_at: datetime


class CorrectionOut(CorrectionBrief):
    notices: list[NoticeOut]


class Corrections(Schema):
    items: list[CorrectionOut]
    links: Links


class CopyBrief(Schema):
    reference: str
    title: str
    party_name: str
    state: str


class HeldOut(CopyBrief):
    """A copy that held the person; whoever must not be tipped off may not be told of it."""

    may_be_told: bool


@router.get("/corrections", response=Corrections)
def corrections(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """Every correction and its notices, newest reference first."""
    return listed(request, store.rows(), _out)


@router.post("/corrections", response={201: Done})
@once
def notify(request: HttpRequest, payload: Changed) -> Any:
    """Tell everybody who holds a person's data what changed."""
    form = filled(forms.Notify, payload)
    change, says = Change(form.cleaned_data["change"]), form.cleaned_data["says"]
    reference, outcome = services.notify(change, form.identifiers, says=says, by=request.actor)  # type: ignore[attr-defined]
    return done(outcome, reference)


@router.post("/corrections/who-holds", response=list[HeldOut])
def who_holds(request: HttpRequest, payload: Lookup) -> Any:
    """Who holds this person's data? A POST, so that nobody's name is in an address; that it was asked is recorded."""
    form = filled(forms.WhoHolds, payload)
    because = form.cleaned_data["because"]
    found = services.who_holds(form.identifiers, because=because, by=request.actor)  # type: ignore[attr-defined]
    if found.refusals:
        raise Refused(found.refusals)
    return [described(each.copy, CopyBrief) | {"may_be_told": each.may_be_told} for each in found.held]


@router.post("/corrections/notices/{int:notice}/acknowledgement", response={201: Done})
@once
def acknowledge(request: HttpRequest, notice: int, payload: Acknowledged) -> Any:
    """Record an acknowledgement that came another way than through the portal."""
    said = filled(forms.Acknowledge, payload).cleaned_data
    return taken(
        lambda: services.acknowledge(notice, **said, by=request.actor),  # type: ignore[attr-defined]
        unknown=services.NoSuchNotice, late=store.SomebodyElseAcknowledgedIt, what="this notice",
    )  # fmt: skip


@router.post("/copies/{reference}/changes", response={201: Done})
@once
def take_down(request: HttpRequest, reference: str, payload: TakenDown) -> Any:
    """Take down a change that whoever gave us this copy told us of."""
    said = filled(forms.TakeDown, payload).cleaned_data
    change = Change(said.pop("change"))
    try:
        made, outcome = services.take_down(change, copy=reference, **said, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchNotice:
        raise Http404 from None
    return done(outcome, made)


def _out(row: Correction) -> dict[str, Any]:
    return described(row, CorrectionBrief) | {
        "notices": [described(each, NoticeOut) for each in row.notices.all()]
    }
