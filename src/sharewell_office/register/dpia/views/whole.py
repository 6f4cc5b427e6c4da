"""An assessment as a whole: beginning one, what it says so far and what still blocks it, and the same on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sharewell.register.dpia import steps
from sharewell.register.dpia.lifecycle import unfinished
from sharewell.register.dpia.paper import paper as printed
from sharewell.register.dpia.record import Dpia, Status, holds_back
from sharewell_office.adapters import clock
from sharewell_office.design.files import on_paper
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.register import store as register
from sharewell_office.register.dpia import forms, pages, services
from sharewell_office.register.dpia.views.shared import asked_and_answered, data_sets, law, read
from sharewell_office.register.dpia.views.stepping import PAGES
from sharewell_office.register.store import assessments as store


@staff_required
@asked_and_answered
def new(request: HttpRequest) -> HttpResponse:
    """Begin an assessment of a data set's use, or (`about`) of an agreement."""
    if "about" in request.POST:
        return _begin_about(request, request.POST["about"])
    form = forms.Begin(request.POST or None, data_sets=list(data_sets().items()))
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.start(**form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            return redirect("register:dpia", outcome.events[0].about)
        refusals = outcome.refusals
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "register/dpia/new.html", {"form": form, "refusals": refusals}, status=status)


def _begin_about(request: HttpRequest, about: str) -> HttpResponse:
    agreement = register.agreement(about)
    if agreement is None:
        raise Http404
    outcome = services.start(
        title=agreement.title,
        data_set=agreement.data_set,
        about=about,
        by=request.actor,  # type: ignore[attr-defined]
    )
    if outcome.permitted:
        return redirect("register:dpia", outcome.events[0].about)
    return render(request, "403.html", {"refusals": outcome.refusals}, status=403)


@staff_required
@require_GET
def dpia(request: HttpRequest, reference: str) -> HttpResponse:
    """The assessment: its parts, its risks and measures, what still blocks it, and what this person can do."""
    if row := store.recorded(reference):
        return render(request, "register/dpia/recorded.html", {"row": row, "summary": pages.recorded(row)})
    return _page(request, read(reference))


def _page(request: HttpRequest, found: Dpia, **extra: Any) -> HttpResponse:
    of_today, names = law(), people.people_by_id(pages.people_of(found))
    may = _may(request, found)
    context = {
        "dpia": found,
        "colour": pages.COLOURS[found.status],
        "may": may,
        "steps": pages.step_tasks(found, of_today),
        "risks": pages.risk_rows(found, of_today),
        "measures": pages.measure_rows(found, names),
        "matrix": pages.matrix(found, of_today),
        "likelihoods": pages.likelihoods(of_today),
        "confirm": any(cell.verify for cell in of_today.risk_matrix),
        "residual_colour": pages.LEVELS[found.residual],
        "unfinished": unfinished(found, of_today),
        "holds": holds_back(found, clock.today()) if found.status is Status.SIGNED else (),
        "summary": pages.summary(found, names, data_sets()),
        "answered_by": names.get(found.advice.answered_by, "") if found.advice else "",
        "buttons": [(action.value, page.title) for action, page in PAGES.items() if may.get(action.value)],
        "story": ledger.story(found.reference),
        **extra,
    }
    status = 403 if extra.get("refusals") else 200
    return render(request, "register/dpia/detail.html", context, status=status)


def _may(request: HttpRequest, found: Dpia) -> dict[str, bool]:
    options = services.options(found, by=request.actor)  # type: ignore[attr-defined]
    answered = found.advice is not None and found.advice.accepted is not None
    may = {action.value: not refusals for action, refusals in options.items()}
    # Advice is given and answered once; to change it, what it was about is changed first.
    may["answer_advice"] = may["answer_advice"] and not answered
    may["advise"] = may["advise"] and found.status is Status.DRAFT
    return may


@staff_required
@require_POST
def measure_done(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say that a measure is in place."""
    found = read(reference)
    outcome = services.take_step(reference, steps.measure_done, number=number, by=request.actor)  # type: ignore[attr-defined]
    if not outcome.permitted:
        return _page(request, found, refusals=outcome.refusals)
    messages.success(request, f"Measure {number} is in place.")
    return redirect("register:dpia", reference)


@staff_required
@require_GET
def file(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """The assessment on paper."""
    found = read(reference)
    names = people.people_by_id(pages.people_of(found))
    return on_paper(
        lambda: printed(found, law=law(), names=names, on=clock.today()), name=found.reference, form=form
    )
