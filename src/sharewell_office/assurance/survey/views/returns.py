"""A team's return on screen: what it shares, one page at a time; kept as it goes, and signed at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.assurance.survey.ladder import next_after
from sharewell.assurance.survey.matching import Finding
from sharewell.assurance.survey.questions import PAGES, QUESTIONS, on_page
from sharewell.assurance.survey.record import Return, gaps_in
from sharewell.assurance.survey.roster import KEEPERS
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.adapters import clock
from sharewell_office.assurance.meanwhile import looks_again
from sharewell_office.assurance.survey import forms, store
from sharewell_office.assurance.survey.services import answering
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.people.holidays.store import proclaimed

form_page = require_http_methods(["GET", "POST"])
overtaken = looks_again("assurance:return", store.SomebodyElseChangedIt)
SIGNS = "I have asked in the team. This is all the personal data that we share, inside the organisation and outside."
SIGNS_NIL = (
    "I have asked in the team. We share no personal data with anybody, inside the organisation or outside."
)


@staff_required
@require_GET
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """The return: what is written down, what is left to do, and who answers."""
    found, actor = _found(reference), request.actor  # type: ignore[attr-defined]
    return render(request, "assurance/survey/return.html", _context(found, actor))


def _context(found: Return, actor: Any) -> dict[str, Any]:
    flows = [
        {"row": row, "open": len(gaps_in(row.answers)), "colour": COLOURS.get(row.finding, "grey")}
        for row in store.flows_in(found.reference)
    ]
    names = people.people_by_id({*found.answerers, *found.line, found.signed_by})
    return {
        "return": found,
        "flows": flows,
        "ready": bool(flows) and not any(each["open"] for each in flows),
        "names": {
            post: names.get(getattr(found.team, post), "") for post in ("respondent", "deputy", "manager")
        },
        "delegates": [names.get(each, each) for each in sorted(found.delegates)],
        "signed_by": names.get(found.signed_by, found.signed_by),
        "may_answer": found.standing.open and actor.person in found.answerers,
        "may_give_time": found.standing.open and (actor.person in found.line or bool(actor.roles & KEEPERS)),
        "may_keep": found.standing.open and bool(actor.roles & KEEPERS),
        "next": next_after(found.rung, due=found.due, proclaimed=proclaimed()),
        "today": clock.today(),
        "story": ledger.story(found.reference),
    }


COLOURS = {
    Finding.REGISTERED.value: "green",
    Finding.INTERNAL.value: "blue",
    Finding.STALE.value: "orange",
    Finding.UNREGISTERED.value: "red",
    Finding.NO_AGREEMENT.value: "red",
}


# --- a flow, page by page ---------------------------------------------------------------------------------------------
@staff_required
@require_POST
@overtaken
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down one more flow."""
    _found(reference)
    outcome, number = answering.begin_flow(reference, by=request.actor)  # type: ignore[attr-defined]
    if not outcome.permitted:
        return _refused(request, reference, outcome)
    return redirect("assurance:flow", reference, number, next(iter(PAGES)))


@staff_required
@form_page
@overtaken
def flow(request: HttpRequest, reference: str, number: int, page: str) -> HttpResponse:
    """One page of questions about a flow. Saved, it leads to the next page, or back to the return."""
    found, row = _found(reference), store.flow(reference, number)
    if row is None or page not in PAGES:
        raise Http404
    if not found.standing.open:
        return redirect("assurance:declared", reference, number)
    form = forms.Page(request.POST or None, questions=on_page(page), answers=row.answers)
    if request.method == "POST" and form.is_valid():
        outcome = answering.write(reference, number, form.answers(), by=request.actor)  # type: ignore[attr-defined]
        if not outcome.permitted:
            return _refused(request, reference, outcome)
        return redirect(_after(request, reference, number, page))
    pages = list(PAGES)
    context = {
        "return": found, "row": row, "form": form, "title": PAGES[page], "page": page,
        "place": pages.index(page) + 1, "of": len(pages),
    }  # fmt: skip
    return render(request, "assurance/survey/flow.html", context, status=400 if form.errors else 200)


def _after(request: HttpRequest, reference: str, number: int, page: str) -> str:
    pages = list(PAGES)
    following = pages[pages.index(page) + 1 :]
    if "return" in request.POST or not following:
        return reverse("assurance:return", args=[reference])
    return reverse("assurance:flow", args=[reference, number, following[0]])


@staff_required
@require_GET
def declared(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Everything that was said of one flow."""
    found, row = _found(reference), store.flow(reference, number)
    if row is None:
        raise Http404
    said = [(each, _in_words(each, row.answers.get(each.name))) for each in QUESTIONS]
    context = {"return": found, "row": row, "said": said, "colour": COLOURS.get(row.finding, "grey")}
    return render(request, "assurance/survey/declared.html", context)


def _in_words(question: Any, answer: Any) -> str:
    return (question.choices or {}).get(answer, "" if answer is None else str(answer))


@staff_required
@form_page
@overtaken
def drop(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take a flow out again, after asking."""
    found, row = _found(reference), store.flow(reference, number)
    if row is None:
        raise Http404
    if request.method == "GET":
        return render(request, "assurance/survey/drop.html", {"return": found, "row": row})
    return _done(
        request, reference, answering.drop(reference, number, by=request.actor), "It was taken out."  # type: ignore[attr-defined]
    )  # fmt: skip


# --- signing ----------------------------------------------------------------------------------------------------------
@staff_required
@form_page
@overtaken
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """Sign what is written down."""
    return _sign(request, reference, nil=False)


@staff_required
@form_page
@overtaken
def nil(request: HttpRequest, reference: str) -> HttpResponse:
    """Sign that nothing is shared."""
    return _sign(request, reference, nil=True)


def _sign(request: HttpRequest, reference: str, *, nil: bool) -> HttpResponse:
    found, actor = _found(reference), request.actor  # type: ignore[attr-defined]
    form = forms.Sign(
        request.POST if request.method == "POST" else None, sentence=SIGNS_NIL if nil else SIGNS
    )
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = answering.sign(reference, nil=nil, confirmed=form.cleaned_data["confirmed"], by=actor)
        if outcome.permitted:
            return render(
                request,
                "assurance/survey/signed.html",
                _context(_found(reference), actor) | {"nil": nil, "flags": outcome.flags},
            )
        refusals = outcome.refusals
    context = {"return": found, "form": form, "nil": nil, "refusals": refusals, "by": actor.name}
    return render(request, "assurance/survey/sign.html", context, status=403 if refusals else 200)


# --- who answers, and by when -----------------------------------------------------------------------------------------
@staff_required
@form_page
@overtaken
def delegate(request: HttpRequest, reference: str) -> HttpResponse:
    """Have somebody else answer as well."""
    return _ask(
        request, reference, forms.Delegate, answering.delegate,
        title="Have somebody answer with you", done="They have been told, and may answer and sign it.",
    )  # fmt: skip


@staff_required
@form_page
@overtaken
def not_me(request: HttpRequest, reference: str) -> HttpResponse:
    """I am not the right person."""
    return _ask(
        request, reference, forms.NotMe, answering.hand_on,
        title="I am not the right person", done="Thank you. Whoever answers now has been told.",
    )  # fmt: skip


@staff_required
@form_page
@overtaken
def more_time(request: HttpRequest, reference: str) -> HttpResponse:
    """Give it more time."""
    return _ask(
        request, reference, forms.MoreTime, answering.extend,
        title="Give more time", done="The day is moved. The day it was first due stays visible.",
    )  # fmt: skip


@staff_required
@form_page
@overtaken
def merge(request: HttpRequest, reference: str) -> HttpResponse:
    """Another team answers in its place."""
    found = _found(reference)
    teams = sorted(store.open_teams(found.survey) - {found.team.name})
    return _ask(
        request, reference, lambda *given, **more: forms.Merge(*given, teams=teams, **more), answering.merge,
        title="The team is part of another now", done="The other team answers for both.",
    )  # fmt: skip


def _ask(
    request: HttpRequest, reference: str, form_of: Callable[..., Any], step: Callable[..., Outcome], *,
    title: str, done: str,
) -> HttpResponse:  # fmt: skip
    """One form about who answers or by when, and its step."""
    found, form = _found(reference), form_of(request.POST or None)
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = step(reference, **form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            return _done(request, reference, outcome, done)
        refusals = outcome.refusals
    context = {"return": found, "form": form, "title": title, "refusals": refusals}
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "assurance/survey/ask.html", context, status=status)


def _done(request: HttpRequest, reference: str, outcome: Outcome, said: str) -> HttpResponse:
    if not outcome.permitted:
        return _refused(request, reference, outcome)
    messages.success(request, said)
    return redirect("assurance:return", reference)


def _refused(request: HttpRequest, reference: str, outcome: Outcome) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    context = _context(_found(reference), actor) | {"refusals": outcome.refusals}
    return render(request, "assurance/survey/return.html", context, status=403)


def _found(reference: str) -> Return:
    try:
        return answering.found(reference)
    except answering.NoSuchReturn:
        raise Http404 from None
