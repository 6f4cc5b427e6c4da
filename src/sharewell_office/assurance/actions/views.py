"""The tracker on screen: reviews, their actions, one action, and the table to take away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.assurance.actions import KEEPERS, Action, Step, open_to
from sharewell.assurance.actions.paper import due_words, state_words
from sharewell.exchange.actions_sheet import ACTIONS, cells_of
from sharewell_office.adapters import clock
from sharewell_office.adapters.spreadsheets import as_workbook
from sharewell_office.adapters.tables import FileUnusable
from sharewell_office.assurance.actions import forms, services, store
from sharewell_office.assurance.meanwhile import looks_again
from sharewell_office.design.files import as_file, on_paper
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required


@staff_required
@require_http_methods(["GET", "POST"])
def reviews(request: HttpRequest) -> HttpResponse:
    """The reviews, and for who keeps the tracker a form that takes over a table."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    keeper = bool(actor.roles & KEEPERS)
    form = forms.TakeOver(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and keeper and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            report = services.take_over(_path(file), name=file.name, by=actor, dry_run=False)
            form = forms.TakeOver()
        except FileUnusable as problem:
            form.add_error("file", str(problem))
    status = 403 if request.method == "POST" and not keeper else 400 if form.errors else 200
    context = {"reviews": store.reviews()[:80], "form": form, "may_keep": keeper, "report": report}
    return render(request, "assurance/actions/reviews.html", context, status=status)


def _path(file: Any) -> Path:
    """Uploads are on disk from the start (settings.FILE_UPLOAD_HANDLERS)."""
    return Path(file.temporary_file_path())


@staff_required
@require_GET
def review(request: HttpRequest, reference: str) -> HttpResponse:
    """Every area with its actions, as the review had them."""
    found, today = _review(reference), clock.today()
    names = people.people_by_id(each for action in found.actions() for each in action.officers)
    areas = [(area, [_shown(action, names, today) for action in area.actions]) for area in found.areas]
    actions = list(found.actions())
    context = {
        "review": found,
        "areas": areas,
        "open": sum(each.open for each in actions),
        "overdue": sum(each.overdue(today) for each in actions),
        "of": len(actions),
    }
    return render(request, "assurance/actions/review.html", context)


def _shown(action: Action, names: Mapping[str, str], today: date) -> dict[str, Any]:
    """An action as a page says it, its officers by name."""
    return {
        "action": action,
        "officers": [names.get(who, who) for who in action.officers],
        "due": due_words(action),
        "state": state_words(action, today),
        "colour": "green"
        if not action.open
        else "red"
        if action.escalated_on or action.overdue(today)
        else "blue",
    }


@staff_required
@require_http_methods(["GET", "POST"])
@looks_again("assurance:review", store.SomebodyElseChangedIt)
def action(request: HttpRequest, reference: str, number: str) -> HttpResponse:
    """One action: what was said of it, and the next step."""
    form = forms.TakeStep(request.POST or None)
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data, step=Step(form.cleaned_data["step"]))
        try:
            outcome = services.take_step(reference, number, by=request.actor, **given)  # type: ignore[attr-defined]
        except services.NoSuchReview:
            raise Http404 from None
        if outcome.permitted:
            messages.success(request, "It is on the record.")
            return redirect("assurance:action", reference, number)
        refusals = outcome.refusals
    found = _review(reference)
    wanted = found.action(number)
    if wanted is None:
        raise Http404
    steps = open_to(wanted, by=request.actor)  # type: ignore[attr-defined]
    context = {
        "review": found,
        **_shown(wanted, people.people_by_id(wanted.officers), clock.today()),
        "form": form if form.is_bound else forms.TakeStep(steps=steps),
        "steps": steps,
        "refusals": refusals,
        "story": ledger.story(reference),
    }
    return render(
        request,
        "assurance/actions/action.html",
        context,
        status=403 if refusals else 400 if form.errors else 200,
    )


@staff_required
@require_GET
def take_away(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """The tracker as PDF, Word or a workbook."""
    review = _review(reference)
    if form == "xlsx":
        return as_file(as_workbook("actions", ACTIONS.names, cells_of(review)), f"{reference}.xlsx")
    return on_paper(lambda: services.printed(reference), name=reference, form=form)


def _review(reference: str) -> Any:
    try:
        return services.found(reference)
    except services.NoSuchReview:
        raise Http404 from None
