"""Incidents on screen, for the office: the breach register, and each incident with its clocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.aftercare import incidents as core
from sharewell.aftercare import severity
from sharewell.policy import rulebook
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.aftercare.incidents import forms, papers, services, store
from sharewell_office.aftercare.models import Incident
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.design import paging
from sharewell_office.design.files import on_paper
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.people.seeing import theirs
from sharewell_office.register import store as register
from sharewell_office.release import telling


@staff_required
@require_GET
def incidents(request: HttpRequest) -> HttpResponse:
    """Every incident, newest first."""
    page = paging.cut(theirs(request, store.rows()), key="reference", query=request.GET.dict())
    return render(request, "aftercare/incidents.html", {"page": page, "now": clock.now()})


@staff_required
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Report an incident, as one of us."""
    parties = [(each.reference, each.name) for each in register.parties()]
    releases = [
        (each.reference, f"{each.reference} {each.title}") for each in theirs(request, copies.rows())[:200]
    ]
    known = {name: request.GET.get(name, "") for name in ("release", "party")}
    form = forms.Tell(request.POST or None, parties=parties, releases=releases, initial=known)
    return tell_page(request, form, party="", back="aftercare:incident")


def tell_page(request: HttpRequest, form: forms.Tell, *, party: str, back: str) -> HttpResponse:
    """The form of a report and what comes of it: the office and the recipient's portal share it."""
    context: dict[str, Any] = {"form": form, "portal": bool(party)}
    if request.method == "POST" and form.is_valid():
        actor = request.actor  # type: ignore[attr-defined]
        reference, outcome = services.report(form.report(party), by=actor, party=party)
        if reference:
            return redirect(back) if party else redirect(back, reference)
        return render(request, "aftercare/tell.html", context | {"refusals": outcome.refusals}, status=403)
    return render(request, "aftercare/tell.html", context, status=400 if request.method == "POST" else 200)


@staff_required
@require_GET
def incident(request: HttpRequest, reference: str) -> HttpResponse:
    """One incident: its clocks, its score, what was asked, what was decided."""
    return _page(request, _row(reference))


def _row(reference: str) -> Incident:
    row = store.row(reference)
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: Incident, *, status: int = 200, **extra: Any) -> HttpResponse:
    found = store.to_core(row)
    names = people.people_by_id([row.reported_by])
    context = {
        "row": row,
        "incident": found,
        "advice": severity.ADVICE[found.band] if found.band else "",
        "now": clock.now(),
        "is_dpo": request.actor.has(Role.DPO),  # type: ignore[attr-defined]
        "reported_by": names.get(row.reported_by, row.reported_by),
        "forms": {
            "assess": forms.Assess(),
            "tell_giver": forms.TellGiver(),
            "ask": forms.Ask(),
            "settle": forms.Settle(),
            "close": forms.Close(),
        },
        "opened": {extra["wrong_step"].replace("-", "_") if "wrong_step" in extra else _next(row): True},
        "story": ledger.story(row.reference),
    }
    return render(request, "aftercare/incident.html", context | extra, status=status)


def _next(row: Incident) -> str:
    """The step that is open on the page: what comes next."""
    if row.inbound and not row.giver_told_at:
        return "tell_giver"
    if not row.aware_at:
        return "assess"
    return "close" if row.decisions else "settle"


def _assess(reference: str, form: forms.Assess, by: Actor) -> Outcome:
    aware, whose = form.moment("aware_on", "aware_at_time"), core.Whose(form.cleaned_data["whose"])
    return services.assess(reference, form.inputs(), aware_at=aware, whose=whose, by=by)


_STEPS: dict[str, tuple[type[django_forms.Form], Callable[[str, Any, Actor], Outcome]]] = {
    "assess": (forms.Assess, _assess),
    "tell-giver": (
        forms.TellGiver,
        lambda reference, form, by: services.tell_giver(reference, **form.cleaned_data, by=by),
    ),
    "ask": (forms.Ask, lambda reference, form, by: services.ask(reference, **form.cleaned_data, by=by)),
    "settle": (forms.Settle, lambda reference, form, by: services.settle(reference, form.decisions(), by=by)),
    "close": (forms.Close, lambda reference, form, by: services.close(reference, **form.cleaned_data, by=by)),
}


@role_required(Role.DPO)
@require_POST
def step(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """Take a step in an incident."""
    row = _row(reference)
    if name not in _STEPS:
        raise Http404
    kind, take = _STEPS[name]
    form = kind(request.POST)
    if not form.is_valid():
        return _page(request, row, wrong=form, wrong_step=name, status=400)
    outcome = take(reference, form, request.actor)  # type: ignore[attr-defined]
    if not outcome.permitted:
        return _page(request, row, wrong=form, wrong_step=name, refusals=outcome.refusals, status=403)
    return redirect("aftercare:incident", reference)


@role_required(Role.DPO, Role.HANDLER)
@require_GET
def draft(request: HttpRequest, reference: str, article: int) -> HttpResponse:
    """The notification to the regulator (33) or to the people (34), drafted from what is known."""
    row = _row(reference)
    if article not in papers.ARTICLES:
        raise Http404
    if article == 34 and (told := _not_to_be_told(row)):
        return render(
            request, "aftercare/article.html", {"row": row, "article": 34, "refusals": told}, status=403
        )
    contact = "; ".join(
        f"{each.name}, Data Protection Officer, {each.email}" for each in people.with_role(Role.DPO)
    )
    paper = papers.ARTICLES[article](row, contact=contact, on=clock.today())
    name, kind = f"{reference}-article-{article}", request.GET.get("as", "")
    if kind:
        return on_paper(lambda: paper, name=name, form=kind)
    return render(request, "aftercare/article.html", {"row": row, "article": article, "paper": paper})


def _not_to_be_told(row: Incident) -> tuple[Refusal, ...]:
    """Why there is no letter to the people: an exemption applies to what the incident is about."""
    over = telling.silence(row.release, clock.today())
    if over is None:
        return ()
    until = f" until {over.until.isoformat()} has passed" if over.until else ""
    return (
        Refusal(
            rule=rulebook.NOT_TIPPED_OFF,
            reason=f"The people in {row.release} must not be told{until}: an exemption applies.",
            remedy="Take it to those who decided on the exemption. When it ends, the letter is here.",
        ),
    )
