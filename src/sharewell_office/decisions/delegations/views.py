"""Delegations on screen: who may decide for whom, made, listed and revoked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.confirming import confirmed
from sharewell_office.decisions import absence_store as cover
from sharewell_office.decisions.delegations import forms, services
from sharewell_office.design import paging
from sharewell_office.people import store as people
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.people.seeing import theirs
from sharewell_office.register import store as register


@staff_required
@require_GET
def delegations(request: HttpRequest) -> HttpResponse:
    """Every delegation, newest first, with what stands today."""
    return _list(request)


def _list(request: HttpRequest, *, refusals: Any = (), status: int = 200) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "page": paging.cut(theirs(request, people.delegations()), key="reference", query=request.GET.dict()),
        "today": clock.today(),
        "may_make": bool(actor.roles & {Role.OWNER, Role.CHIEF_EXECUTIVE}),
        "titles": {asset.data_set: asset.title for asset in register.assets()},
        "refusals": refusals,
        **_absences(actor),
    }
    return render(request, "decisions/delegations/list.html", context, status=status)


def _absences(actor: Actor) -> dict[str, Any]:
    """Who is away, or will be, and whether this person may end it or arrange one."""
    standing = cover.standing(clock.today())
    names = people.people_by_id({one.person for one in standing} | {one.cover for one in standing})
    chief = actor.has(Role.CHIEF_EXECUTIVE)
    return {
        "absences": [
            {
                "absence": one,
                "who": names.get(one.person, one.person),
                "cover": names.get(one.cover, ""),
                "may_end": chief or actor.person == one.person,
            }
            for one in standing
        ],
        "may_be_away": bool(actor.roles & {Role.OWNER, Role.CHIEF_EXECUTIVE, Role.DPO}),
    }


@role_required(Role.OWNER, Role.CHIEF_EXECUTIVE)
@confirmed
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make one."""
    form = _form(request)
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.delegate(**form.words(), by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(
                request, f"{outcome.events[0].about} is on record, and shown on every decision under it."
            )
            return redirect("decisions:delegations")
        refusals = outcome.refusals
    status = 403 if refusals else 400 if form.errors else 200
    return render(
        request, "decisions/delegations/new.html", {"form": form, "refusals": refusals}, status=status
    )


def _form(request: HttpRequest) -> forms.NewDelegation:
    actor = request.actor  # type: ignore[attr-defined]
    return forms.NewDelegation(request.POST or None, **services.choices(actor, clock.today()))


@staff_required
@confirmed
@require_POST
def revoke(request: HttpRequest, reference: str) -> HttpResponse:
    """End one before its last day."""
    try:
        outcome = services.revoke(reference, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchDelegation:
        raise Http404 from None
    if not outcome.permitted:
        return _list(request, refusals=outcome.refusals, status=403)
    messages.success(request, f"{reference} is revoked: nothing is decided under it any more.")
    return redirect("decisions:delegations")
