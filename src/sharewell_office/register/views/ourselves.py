"""The office itself on screen: its name, what it followed, who follows it, and all that goes over with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.register import ourselves as core
from sharewell_office.adapters import clock
from sharewell_office.adapters import ourselves as who
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.register.forms.ourselves import CallOff, OurSuccessor
from sharewell_office.register.services import ourselves as services


@staff_required
@require_GET
def ourselves(request: HttpRequest) -> HttpResponse:
    """Who we are, since when and by what; and for the Chief Executive, who follows."""
    return _page(request, form=OurSuccessor())


def _page(request: HttpRequest, *, status: int = 200, **extra: Any) -> HttpResponse:
    today, known = clock.today(), who.successions()
    context = {
        "name": who.name(today),
        "followed": core.followed(today, successions=known),
        "coming": next((each for each in known if each.takes_effect > today), None),
        "goes_over": services.goes_over(),
        "may_decide": request.actor.has(core.DECIDES),  # type: ignore[attr-defined]
        "calls_off": CallOff(),
        "story": ledger.story(core.OFFICE),
    }
    return render(request, "register/ourselves.html", context | extra, status=status)


@role_required(core.DECIDES)
@require_http_methods(["POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    form = OurSuccessor(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=400)
    wanted = form.succession()
    outcome = services.hand_over(wanted, by=request.actor)  # type: ignore[attr-defined]
    if not outcome.permitted:
        return _page(request, form=form, refusals=outcome.refusals, status=403)
    messages.success(request, f"On the record: {wanted.successor} follows. Every party was written to.")
    return redirect("register:ourselves")


@role_required(core.DECIDES)
@require_http_methods(["POST"])
def call_off(request: HttpRequest) -> HttpResponse:
    form = CallOff(request.POST)
    if not form.is_valid():
        return _page(request, form=OurSuccessor(), calls_off=form, status=400)
    outcome = services.call_off(reason=form.cleaned_data["reason"], by=request.actor)  # type: ignore[attr-defined]
    if outcome is not None and not outcome.permitted:
        return _page(request, form=OurSuccessor(), refusals=outcome.refusals, status=403)
    messages.success(request, "Called off: the office stays what it is.")
    return redirect("register:ourselves")
