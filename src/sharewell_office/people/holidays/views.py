"""The calendar on screen: each year's bank holidays, and those proclaimed once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sharewell.policy.holidays import ABOUT, KEEPERS
from sharewell.vocabulary.working_days import bank_holidays
from sharewell_office.adapters import clock
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import staff_required
from sharewell_office.people.holidays import forms, services, store

STEPS = {"proclaim": services.proclaim, "take_back": services.take_back}


@staff_required
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """This year's days off and next year's; for who keeps them the forms that proclaim one or take it back."""
    do, today = request.POST.get("do", ""), clock.today()
    given = {do: request.POST}
    to_come = sorted(day for day in store.proclaimed() if day > today)
    bound = {
        "proclaim": forms.Proclaim(given.get("proclaim"), prefix="proclaim"),
        "take_back": forms.TakeBack(given.get("take_back"), prefix="take_back", days=to_come),
    }
    refusals: Any = ()
    if do in bound and bound[do].is_valid():
        outcome = STEPS[do](**bound[do].cleaned_data, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "It is on the record. Clocks that are running move with it.")
            return redirect("working-days")
        refusals = outcome.refusals
    context = {
        "years": [(year, _days_off(year)) for year in (today.year, today.year + 1)],
        "to_come": to_come,
        "forms": bound,
        "wrong": next((form for form in bound.values() if form.errors), None),
        "refusals": refusals,
        "may_keep": bool(request.actor.roles & KEEPERS),  # type: ignore[attr-defined]
        "story": ledger.story(ABOUT),
    }
    status = 403 if refusals else 400 if context["wrong"] else 200
    return render(request, "people/holidays/calendar.html", context, status=status)


def _days_off(year: int) -> list[tuple[date, str]]:
    """The days of a year that are off, in order, each with why where it was proclaimed ("" for a yearly one)."""
    return sorted({**dict.fromkeys(bank_holidays(year), ""), **store.reasons(year)}.items())
