"""The board's figures on screen: as they stand, each with what lies behind it, and the reports that were given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.assurance.board.kpis import BY_ID, KPIS, Figure, Kpi, Unit, on_target, said
from sharewell.assurance.board.paper import definition, target_words
from sharewell.assurance.board.trend import drawing, worth_drawing
from sharewell_office.adapters import clock
from sharewell_office.assurance.board import listing, services, store
from sharewell_office.assurance.board.measures import Window, measure
from sharewell_office.design.files import on_paper
from sharewell_office.people.access import staff_required

_MARKS = {True: ("Reached", "green"), False: ("Not reached", "red"), None: ("", "")}


def shown(kpi: Kpi, figure: Figure, before: Mapping[str, Figure]) -> dict[str, Any]:
    """A figure as a page says it."""
    mark, colour = _MARKS[on_target(kpi, figure)]
    return {
        "kpi": kpi,
        "says": said(kpi, figure),
        "before": said(kpi, before[kpi.id]) if kpi.id in before else "No report",
        "target": target_words(kpi),
        "mark": mark,
        "colour": colour,
        "why": figure.why_not,
        "gap": figure.gap,
        "parts": figure.parts,
    }


@staff_required
@require_http_methods(["GET", "POST"])
def board(request: HttpRequest) -> HttpResponse:
    """Every figure of a quarter as it stands now; and for who reports, the button that gives the report."""
    window = _window(request)
    refusals: tuple[object, ...] = ()
    if request.method == "POST":
        outcome = services.give(window, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "The report is on the record as it stands now.")
            return redirect("assurance:board-report", outcome.events[0].about)
        refusals = outcome.refusals
    reports, figures = store.reports(), measure(window)
    before = services.before(window, reports)
    context = {
        "figures": [shown(kpi, figures[kpi.id], before) for kpi in KPIS],
        "period": services.words_of(window.first, window.last),
        "window": window,
        "quarters": _quarters(),
        "reports": [(each, services.words_of(each.first, each.last)) for each in reports],
        "may_give": bool(request.actor.roles & services.GIVERS),  # type: ignore[attr-defined]
        "refusals": refusals,
    }
    return render(request, "assurance/board/board.html", context, status=403 if refusals else 200)


@staff_required
@require_GET
def figure(request: HttpRequest, kpi: str) -> HttpResponse:
    """One figure: what it means, its parts, how it has gone, and the records behind it."""
    if kpi not in BY_ID:
        raise Http404
    window, found = _window(request), BY_ID[kpi]
    reports = store.reports()
    points = services.trends(reports)[kpi]
    picture = drawing(found.title, points, share=found.unit is Unit.SHARE) if worth_drawing(points) else ""
    context = {
        **shown(found, measure(window, [kpi])[kpi], services.before(window, reports)),
        "definition": definition(found),
        "period": services.words_of(window.first, window.last),
        "window": window,
        "points": points,
        "picture": mark_safe(picture),  # noqa: S308  drawn of numbers, and of words that it escapes
        "behind": listing.behind(kpi, window, reader=request.actor),  # type: ignore[attr-defined]
    }
    return render(request, "assurance/board/figure.html", context)


@staff_required
@require_GET
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """A report as the board was given it."""
    given = _given(reference)
    figures = store.figures_of(given)
    before = services.before(Window(first=given.first, last=given.last), store.reports(given.last))
    context = {
        "report": given,
        "figures": [shown(kpi, figures[kpi.id], before) for kpi in KPIS if kpi.id in figures],
        "period": services.words_of(given.first, given.last),
    }
    return render(request, "assurance/board/report.html", context)


@staff_required
@require_GET
def take_away(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """A report as PDF or Word."""
    return on_paper(lambda: services.printed(_given(reference)), name=reference, form=form)


def _given(reference: str) -> Any:
    found = store.report(reference)
    if found is None:
        raise Http404
    return found


def _window(request: HttpRequest) -> Window:
    """The quarter asked for ("2026-04-01" or any day in it), or this one."""
    try:
        return services.quarter_of(date.fromisoformat(request.GET.get("from", "")))
    except ValueError:
        return services.quarter_of(clock.today())


def _quarters() -> list[tuple[date, str]]:
    """This quarter and the four before it, newest first."""
    window, found = services.quarter_of(clock.today()), []
    for _ in range(5):
        found.append((window.first, services.words_of(window.first, window.last)))
        window = services.quarter_of(window.first - date.resolution)
    return found
