"""The page on which a decision to go on despite an open incident is advised on and taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Role
from sharewell_office.adapters.confirming import confirmed
from sharewell_office.people import store as people
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.release import forms, services, store


@staff_required
@require_GET
def despite(request: HttpRequest, incident: str, authority: str) -> HttpResponse:
    """One incident, one authority: the advice, the decision, and whose step is next."""
    return _page(request, incident, authority)


@role_required(Role.DPO)
@require_POST
def advise(request: HttpRequest, incident: str, authority: str) -> HttpResponse:
    """The DPO's advice."""
    form = forms.IncidentAdvice(request.POST)
    if not form.is_valid():
        return _page(request, incident, authority, status=400, advice_form=form)
    return _taken(
        request,
        incident,
        authority,
        lambda: services.advise(incident, under=authority, by=request.actor, **form.cleaned_data),  # type: ignore[attr-defined]
        "Your advice is on the record. The Chief Executive can decide.",
    )


@role_required(Role.CHIEF_EXECUTIVE)
@confirmed
@require_POST
def decide(request: HttpRequest, incident: str, authority: str) -> HttpResponse:
    """The Chief Executive's decision."""
    form = forms.DespiteIncident(request.POST)
    if not form.is_valid():
        return _page(request, incident, authority, status=400, decide_form=form)
    said = form.cleaned_data
    return _taken(
        request,
        incident,
        authority,
        lambda: services.decide_despite(
            incident,
            under=authority,
            reasons=said["reasons"],
            conditions=said["conditions"].splitlines(),
            valid_until=said["valid_until"],
            by=request.actor,  # type: ignore[attr-defined]
        ),
        "Decided, in your name. Files may go under these conditions.",
    )


@role_required(Role.CHIEF_EXECUTIVE)
@require_POST
def take_back(request: HttpRequest, incident: str, authority: str) -> HttpResponse:
    """The decision holds no longer."""
    return _taken(
        request,
        incident,
        authority,
        lambda: services.take_back_decision(incident, under=authority, by=request.actor),  # type: ignore[attr-defined]
        "Taken back. The incident stops every file again.",
    )


def _taken(
    request: HttpRequest, incident: str, authority: str, take: Callable[[], Outcome], done: str
) -> HttpResponse:
    try:
        outcome = take()
    except store.SomebodyElseChangedIt:
        messages.warning(request, "The advice changed a moment ago. Read it, then decide.")
        return redirect("release:despite", incident, authority)
    if not outcome.permitted:
        return _page(request, incident, authority, status=403, refusals=outcome.refusals)
    messages.success(request, done)
    return redirect("release:despite", incident, authority)


def _page(
    request: HttpRequest, incident: str, authority: str, *, status: int = 200, **extra: Any
) -> HttpResponse:
    found = services.incident_of(incident, under=authority)
    if found is None:
        raise Http404
    row = store.incident_decision(incident, authority)
    names = people.people_by_id([row.advised_by, row.decided_by] if row else [])
    actor = request.actor  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "incident": found,
        "authority": authority,
        "row": row,
        "advised_by": names.get(row.advised_by, "") if row else "",
        "decided_by": names.get(row.decided_by, "") if row else "",
        "advice_form": _for(actor.has(Role.DPO), forms.IncidentAdvice),
        "decide_form": _for(bool(row) and actor.has(Role.CHIEF_EXECUTIVE), forms.DespiteIncident),
        "may_take_back": actor.has(Role.CHIEF_EXECUTIVE),
    }
    return render(request, "release/despite.html", context | extra, status=status)


def _for(may: bool, form: type[Form]) -> Form | None:
    return form() if may else None
