"""Campaigns on screen: the plan, a day's bite, and how far it came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.assurance.campaigns import Reach
from sharewell_office.adapters import clock
from sharewell_office.assurance.campaigns import forms, services, store
from sharewell_office.assurance.meanwhile import looks_again
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import theirs


@staff_required
@require_http_methods(["GET", "POST"])
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign, and a form to plan one."""
    speak = services.who_speak(request.actor)  # type: ignore[attr-defined]
    form = forms.Plan(request.POST or None, speak=speak)
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.plan(by=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "It is planned. Now write its pieces, one for each day.")
            return redirect("assurance:campaign", outcome.events[0].about)
        refusals = outcome.refusals
    page = paging.cut(theirs(request, store.campaigns()), key="reference", query=request.GET.dict())
    context = {"page": page, "form": form, "refusals": refusals, "may_plan": bool(speak)}
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "assurance/campaigns/campaigns.html", context, status=status)


@staff_required
@require_http_methods(["GET", "POST"])
@looks_again("assurance:campaign")
def campaign(request: HttpRequest, reference: str) -> HttpResponse:
    """One campaign: its pieces, its reach, and for who planned it the next piece to write."""
    form = forms.NewBite(request.POST or None)
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        _found(reference)
        outcome = services.add(reference, form.bite(), by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "The piece is added.")
            return redirect("assurance:campaign", reference)
        refusals = outcome.refusals
    return _page(request, reference, form, refusals)


@staff_required
@require_POST
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """Approve it for communications."""
    _found(reference)
    outcome = services.approve(reference, by=request.actor)  # type: ignore[attr-defined]
    if outcome.permitted:
        messages.success(request, "Approved. The first piece goes out by itself on the first day.")
        return redirect("assurance:campaign", reference)
    return _page(request, reference, forms.NewBite(), outcome.refusals)


def _page(request: HttpRequest, reference: str, form: forms.NewBite, refusals: Any) -> HttpResponse:
    row = _found(reference)
    kept, by = store.to_core(row), request.actor  # type: ignore[attr-defined]
    answered, bites = store.answers(row), list(row.bites.all())
    shown = [(each, kept.day_of(each.number), answered.get(each.number, (0, 0, 0))) for each in bites]
    planner = by.person == row.planned_by
    context = {
        "campaign": row,
        "approver": people.people_by_id([row.approver]).get(row.approver, row.approver),
        "bites": shown,
        "may_add": planner and not row.approved_on,
        "may_approve": by.person == row.approver and not row.approved_on,
        "today": clock.today(),
        "form": form,
        "refusals": refusals,
        "story": ledger.story(reference),
        **_reach(row, sum(each.out_on is not None for each in bites), planner or by.person == row.approver),
    }
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "assurance/campaigns/campaign.html", context, status=status)


def _reach(row: Any, out: int, theirs: bool) -> dict[str, Any]:
    """How far it came, by team; who has not started is for those who run the campaign, and for nobody to be shamed."""
    if not out:
        return {"out": 0}
    teams = people.teams()
    by_team, silent = store.reached(row, teams, out=out)
    whole = Reach(
        team="", people=len(teams), read=sum(each.read for each in by_team),
        begun=sum(each.begun for each in by_team), skipped=sum(each.skipped for each in by_team),
    )  # fmt: skip
    names = sorted(people.people_by_id(silent[:200]).values()) if theirs else []
    return {"out": out, "by_team": by_team, "whole": whole, "silent": names}


@staff_required
@require_http_methods(["GET", "POST"])
def bite(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A day's piece: read it, answer its question, or skip it."""
    found, by = store.bite(reference, number), request.actor  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    skipped = "skip" in request.POST
    form = forms.Answer(None if skipped else request.POST or None, bite=found)
    if request.method == "POST" and (skipped or form.is_valid()):
        services.read(found, choice=None if skipped else form.cleaned_data["choice"], by=by)
        return redirect("assurance:bite", reference, number)
    mine = store.reading(found, by.person)
    context = {"bite": found, "form": form, "mine": mine, "right": found.choices[0]}
    return render(request, "assurance/campaigns/bite.html", context, status=400 if form.errors else 200)


def _found(reference: str) -> Any:
    try:
        return services.found(reference)
    except services.NoSuchCampaign:
        raise Http404 from None
