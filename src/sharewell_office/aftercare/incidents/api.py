"""Incidents for programs: reported by anybody, assessed, asked about, decided on and closed by the DPO."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from sharewell.aftercare import incidents as core
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.aftercare.incidents import forms, services, store
from sharewell_office.aftercare.models import Incident
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, described, listed, there
from sharewell_office.people.programs.once import Done, done, once, taken
from sharewell_office.register import store as register

router = Router(tags=["incidents"])
Told, Assessed, Asked, Settled, Closed, GiverTold = (
    body_of(each)
    for each in (forms.Tell, forms.Assess, forms.Ask, forms.Settle, forms.Close, forms.TellGiver)
)


class IncidentOut(Schema):
    reference: str
    state: str
    kind: str
    whose: str
    party: str
    party_name: str
    release: str
    what: str
    band: str
    occurred_at: datetime
    reported_at: datetime
    aware_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None


class Incidents(Schema):
    items: list[IncidentOut]
    links: Links


@router.get("/incidents", response=Incidents)
def incidents(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """Every incident, newest reference first."""
    return listed(request, store.rows(), _out)


@router.get("/incidents/{reference}", response=IncidentOut)
def one(request: HttpRequest, reference: str) -> Any:
    """One incident."""
    return _out(there(store.row(reference)))


@router.post("/incidents", response={201: Done})
@once
def tell(request: HttpRequest, payload: Told) -> Any:
    """Report an incident, an accident that nearly was one, or a suspicion; without anybody's name."""
    parties = [(each.reference, each.name) for each in register.parties()]
    releases = [(each.reference, each.title) for each in copies.rows()[:200]]
    said = filled(forms.Tell, payload, parties=parties, releases=releases).report("")
    reference, outcome = services.report(said, by=request.actor)  # type: ignore[attr-defined]
    return done(outcome, reference)


@router.post("/incidents/{reference}/assessment", response={201: Done})
@once
def assess(request: HttpRequest, reference: str, payload: Assessed) -> Any:
    """When we became aware, whose copy it was, and how severe it is."""
    form = filled(forms.Assess, payload)
    aware, whose = form.moment("aware_on", "aware_at_time"), core.Whose(form.cleaned_data["whose"])
    return _taken(
        reference,
        lambda: services.assess(reference, form.inputs(), aware_at=aware, whose=whose, by=request.actor),  # type: ignore[attr-defined]
    )


@router.post("/incidents/{reference}/questions", response={201: Done})
@once
def ask(request: HttpRequest, reference: str, payload: Asked) -> Any:
    """Ask the recipient."""
    said = filled(forms.Ask, payload).cleaned_data
    return _taken(reference, lambda: services.ask(reference, **said, by=request.actor))  # type: ignore[attr-defined]


@router.post("/incidents/{reference}/decision", response={201: Done})
@once
def settle(request: HttpRequest, reference: str, payload: Settled) -> Any:
    """Whether the regulator and the people are told, and why or why not."""
    decisions = filled(forms.Settle, payload).decisions()
    return _taken(reference, lambda: services.settle(reference, decisions, by=request.actor))  # type: ignore[attr-defined]


@router.post("/incidents/{reference}/closing", response={201: Done})
@once
def close(request: HttpRequest, reference: str, payload: Closed) -> Any:
    """Close it, with what was found and done."""
    said = filled(forms.Close, payload).cleaned_data
    return _taken(reference, lambda: services.close(reference, **said, by=request.actor))  # type: ignore[attr-defined]


@router.post("/incidents/{reference}/giver", response={201: Done})
@once
def tell_giver(request: HttpRequest, reference: str, payload: GiverTold) -> Any:
    """Record that whoever gave us the data was told of our incident with them."""
    said = filled(forms.TellGiver, payload).cleaned_data
    return _taken(reference, lambda: services.tell_giver(reference, **said, by=request.actor))  # type: ignore[attr-defined]


def _taken(reference: str, take: Callable[[], Outcome]) -> dict[str, Any]:
    return taken(
        take,
        reference,
        unknown=services.NoSuchIncident,
        late=store.SomebodyElseChangedIt,
        what="this incident",
    )


def _out(row: Incident) -> dict[str, Any]:
    return described(row, IncidentOut)
