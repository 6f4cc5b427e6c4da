"""Good practice for programs: put in the library, and adopted, adapted or rejected with the reason."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from sharewell_office.assurance import models
from sharewell_office.assurance.actions import store as actions
from sharewell_office.assurance.practices import forms, services, store
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, listed, there
from sharewell_office.people.programs.once import Done, done, once

router = Router(tags=["good practice"])
Noted, Weighed = body_of(forms.Note), body_of(forms.Weigh)


class PracticeOut(Schema):
    """`verdict` is "" while nothing is made of it; `change` says what it changes here."""

    reference: str
    title: str
    source: str
    told: str
    verdict: str
    reason: str
    change: str
    weighed_on: date | None


class Practices(Schema):
    items: list[PracticeOut]
    links: Links


@router.get("/practices", response=Practices)
def practices(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """The library, newest first."""
    return listed(request, store.practices(), _out)


@router.get("/practices/{reference}", response=PracticeOut)
def practice(request: HttpRequest, reference: str) -> Any:
    """One practice, and what was made of it."""
    return _out(there(store.row(reference)))


@router.post("/practices", response={201: Done})
@once
def note(request: HttpRequest, payload: Noted) -> Any:
    """Put something that is done well elsewhere in the library."""
    return done(services.note(**filled(forms.Note, payload).cleaned_data, by=request.actor))  # type: ignore[attr-defined]


@router.post("/practices/{reference}/verdict", response={201: Done})
@once
def weigh(request: HttpRequest, reference: str, payload: Weighed) -> Any:
    """Adopt, adapt or reject it; `closes` ("REV-2026-0001/5.1") is the action that asked to consider it."""
    said = filled(forms.Weigh, payload, actions=actions.open_choices()).cleaned_data
    try:
        return done(services.weigh(reference, **said, by=request.actor), reference)  # type: ignore[attr-defined]
    except services.NoSuchPractice:
        raise Http404 from None


def _out(row: models.Practice) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PracticeOut.model_fields}
