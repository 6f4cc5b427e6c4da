"""Assurance on screen: samples, how they were drawn, and what anyone needs to draw them again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from sharewell.assurance import marking
from sharewell.assurance.marking import Sampled
from sharewell.assurance.redraw import document
from sharewell.assurance.strata import Always
from sharewell_office.adapters import clock
from sharewell_office.assurance.meanwhile import looks_again
from sharewell_office.assurance.sampling import forms, services, store
from sharewell_office.design.files import as_file, on_paper
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import theirs


@staff_required
@require_http_methods(["GET", "POST"])
def samples(request: HttpRequest) -> HttpResponse:
    """The samples so far, and a form to draw the next one."""
    today = clock.today()
    suggested = {"first": today - timedelta(days=91), "last": today}
    form = forms.Period(request.POST or None, initial=suggested)
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.draw_sample(**form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            return redirect("assurance:sample", outcome.events[0].about)
        refusals = outcome.refusals
    context = {
        "samples": theirs(request, store.samples())[:80],
        "form": form,
        "refusals": refusals,
        "may_draw": request.actor.roles & services.DRAWERS,  # type: ignore[attr-defined]
        "mine": store.to_mark(request.actor.person),  # type: ignore[attr-defined]
    }
    return render(
        request, "assurance/samples.html", context, status=403 if refusals else 400 if form.errors else 200
    )


@staff_required
@require_http_methods(["GET", "POST"])
@looks_again("assurance:sample")
def sample(request: HttpRequest, reference: str) -> HttpResponse:
    """One sample: its cases and their marks, what they prove, and how to draw it again. A POST concludes it."""
    found, actor = store.sample(reference), request.actor  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    refusals: tuple[object, ...] = ()
    if request.method == "POST":
        outcome = services.conclude(reference, by=actor)
        if outcome.permitted:
            messages.success(request, "It is concluded. What was found is in the action tracker.")
            return redirect("assurance:sample", reference)
        refusals = outcome.refusals
    rows = store.cases(reference)
    cases = [store.to_core(row) for row in rows]
    names = people.people_by_id({name for each in cases for name in (each.marker, each.second)})
    context = {
        "sample": found,
        "cases": [_shown(row, each, actor, names) for row, each in zip(rows, cases, strict=True)],
        "left": sum(not each.complete for each in cases),
        "result": (came := marking.result(cases, store.plan_of(found))),
        "estimate_percent": f"{100 * came.estimate:.1f}",
        "upper_percent": f"{100 * came.upper:.1f}",
        "certain": sum(not each.random for each in cases),
        "widens_to": marking.widens_to(found.remaining, store.plan_of(found), came.random_deviations + 1),
        "may_conclude": bool(actor.roles & services.DRAWERS) and found.concluded_at is None,
        "strata": _by_stratum(found),
        "refusals": refusals,
        "story": ledger.story(reference),
    }
    return render(request, "assurance/sample.html", context, status=403 if refusals else 200)


@staff_required
@require_GET
def take_away(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """The report as PDF or Word; as JSON what anybody needs to draw it again."""
    found = store.sample(reference)
    if found is None:
        raise Http404
    if form == "json":
        return as_file(
            json.dumps(document(services.published(found)), indent=1).encode(), f"{reference}.json"
        )
    return on_paper(lambda: services.printed(found), name=reference, form=form)


def _shown(row: Any, case: Sampled, actor: Any, names: dict[str, str]) -> dict[str, Any]:
    """A case as the page says it: why it is in, who marks it, and what there is to do."""
    marked = {mark.by for mark in case.marks}
    left = [each for each in (case.marker, case.second) if each and each not in marked]
    state, colour = ("To be marked", "blue") if left else ("By the book", "green")
    if case.disagreed:
        state, colour = "The markers differ", "orange"
    elif case.marks and case.deviates:
        state, colour = "Deviates", "red"
    return {
        "row": row,
        "href": _page_of(case.case),
        "why": ", ".join(Always(each).label for each in row.always) or "Drawn by chance",
        "markers": " and ".join(names.get(each, each) for each in (case.marker, case.second) if each)
        or "Nobody free",
        "state": state,
        "colour": colour,
        "mine": actor.person in left,
        "settle": case.disagreed and actor.person != case.marker and bool(actor.roles & services.DRAWERS),
        "deviating": sorted({stage for mark in case.marks for stage in mark.deviating}),
    }


def _page_of(case: str) -> str:
    return reverse("decisions:emergency" if case.startswith("EM") else "decisions:detail", args=[case])


def _by_stratum(found: Any) -> list[tuple[str, list[str], list[str]]]:
    """The frame as it is drawn from: each stratum with its cases, and those of them that were drawn."""
    strata: dict[str, list[str]] = {}
    for reference, (stratum, always) in found.strata.items():
        strata.setdefault("Always looked at" if always else _in_words(stratum), []).append(reference)
    drawn = set(found.drawn)
    return [(name, sorted(cases), sorted(drawn & set(cases))) for name, cases in sorted(strata.items())]


def _in_words(stratum: str) -> str:
    """ "home-visits: out_of_scope", as the record has it, for people."""
    data_set, _, outcome = stratum.partition(": ")
    return f"{data_set.replace('-', ' ').capitalize()}: {outcome.replace('_', ' ')}"


@staff_required
@require_http_methods(["GET", "POST"])
@looks_again("assurance:sample")
def mark(request: HttpRequest, reference: str, case: str) -> HttpResponse:
    """The marking sheet of one case, stage by stage."""
    row, actor = store.case(reference, case), request.actor  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    form = forms.Sheet(request.POST or None)
    refusals: Any = [*marking.may_mark(store.to_core(row), by=actor)]
    if request.method == "POST" and not refusals and form.is_valid():
        outcome = services.mark(reference, case, given=form.mark(case, actor.person), by=actor)
        if outcome.permitted:
            _say(request, outcome)
            return redirect("assurance:sample", reference)
        refusals = outcome.refusals
    context = {
        "sample": row.sample,
        "row": row,
        "href": _page_of(case),
        "form": form,
        "refusals": refusals,
    }
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "assurance/mark.html", context, status=status)


def _say(request: HttpRequest, outcome: Any) -> None:
    """What came of a mark: a deviation among the cases drawn by chance widens the sample."""
    wider = next((event for event in outcome.events if event.kind == "sample.widened"), None)
    if wider:
        said = f"It deviates, so the sample is widened to {wider.details['to']} cases drawn by chance."
        messages.warning(request, said)
    elif outcome.flags:
        messages.warning(request, "It deviates. When the sample is concluded it opens an action.")
    else:
        messages.success(request, "It is marked.")


@staff_required
@require_http_methods(["GET", "POST"])
@looks_again("assurance:sample")
def settle(request: HttpRequest, reference: str, case: str) -> HttpResponse:
    """What two markers saw differently, side by side, and what is agreed."""
    row, actor = store.case(reference, case), request.actor  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    form = forms.Settle(request.POST or None)
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        outcome = services.settle(
            reference, case, deviates=given["deviates"] == "yes", why=given["why"], by=actor
        )
        if outcome.permitted:
            _say(request, outcome)
            return redirect("assurance:sample", reference)
        refusals = outcome.refusals
    marks = store.to_core(row).marks
    names = people.people_by_id(each.by for each in marks)
    context = {
        "sample": row.sample,
        "row": row,
        "form": form,
        "refusals": refusals,
        "marks": [(names.get(each.by, each.by), each) for each in marks],
    }
    return render(
        request, "assurance/settle.html", context, status=403 if refusals else 400 if form.errors else 200
    )
