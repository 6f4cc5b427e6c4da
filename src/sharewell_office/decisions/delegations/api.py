"""Delegations for programs: who may decide for whom, made, listed and revoked."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from sharewell_office.adapters import clock
from sharewell_office.decisions.delegations import forms, services
from sharewell_office.people import models
from sharewell_office.people import store as people
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, listed
from sharewell_office.people.programs.once import Done, done, once

router = Router(tags=["delegations"])
Delegated = body_of(forms.NewDelegation)


class DelegationOut(Schema):
    """`owner` and `to` are people's ids."""

    reference: str
    owner: str
    to: str
    data_sets: list[str]
    special_category: bool
    starts: date
    ends: date
    revoked_at: datetime | None


class Delegations(Schema):
    items: list[DelegationOut]
    links: Links


@router.get("/delegations", response=Delegations)
def delegations(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """Every delegation, newest reference first; those that ended or were revoked too."""
    return listed(request, people.delegations(), _out)


@router.post("/delegations", response={201: Done})
@once
def delegate(request: HttpRequest, payload: Delegated) -> Any:
    """Let somebody decide in an owner's place: an owner their own, the Chief Executive anybody's."""
    actor = request.actor  # type: ignore[attr-defined]
    form = filled(forms.NewDelegation, payload, **services.choices(actor, clock.today()))
    return done(services.delegate(**form.words(), by=actor))


@router.post("/delegations/{reference}/revocation", response={201: Done})
@once
def revoke(request: HttpRequest, reference: str) -> Any:
    """End one before its last day."""
    try:
        return done(services.revoke(reference, by=request.actor), reference)  # type: ignore[attr-defined]
    except services.NoSuchDelegation:
        raise Http404 from None


def _out(row: models.Delegation) -> dict[str, Any]:
    kept = ("reference", "data_sets", "special_category", "starts", "ends", "revoked_at")
    return {name: getattr(row, name) for name in kept} | {
        "owner": row.from_user.username,
        "to": row.to_user.username,
    }
