"""A flow that nobody agreed to, on screen: how it stands today, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.assurance.survey.questions import QUESTIONS
from sharewell.assurance.survey.roster import KEEPERS
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.assurance.actions import store as actions
from sharewell_office.assurance.meanwhile import looks_again
from sharewell_office.assurance.survey import forms, store
from sharewell_office.assurance.survey.services import settling
from sharewell_office.assurance.survey.views.returns import _in_words
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import staff_required
from sharewell_office.register import services as register_services
from sharewell_office.register import store as register

COLOURS = {"paused": "red", "interim": "yellow", "stopped": "grey", "covered": "green"}


@staff_required
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Every case, newest first."""
    found = settling.standings(list(store.cases_of()[:100]))
    shown = [(each, COLOURS[each.state.value]) for each in found]
    return render(request, "assurance/survey/cases.html", {"cases": shown})


@staff_required
@require_http_methods(["GET", "POST"])
@looks_again("assurance:case", store.SomebodyElseChangedIt)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: what was declared, how it stands today, and the three ways out of it."""
    found, actor = _found(reference), request.actor  # type: ignore[attr-defined]
    bound = _forms(request.POST or None, request.POST.get("do", ""))
    refusals: Any = ()
    if request.method == "POST":
        outcome = _step(reference, bound, request.POST.get("do", ""), by=actor)
        if outcome is not None and outcome.permitted:
            messages.success(request, "It is on the record.")
            return redirect("assurance:case", reference)
        refusals = outcome.refusals if outcome else ()
    said = [(each, _in_words(each, found.row.flow.answers.get(each.name))) for each in QUESTIONS]
    context = {
        "found": found,
        "colour": COLOURS[found.state.value],
        "said": said,
        "forms": bound,
        "refusals": refusals,
        "review": actions.reference_of(found.row.review),
        "may_cover": bool(actor.roles & KEEPERS),
        "may_draft": bool(actor.roles & register_services.DRAFTERS),
        "story": ledger.story(reference),
    }
    status = 403 if refusals else 400 if request.method == "POST" else 200
    return render(request, "assurance/survey/case.html", context, status=status)


def _forms(data: Any, do: str) -> dict[str, Any]:
    """The forms of the ways out; only the one that was sent is bound."""
    parties = [(each.reference, each.name) for each in register.parties()]
    data_sets = [(each.data_set, each.title) for each in register.assets()]
    return {
        "stop": forms.Stop(data if do == "stop" else None, prefix="stop"),
        "cover": forms.Cover(data if do == "cover" else None, prefix="cover"),
        "interim": forms.Interim(
            data if do == "interim" else None, prefix="interim", parties=parties, data_sets=data_sets
        ),
    }


def _step(reference: str, bound: dict[str, Any], do: str, *, by: Any) -> Outcome | None:
    """Take the step whose form was sent; None where the form is not filled in."""
    if do == "draft":
        return settling.draft(reference, by=by)
    form = bound.get(do)
    if form is None or not form.is_valid():
        return None
    given = dict(form.cleaned_data)
    steps: dict[str, Callable[..., Outcome]] = {"stop": settling.stop, "cover": settling.cover}
    if do == "interim":
        recipient = register.party(given["recipient"])
        return (
            settling.ask_interim(reference, recipient=recipient, data_set=given["data_set"], by=by)
            if recipient
            else None
        )
    return steps[do](reference, **given, by=by)


def _found(reference: str) -> settling.Stands:
    try:
        return settling.standing(reference)
    except settling.NoSuchCase:
        raise Http404 from None
