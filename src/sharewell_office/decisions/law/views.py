"""The law and the policy on screen: what is in force, what changed, what is unconfirmed, and what waits."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sharewell.policy import law as installed
from sharewell.policy.law.adoption import Action
from sharewell.policy.law.comparison import changes, entries, unconfirmed
from sharewell.policy.law.record import Law
from sharewell_office.adapters import clock
from sharewell_office.adapters.confirming import confirmed
from sharewell_office.decisions.law import services
from sharewell_office.decisions.law.forms import LawSearch, Say
from sharewell_office.people.access import staff_required


@staff_required
@require_GET
def law(request: HttpRequest) -> HttpResponse:
    """What is in force today, table by table, and what waits."""
    return _page(request)


def _page(
    request: HttpRequest, *, refusals: Any = (), say: Say | None = None, status: int = 200
) -> HttpResponse:
    today = clock.today()
    now = services.in_force(today)
    form = LawSearch(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    context = {
        "law": now,
        "form": form,
        "searching": any(wanted.values()),
        "tables": _tables(now, wanted.get("words", ""), only=wanted.get("unconfirmed", False)),
        "to_confirm": len(unconfirmed(now)),
        "changed": _changed(now),
        "waiting": [
            {"it": one, "changes": changes(now, one.law)}
            for one in services.waiting(today, request.actor)  # type: ignore[attr-defined]
        ],
        "say": say or Say(),
        "refusals": refusals,
    }
    return render(request, "decisions/law.html", context, status=status)


def _tables(now: Law, words: str, *, only: bool) -> list[tuple[str, list[Any]]]:
    """The entries that hold every word, table by table."""
    wanted = words.lower().split()
    found = [
        held
        for held in entries(now)
        if (held.verify or not only)
        and all(word in f"{held.table} {held.id} {held.title} {held.citation}".lower() for word in wanted)
    ]
    return [(table, list(held)) for table, held in groupby(found, key=lambda held: held.table)]


def _changed(now: Law) -> list[Any]:
    """What changed from the version before."""
    versions = list(installed.VERSIONS)
    place = versions.index(now)
    return list(changes(versions[place - 1], now)) if place else []


@staff_required
@confirmed
@require_POST
def step(request: HttpRequest, version: str, action: str) -> HttpResponse:
    """Advise on a version, approve or reject it."""
    say = Say(request.POST)
    try:
        taken = Action(action)
        if not say.is_valid():
            return _page(request, say=say, status=400)
        outcome = services.take(version, taken, words=say.cleaned_data["words"], by=request.actor)  # type: ignore[attr-defined]
    except (ValueError, services.NoSuchVersion):
        raise Http404 from None
    if not outcome.permitted:
        return _page(request, refusals=outcome.refusals, say=say, status=403)
    messages.success(request, f"It is on record for version {version}.")
    return redirect("decisions:law")
