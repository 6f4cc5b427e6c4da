"""One page for each annex of a request: what it is asked, why it cannot be taken now, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sharewell.decisions.diversions import ROUTES, route_of
from sharewell.decisions.lifecycle import Action
from sharewell.engine.unusable import FileUnusable
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.adapters.confirming import confirmed_for
from sharewell_office.decisions import pages, reading
from sharewell_office.decisions.annexes import forms, services
from sharewell_office.decisions.services import Judged
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.people.holidays.store import proclaimed


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page for one annex: its title, what it explains, its form, and what takes the step."""

    title: str
    says: str
    button: str
    done: str
    form: Callable[..., Any]
    take: Callable[..., Any]


def _order_form(*args: Any, judged: Judged, **kwargs: Any) -> forms.VerifyOrder:
    return forms.VerifyOrder(*args, asked=judged.request.fields, **kwargs)


def _close_form(*args: Any, judged: Judged, **kwargs: Any) -> forms.Close:
    handed_on = _where_it_goes(judged)["route"] is not None
    return forms.Close(*args, staff=people.staff(), handed_on=handed_on, **kwargs)


def _plain(form: type[Any]) -> Callable[..., Any]:
    return lambda *args, judged, **kwargs: form(*args, **kwargs)


PAGES: dict[Action, Page] = {
    Action.VERIFY_ORDER: Page(
        title="Verify the order",
        says="An order is verified with the court or body that made it, and obeyed to its terms and no further.",
        button="Record the order",
        done="The order is on file. What may leave is bound to its terms.",
        form=_order_form,
        take=services.verify_order,
    ),
    Action.OFFER_ANONYMISED: Page(
        title="Offer a table without personal data",
        says="Where counts meet the need, they are given instead. The table goes through the gate now.",
        button="Test it and offer it",
        done="The table passed, and waits to be approved.",
        form=_plain(forms.OfferAnonymised),
        take=services.offer_anonymised,
    ),
    Action.APPROVE_ANONYMISED: Page(
        title="Approve the anonymised table",
        says="Nothing personal leaves: only the table that was tested.",
        button="Approve the table",
        done="Your decision is on the record.",
        form=_plain(forms.ApproveAnonymised),
        take=services.approve_anonymised,
    ),
    Action.COUNTERSIGN: Page(
        title="Countersign two duties in one person",
        says="For offices with nobody else. It lifts the duties of drafting, preparing and releasing.",
        button="Countersign",
        done="The exception is on the record, and the case will be sampled.",
        form=_plain(forms.Countersign),
        take=services.countersign,
    ),
    Action.REVOKE: Page(
        title="Take the approval back",
        says="Nothing has been delivered under it yet. From now on nothing can be.",
        button="Take it back",
        done="The approval is taken back. Nothing can leave under it.",
        form=_plain(forms.Revoke),
        take=services.revoke,
    ),
    Action.CLOSE: Page(
        title="Close it this way",
        says="It is closed and logged. Nothing is lost: who has it from now on, and by when, is on the record.",
        button="Close it",
        done="The case is closed and logged.",
        form=_close_form,
        take=services.close,
    ),
}


# What decides, or undoes a decision, asks first who sits there.
BINDING = frozenset({Action.APPROVE_ANONYMISED, Action.COUNTERSIGN, Action.REVOKE})


@staff_required
@confirmed_for(BINDING)
@require_http_methods(["GET", "POST"])
def annex(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """The page of one annex."""
    taken, judged = Action(action), reading.judged(request, reference)
    page = PAGES[taken]
    # A form of which nothing must be filled in is sent empty, and sent all the same.
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = page.form(*given, judged=judged, initial={"version": judged.request.version})
    if request.method != "POST" or not form.is_valid():
        return _show(request, judged, taken, form, status=400 if request.method == "POST" else 200)
    try:
        outcome, findings = _take(request, reference, page, form)
    except FileUnusable as problem:
        form.add_error("file", str(problem))
        return _show(request, judged, taken, form, status=400)
    if outcome.permitted:
        messages.success(request, page.done)
        return redirect("decisions:detail", reference)
    refusals = pages.gathered(outcome.refusals, judged.law)
    # The page shows the request as it is now, so what is sent from it again is about that.
    now = reading.judged(request, reference)
    said = request.POST.copy()
    said["version"] = str(now.request.version)
    again = page.form(said, request.FILES, judged=now)
    return _show(request, now, taken, again, refusals=refusals, findings=findings, status=403)


def _take(request: HttpRequest, reference: str, page: Page, form: Any) -> tuple[Outcome, list[Any]]:
    actor = request.actor  # type: ignore[attr-defined]
    if page.take is services.offer_anonymised:
        offered = services.offer_anonymised(reference, by=actor, **form.uploaded())
        return offered.outcome, offered.tested.findings
    return page.take(reference, **form.words(), by=actor), []


def _show(
    request: HttpRequest, judged: Judged, action: Action, form: Any, *, status: int = 200, **extra: Any
) -> HttpResponse:
    option = judged.options[action]
    context = {
        "judged": judged,
        "page": PAGES[action],
        "form": form if option.open or request.method == "POST" else None,
        "why_not": pages.gathered(option.refusals, judged.law),
        "uploads": action is Action.OFFER_ANONYMISED,
        "goes": _where_it_goes(judged) if action is Action.CLOSE else None,
        **extra,
    }
    return render(request, "decisions/annex.html", context, status=status)


def _where_it_goes(judged: Judged) -> dict[str, Any]:
    """Why the policy closes the case this way; and for a hand-off its route, who has it where nobody is named, and when
    it is due."""
    why = [one for one in judged.assessment.reasons if one.severity in ("divert", "out_of_scope")]
    code = route_of(one.code for one in why)
    route = ROUTES.get(code) if code else None
    due = route.due(judged.request.received.date(), proclaimed()) if route else None
    return {"why": why, "route": route, "post": route.post.label if route else "", "due": due}


@staff_required
@require_http_methods(["GET", "POST"])
def table(request: HttpRequest, reference: str) -> HttpResponse:
    """Test a table of counts that is said to hold nobody: the answer to S3.5 is the gate's."""
    return _test(request, reference, forms.TestTable)


@staff_required
@require_http_methods(["GET", "POST"])
def records(request: HttpRequest, reference: str) -> HttpResponse:
    """Test records that are said to name nobody: by k and l, and by what somebody tried."""
    return _test(request, reference, forms.TestRecords)


def _test(request: HttpRequest, reference: str, asked: type[forms.Brought]) -> HttpResponse:
    judged = reading.judged(request, reference)
    form = asked(request.POST or None, request.FILES or None, initial={"version": judged.request.version})
    context: dict[str, Any] = {
        "judged": judged,
        "form": form,
        "of_records": asked is forms.TestRecords,
        "may": judged.may(Action.ANSWER),
        "claimed": judged.request.answers.get("S0.1") == "no",
    }
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            context, status = _tested(request, reference, form, context)
    return render(request, "decisions/table.html", context, status=status)


def _tested(
    request: HttpRequest, reference: str, form: Any, context: dict[str, Any]
) -> tuple[dict[str, Any], int]:
    actor = request.actor  # type: ignore[attr-defined]
    try:
        offered = services.keep_table(reference, by=actor, **form.uploaded())
    except FileUnusable as problem:
        form.add_error("file", str(problem))
        return context, 400
    refusals = offered.outcome.refusals
    judged = reading.judged(request, reference)
    again = type(form)(initial=_as_typed(form) | {"version": judged.request.version})
    shown = {
        "tested": offered.tested,
        "passed": offered.passed,
        "refusals": refusals,
        "judged": judged,
        "form": again,
    }
    return {**context, **shown}, 403 if refusals else 200


def _as_typed(form: Any) -> dict[str, Any]:
    """What was said of a table, for the next try with a mended one."""
    return {
        name: ", ".join(said) if isinstance(said, tuple) else said for name, said in form.cleaned_data.items()
    }


@staff_required
@require_http_methods(["GET", "POST"])
def victims(request: HttpRequest, reference: str) -> HttpResponse:
    """What a police request about a victim must carry: the answer to S1.5 follows from it."""
    judged = reading.judged(request, reference)
    form = forms.Victims(request.POST or None)
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.about_a_victim(reference, form.answer(), by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "S1.5 is answered from what the request carries.")
            return redirect("decisions:stage", reference, "S1")
        refusals = outcome.refusals
    context = {"judged": judged, "form": form, "refusals": refusals, "may": judged.may(Action.ANSWER)}
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "decisions/victims.html", context, status=status)


@staff_required
@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest, reference: str) -> HttpResponse:
    """Screening for an impact assessment: the answer to S6.1 follows from the criteria that hold."""
    judged = reading.judged(request, reference)
    form = forms.Screen(request.POST if request.method == "POST" else None, law=judged.law)
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.screen(reference, form.cleaned_data["triggers"], by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "Screened: S6.1 is answered from what you ticked.")
            return redirect("decisions:stage", reference, "S6")
        refusals = outcome.refusals
    context = {"judged": judged, "form": form, "refusals": refusals, "may": judged.may(Action.ANSWER)}
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "decisions/screen.html", context, status=status)


@staff_required
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of a request where it was handed to."""
    judged = reading.judged(request, reference)
    handed = judged.request.hand_off
    form = forms.Finish(request.POST or None, initial={"version": judged.request.version})
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.finish(reference, **form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "It is on record what became of it.")
            return redirect("decisions:detail", reference)
        refusals = outcome.refusals
    route = ROUTES.get(handed.code) if handed else None
    context = {"judged": judged, "form": form, "refusals": refusals, "handed": handed, "route": route}
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "decisions/finish.html", context, status=status)
