"""Running a survey: the teams, the launch, how much has been answered, who is silent, and the report to take away."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.assurance.survey.coverage import by_service, coverage
from sharewell.assurance.survey.ladder import LADDER, Chase, Rung, day_of, next_after
from sharewell.assurance.survey.roster import KEEPERS, POSTS, Team, may_run
from sharewell_office.adapters import clock
from sharewell_office.adapters.spreadsheets import as_csv
from sharewell_office.adapters.tables import FileUnusable
from sharewell_office.assurance.survey import forms, store
from sharewell_office.assurance.survey.services import launching, reporting, settling
from sharewell_office.design import paging
from sharewell_office.design.files import as_stream, on_paper
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.people.holidays.store import proclaimed
from sharewell_office.people.seeing import theirs

form_page = require_http_methods(["GET", "POST"])
COLOURS = {
    "All answered": "green", "Most answered": "teal", "Half answered": "yellow", "Few answered": "orange",
    "Nobody answered": "red", "Nobody asked": "grey",
}  # fmt: skip


@staff_required
@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey, the teams there are to ask, and what waits for this person."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    context = {
        "surveys": store.surveys()[:80],
        "mine": store.of_person(actor.person),
        "teams": store.matching_teams().count(),
        "may_run": bool(actor.roles & KEEPERS),
        "today": clock.today(),
    }
    return render(request, "assurance/survey/surveys.html", context)


@staff_required
@form_page
def launch(request: HttpRequest) -> HttpResponse:
    """What a launch would do today, and the launch itself."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    form = forms.Launch(request.POST or None, initial={"title": f"What we share, {clock.today():%B %Y}"})
    plan = launching.planned(by=actor)
    refusals = plan.refusals
    if request.method == "POST" and form.is_valid():
        outcome = launching.launch(title=form.cleaned_data["title"], by=actor)
        if outcome.permitted:
            messages.success(
                request, f"{len(plan.teams)} teams are asked, to answer by {plan.due:%-d %B %Y}."
            )
            return redirect("assurance:survey", outcome.events[0].about)
        refusals = outcome.refusals
    context = {
        "form": form,
        "plan": plan,
        "refusals": refusals,
        "ladder": _ladder(plan.due),
        "today": clock.today(),
    }
    status = 200 if request.method == "GET" else 400 if form.errors else 403
    return render(request, "assurance/survey/launch.html", context, status=status)


def _ladder(due: date) -> list[tuple[Chase, date]]:
    """Each rung of a survey that is due on that day, with its own day."""
    days_off = proclaimed()
    return [(each, day_of(each, due=due, proclaimed=days_off)) for each in LADDER]


@staff_required
@require_GET
def survey(request: HttpRequest, reference: str) -> HttpResponse:
    """How much has been answered, by service; what nobody agreed to; and what happens next."""
    row, asked = _survey(reference), store.asked(reference)
    services = [(line, COLOURS[line.band]) for line in by_service(asked)]
    everything = coverage("Everything", asked)
    cases = settling.standings(list(store.cases_of(reference)[:50]))
    actor: Any = request.actor  # type: ignore[attr-defined]
    context = {
        "survey": row,
        "everything": everything,
        "colour": COLOURS[everything.band],
        "services": services,
        "map": store.cells(reference),
        "cases": cases,
        "paused": sum(each.state.value == "paused" for each in cases),
        "mine": [each for each in store.of_person(actor.person) if each.survey_id == row.pk],
        "above": store.open_below(reference, actor.person).count(),
        "may_run": bool(actor.roles & KEEPERS),
        "ladder": _ladder(row.due),
        "today": clock.today(),
        "story": ledger.story(reference),
    }
    return render(request, "assurance/survey/survey.html", context)


@staff_required
@require_POST
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """End it."""
    try:
        outcome = launching.close(reference, by=request.actor)  # type: ignore[attr-defined]
    except launching.NoSuchSurvey:
        raise Http404 from None
    if not outcome.permitted:
        return render(request, "403.html", {"refusals": outcome.refusals}, status=403)
    messages.success(request, "The survey is closed. Nobody is chased any more.")
    return redirect("assurance:survey", reference)


# --- who has not answered ---------------------------------------------------------------------------------------------
@staff_required
@require_GET
def mine(request: HttpRequest, reference: str) -> HttpResponse:
    """Where an invitation leads: to the one return this person answers, or to a list of them."""
    row, actor = _survey(reference), request.actor  # type: ignore[attr-defined]
    returns = [each for each in store.of_person(actor.person) if each.survey_id == row.pk]
    if len(returns) == 1:
        return redirect("assurance:return", returns[0].reference)
    return render(request, "assurance/survey/mine.html", {"survey": row, "returns": returns})


@staff_required
@require_GET
def line(request: HttpRequest, reference: str) -> HttpResponse:
    """The teams that this person stands above and that have not answered."""
    row, actor = _survey(reference), request.actor  # type: ignore[attr-defined]
    return _silent_page(request, row, store.open_below(reference, actor.person), "Teams of yours")


@staff_required
@require_GET
def silent(request: HttpRequest, reference: str) -> HttpResponse:
    """Every team that has not answered: the Chief Executive's list."""
    row = _survey(reference)
    return _silent_page(request, row, store.silent(reference), "Teams that have not answered")


SHOWN = 200


def _silent_page(request: HttpRequest, row: Any, found: Any, title: str) -> HttpResponse:
    form = forms.Find(request.GET or None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    found = found.filter(name__icontains=words) if words else found
    rows, days_off = list(found[:SHOWN]), proclaimed()
    names = people.people_by_id({each.respondent for each in rows} | {each.manager for each in rows})
    shown = [
        {
            "row": each,
            "respondent": names.get(each.respondent, each.respondent),
            "manager": names.get(each.manager, each.manager),
            "chased": _chased(each.rung),
            "next": next_after(Rung(each.rung), due=each.due, proclaimed=days_off),
        }
        for each in rows
    ]
    context = {
        "survey": row, "title": title, "rows": shown, "form": form, "today": clock.today(),
        "more": max(found.count() - SHOWN, 0), "searching": bool(words),
    }  # fmt: skip
    return render(request, "assurance/survey/silent.html", context)


def _chased(rung: int) -> str:
    return "Invited" if not rung else LADDER[rung - 1].says


# --- teams ------------------------------------------------------------------------------------------------------------
@staff_required
@form_page
def teams(request: HttpRequest) -> HttpResponse:
    """The teams, a page at a time; for who keeps them a form that takes over a table."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    refusals, report = list(may_run(actor)), None
    form = forms.TakeOver(request.POST or None, request.FILES or None)
    if request.method == "POST" and not refusals and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            report = launching.take_over_teams(
                Path(file.temporary_file_path()), name=file.name, by=actor, dry_run=False
            )
            form = forms.TakeOver()
        except FileUnusable as problem:
            form.add_error("file", str(problem))
    find = forms.Find(request.GET or None)
    words = find.cleaned_data["words"] if find.is_valid() else ""
    page = paging.cut(theirs(request, store.matching_teams(words)), key="name", query=request.GET.dict())
    names = people.people_by_id({getattr(row, post) for row in page.rows for post in POSTS})
    context = {
        "page": page,
        "rows": [
            (row, names.get(row.respondent, row.respondent), names.get(row.manager, "")) for row in page.rows
        ],
        "find": find,
        "searching": bool(words),
        "form": form,
        "may_run": not refusals,
        "report": report,
        "refused": [row for row in report.rows if row.refusals][:50] if report else [],
        "refusals": refusals if request.method == "POST" else (),
    }
    status = 403 if request.method == "POST" and refusals else 400 if form.errors else 200
    return render(request, "assurance/survey/teams.html", context, status=status)


@staff_required
@form_page
def team(request: HttpRequest, reference: str = "") -> HttpResponse:
    """One team, to be added or changed."""
    row = store.team_row(reference) if reference else None
    if reference and row is None:
        raise Http404
    form = forms.KeepTeam(request.POST or None, initial=_initial(row))
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        posts = {post: people.username_of(given[post]) for post in POSTS}
        team = Team(name=given["name"], service=given["service"], **posts)
        outcome = launching.keep_team(team, reference=reference, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, f"{team.name} is written down.")
            return redirect("assurance:teams")
        refusals = outcome.refusals
    status = 403 if refusals else 400 if form.errors else 200
    context = {"form": form, "row": row, "refusals": refusals}
    return render(request, "assurance/survey/team.html", context, status=status)


def _initial(row: Any) -> dict[str, str]:
    if row is None:
        return {}
    names = people.people_by_id({getattr(row, post) for post in POSTS})
    posts = {post: names.get(getattr(row, post), "") for post in POSTS}
    return {"name": row.name, "service": row.service, **posts}


@staff_required
@require_POST
def end_team(request: HttpRequest, reference: str) -> HttpResponse:
    """It no longer exists."""
    try:
        outcome = launching.end_team(reference, by=request.actor)  # type: ignore[attr-defined]
    except launching.NoSuchSurvey:
        raise Http404 from None
    if not outcome.permitted:
        return render(request, "403.html", {"refusals": outcome.refusals}, status=403)
    messages.success(request, "The team is not asked any more.")
    return redirect("assurance:teams")


# --- taking it away ---------------------------------------------------------------------------------------------------
@staff_required
@require_GET
def take_away(request: HttpRequest, reference: str, form: str) -> HttpResponse | StreamingHttpResponse:
    """The report as PDF or Word, or every declared flow as CSV."""
    _survey(reference)
    if form == "csv":
        return as_stream(as_csv(reporting.COLUMNS, reporting.cells(reference)), f"{reference}.csv")
    return on_paper(lambda: reporting.report(reference), name=reference, form=form)


def _survey(reference: str) -> Any:
    found = store.survey(reference)
    if found is None:
        raise Http404
    return found
