"""The library of good practice on screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sharewell.assurance.practices import DECIDERS
from sharewell_office.assurance.actions import store as actions
from sharewell_office.assurance.practices import forms, services, store
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import theirs

SHOWN = {
    "": "All",
    "none": "Not weighed yet",
    "adopted": "Adopted",
    "adapted": "Adapted",
    "rejected": "Rejected",
}


@staff_required
@require_http_methods(["GET", "POST"])
def practices(request: HttpRequest) -> HttpResponse:
    """What is done well elsewhere, and what was made of it."""
    form = forms.Note(request.POST or None)
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.note(by=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "It is in the library.")
            return redirect("assurance:practice", outcome.events[0].about)
        refusals = outcome.refusals
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in SHOWN else ""
    page = paging.cut(theirs(request, store.practices(chosen)), key="reference", query=request.GET.dict())
    context = {"page": page, "form": form, "refusals": refusals, "shown": SHOWN.items(), "chosen": chosen}
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "assurance/practices/practices.html", context, status=status)


@staff_required
@require_http_methods(["GET", "POST"])
def practice(request: HttpRequest, reference: str) -> HttpResponse:
    """One practice, and what is made of it."""
    row = store.row(reference)
    if row is None:
        raise Http404
    form = forms.Weigh(request.POST or None, actions=actions.open_choices())
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.weigh(reference, by=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "What is made of it is on the record.")
            return redirect("assurance:practice", reference)
        refusals = outcome.refusals
    context = {
        "practice": row,
        "form": form,
        "refusals": refusals,
        "may_weigh": bool(request.actor.roles & DECIDERS),  # type: ignore[attr-defined]
        "story": ledger.story(reference),
    }
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "assurance/practices/practice.html", context, status=status)
