"""Copies for programs: who holds what until when, what came to us, certificates and holds."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from sharewell.vocabulary.outcome import Outcome
from sharewell_office.aftercare.models import Copy
from sharewell_office.aftercare.retention import forms, services, store
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, described, listed, there
from sharewell_office.people.programs.once import Done, once, taken
from sharewell_office.people.programs.problems import Refused
from sharewell_office.register import store as register

router = Router(tags=["copies"])
Certificate, Hold, Received = (body_of(each) for each in (forms.Certify, forms.Hold, forms.Receive))


class CopyOut(Schema):
    reference: str
    title: str
    party: str
    party_name: str
    inbound: bool
    state: str
    received_on: date
    destroy_by: date
    certificate_due: date


class CopyWhole(CopyOut):
    certificate: dict[str, Any] | None
    hold: dict[str, Any] | None


class Copies(Schema):
    items: list[CopyOut]
    links: Links


@router.get("/copies", response=Copies)
def copies(request: HttpRequest, inbound: bool | None = None, before: str = "", after: str = "") -> Any:
    """Copies that others hold of ours, and (`inbound`) that we hold of theirs; newest reference first."""
    return listed(request, store.rows(inbound=inbound), _brief)


@router.get("/copies/{reference}", response=CopyWhole)
def one(request: HttpRequest, reference: str) -> Any:
    """One copy, with its certificate and its hold."""
    row = there(store.row(reference))
    return _brief(row) | {"certificate": row.certificate, "hold": row.hold}


@router.post("/copies", response={201: Done})
@once
def receive(request: HttpRequest, payload: Received) -> Any:
    """Take down a copy that came to us: the same clock, and we owe the certificate."""
    parties = [(each.reference, each.name) for each in register.parties()]
    said = filled(forms.Receive, payload, parties=parties).cleaned_data
    reference, refusals = services.receive(**said, by=request.actor)  # type: ignore[attr-defined]
    if refusals:
        raise Refused(refusals)
    return {"reference": reference, "events": ["copy.received"]}


@router.post("/copies/{reference}/certificate", response={201: Done})
@once
def certify(request: HttpRequest, reference: str, payload: Certificate) -> Any:
    """Record a certificate that was sent to us, or give ours for a copy that came in."""
    said = filled(forms.Certify, payload).certificate()
    return _taken(reference, lambda: services.certify(reference, said, by=request.actor))  # type: ignore[attr-defined]


@router.post("/copies/{reference}/hold", response={201: Done})
@once
def hold(request: HttpRequest, reference: str, payload: Hold) -> Any:
    """Stop destruction, for an inquiry or a case."""
    said = filled(forms.Hold, payload).cleaned_data
    return _taken(reference, lambda: services.hold(reference, **said, by=request.actor))  # type: ignore[attr-defined]


@router.post("/copies/{reference}/hold/lifting", response={201: Done})
@once
def lift(request: HttpRequest, reference: str) -> Any:
    """Lift the hold: the clock goes on."""
    return _taken(reference, lambda: services.lift(reference, by=request.actor))  # type: ignore[attr-defined]


def _taken(reference: str, take: Callable[[], Outcome]) -> dict[str, Any]:
    return taken(
        take, reference, unknown=services.NoSuchCopy, late=store.SomebodyElseChangedIt, what="this copy"
    )


def _brief(row: Copy) -> dict[str, Any]:
    return described(row, CopyOut)
