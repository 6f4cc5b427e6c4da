"""Organisations on screen: the list, and a party's card."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.register.agreement import AgreementAction
from sharewell.register.lifecycle import WHO
from sharewell.register.registers.organisations import ORGANISATIONS
from sharewell_office.adapters import clock
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.people.seeing import theirs
from sharewell_office.register import services, store
from sharewell_office.register.forms.search import PartySearch
from sharewell_office.register.forms.steps import SuccessionEverywhereForm
from sharewell_office.register.store import sought
from sharewell_office.register.views import searching


@staff_required
@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    form = PartySearch(request.GET or None)
    found = sought.parties(on=clock.today(), **form.wanted())
    page: paging.Page[Any] = paging.cut(
        theirs(request, found), key="listed_as", query=request.GET.dict(), size=50, newest_first=False
    )
    context = searching.context(request, ORGANISATIONS.name, form) | {
        "page": page,
        "parties": [store.to_party(row) for row in page.rows],
        "may_keep": bool(request.actor.roles & ORGANISATIONS.keepers),  # type: ignore[attr-defined]
    }
    return render(request, "register/organisations.html", context)


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
        "agreements": theirs(request, store.rows().filter(recipient__reference=reference))[:100],
        "lapses_soon": party.lapses_soon(today),
        "may_keep": bool(request.actor.roles & ORGANISATIONS.keepers),  # type: ignore[attr-defined]
        "story": ledger.story(reference),
        "may_succeed": not party.succeeded_by and bool(request.actor.roles & SUCCEEDS),  # type: ignore[attr-defined]
    }
    return render(request, "register/organisation.html", context)


SUCCEEDS = WHO[AgreementAction.SUCCEED]


@role_required(*sorted(SUCCEEDS))
@require_http_methods(["GET", "POST"])
def succeed(request: HttpRequest, reference: str) -> HttpResponse:
    """Another body took over this one's duties: every agreement with it, at once or not at all."""
    party = store.party(reference)
    if party is None:
        raise Http404
    form = SuccessionEverywhereForm(request.POST or None, party=reference)
    running = store.running_with(reference)
    context = {"party": party, "form": form, "running": running}
    if not form.is_valid() or not running:
        status = 400 if form.is_bound else 200
        return render(request, "register/succession.html", context, status=status)
    try:
        outcome = services.succeed_everywhere(reference, services.Said(**form.cleaned_data), by=request.actor)  # type: ignore[attr-defined]
    except store.SomebodyElseChangedIt:
        messages.warning(
            request, "Somebody else changed one of these agreements a moment ago. Nothing was done."
        )
        return redirect("register:succeed", reference)
    if not outcome.permitted:
        return render(
            request, "register/succession.html", context | {"refusals": outcome.refusals}, status=403
        )
    messages.success(
        request, "The agreements wait for the successor’s signature: vary each, and send it for signing."
    )
    return redirect("register:organisation", form.cleaned_data["successor"])
