"""Organisations on screen: the list, and a party's card."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sharewell_office.adapters import clock
from sharewell_office.people.access import staff_required
from sharewell_office.register import store


@staff_required
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    return render(request, "register/organisations.html", {"parties": store.parties()})


@staff_required
@require_GET
def organisation(request: HttpRequest, reference: str) -> HttpResponse:
    """A party's card: who it is, what assures us of it, what it owes us, what went wrong."""
    party = store.party(reference)
    if party is None:
        raise Http404
    duties, today = store.duties(reference), clock.today()
    context = {
        "party": party,
        "registered": party.registered(today),
        "incidents": store.incidents(reference),
        "duties": duties,
        "overdue": [each for each in duties if each.overdue(today)],
        "agreements": store.rows().filter(recipient__reference=reference)[:100],
    }
    return render(request, "register/organisation.html", context)
