"""Assurance on screen: samples, how they were drawn, and what anyone needs to draw them again."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sharewell_office.adapters import clock
from sharewell_office.assurance.sampling import forms, services, store
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import staff_required


@staff_required
@require_http_methods(["GET", "POST"])
def samples(request: HttpRequest) -> HttpResponse:
    """The samples so far, and a form to draw the next one."""
    today = clock.today()
    suggested = {"first": today - timedelta(days=91), "last": today}
    form = forms.Period(request.POST or None, initial=suggested)
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.draw_sample(**form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            return redirect("assurance:sample", outcome.events[0].about)
        refusals = outcome.refusals
    context = {
        "samples": store.samples(),
        "form": form,
        "refusals": refusals,
        "may_draw": request.actor.roles & services.DRAWERS,  # type: ignore[attr-defined]
    }
    return render(
        request, "assurance/samples.html", context, status=403 if refusals else 400 if form.errors else 200
    )


@staff_required
@require_GET
def sample(request: HttpRequest, reference: str) -> HttpResponse:
    found = store.sample(reference)
    if found is None:
        raise Http404
    return render(request, "assurance/sample.html", {"sample": found, "story": ledger.story(reference)})
