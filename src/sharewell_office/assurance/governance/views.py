"""Governance decisions on screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sharewell.assurance.governance import CHECKERS, DIRECTORS
from sharewell_office.adapters import clock
from sharewell_office.assurance.actions import store as actions
from sharewell_office.assurance.governance import forms, services, store
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import theirs


@staff_required
@require_http_methods(["GET", "POST"])
def decisions(request: HttpRequest) -> HttpResponse:
    """What was decided so far, and for who directs the organisation a form to decide."""
    form = forms.Decide(request.POST or None, actions=actions.open_choices())
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.take(**form.decision(), by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "The decision is on the record.")
            return redirect("assurance:governance-decision", outcome.events[0].about)
        refusals = outcome.refusals
    page = paging.cut(theirs(request, store.decisions()), key="reference", query=request.GET.dict())
    may = bool(request.actor.roles & DIRECTORS)  # type: ignore[attr-defined]
    context = {"page": page, "form": form, "refusals": refusals, "may_decide": may, "today": clock.today()}
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "assurance/governance/decisions.html", context, status=status)


@staff_required
@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """One decision, and whether it is kept."""
    row = store.row(reference)
    if row is None:
        raise Http404
    form = forms.Check(request.POST or None)
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.check(reference, by=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "What was found is on the record.")
            return redirect("assurance:governance-decision", reference)
        refusals = outcome.refusals
    found = store.to_core(row)
    names = people.people_by_id([found.by, *(each.by for each in found.checks)])
    context = {
        "decision": found,
        "by": names.get(found.by, found.by),
        "checks": [(each, names.get(each.by, each.by)) for each in found.checks],
        "closes": row.closes.partition("/")[::2] if row.closes else None,
        "form": form,
        "refusals": refusals,
        "may_check": bool(request.actor.roles & CHECKERS),  # type: ignore[attr-defined]
        "story": ledger.story(reference),
    }
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "assurance/governance/decision.html", context, status=status)
