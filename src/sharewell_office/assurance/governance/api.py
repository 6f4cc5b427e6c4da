"""Governance decisions for programs: options, reasons, the function made responsible, and whether it is kept."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from sharewell_office.assurance import models
from sharewell_office.assurance.actions import store as actions
from sharewell_office.assurance.governance import forms, services, store
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, listed, there
from sharewell_office.people.programs.once import Done, done, once

router = Router(tags=["governance"])
Decided, Checked = body_of(forms.Decide), body_of(forms.Check)


class CheckOut(Schema):
    on: date
    by: str
    found: str


class GovernanceOut(Schema):
    """`options` are all that were weighed, the one taken first; `closes` is the action that it settled."""

    reference: str
    question: str
    options: list[str]
    reasons: str
    function: str
    by: str
    on: date
    check_on: date | None
    closes: str
    checks: list[CheckOut]


class GovernanceDecisions(Schema):
    items: list[GovernanceOut]
    links: Links


@router.get("/governance", response=GovernanceDecisions)
def decisions(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """What was decided about how sharing is governed, newest first."""
    return listed(request, store.decisions(), _out)


@router.get("/governance/{reference}", response=GovernanceOut)
def decision(request: HttpRequest, reference: str) -> Any:
    """One decision with its checks."""
    return _out(there(store.row(reference)))


@router.post("/governance", response={201: Done})
@once
def take(request: HttpRequest, payload: Decided) -> Any:
    """Decide; `others` are the other options, one on a line, `closes` ("REV-2026-0001/2.1") the action that asked."""
    form = filled(forms.Decide, payload, actions=actions.open_choices())
    return done(services.take(**form.decision(), by=request.actor))  # type: ignore[attr-defined]


@router.post("/governance/{reference}/checks", response={201: Done})
@once
def check(request: HttpRequest, reference: str, payload: Checked) -> Any:
    """Say what a check found."""
    found = filled(forms.Check, payload).cleaned_data["found"]
    try:
        return done(services.check(reference, found=found, by=request.actor), reference)  # type: ignore[attr-defined]
    except services.NoSuchDecision:
        raise Http404 from None


def _out(row: models.GovernanceDecision) -> dict[str, Any]:
    return {name: getattr(row, name) for name in GovernanceOut.model_fields}
