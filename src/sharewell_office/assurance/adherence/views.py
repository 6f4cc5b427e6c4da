"""Adherence audits on screen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.assurance.adherence import AUDITORS
from sharewell_office.adapters import clock
from sharewell_office.assurance.adherence import forms, services, store
from sharewell_office.assurance.meanwhile import looks_again
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required

STEPS = {
    "sample": services.name_sample,
    "evidence": services.add_evidence,
    "move": services.move,
    "conclude": services.conclude,
}


@staff_required
@require_GET
def audits(request: HttpRequest) -> HttpResponse:
    """Every audit, newest first."""
    return render(request, "assurance/audits.html", {"audits": store.audits()[:100], "today": clock.today()})


def _asks(step: str, audit: Any) -> dict[str, Any]:
    """What the form of a step must be given to ask."""
    if step == "evidence":
        return {"teams": services.teams()}
    return {"samples": services.samples_for(audit)} if step == "sample" else {}


@staff_required
@require_http_methods(["GET", "POST"])
@looks_again("assurance:audit", store.SomebodyElseChangedIt)
def audit(request: HttpRequest, reference: str) -> HttpResponse:
    """One audit: what it rests on, and the next step."""
    row, actor = store.row(reference), request.actor  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    do = request.POST.get("do", "")
    bound = {
        name: form(request.POST if name == do else None, prefix=name, **_asks(name, row))
        for name, form in forms.STEPS.items()
    }
    refusals: Any = ()
    if do in bound and bound[do].is_valid():
        outcome = STEPS[do](reference, **bound[do].cleaned_data, by=actor)
        if outcome.permitted:
            messages.success(request, "It is on the record.")
            return redirect("assurance:audit", reference)
        refusals = outcome.refusals
    attested, asked = services.attestation(row) if row.concluded_on is None else (row.attested, row.asked)
    context = {
        "audit": row,
        "keeper": people.people_by_id([row.keeper]).get(row.keeper, row.keeper),
        "forms": bound,
        "wrong": next((form for form in bound.values() if form.errors), None),
        "refusals": refusals,
        "attested": attested,
        "asked": asked,
        "may_choose": len(bound["sample"].fields["sample"].choices) > 1,
        "may": row.concluded_on is None and bool(actor.roles & AUDITORS) and actor.person != row.keeper,
        "today": clock.today(),
        "story": ledger.story(reference),
    }
    status = 403 if refusals else 400 if request.method == "POST" else 200
    return render(request, "assurance/audit.html", context, status=status)
