"""One-off requests on screen: request → words of the core, outcome → page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.decisions.annex_steps import theirs_to_finish
from sharewell.decisions.diversions import ROUTES
from sharewell.decisions.lifecycle import APPROVALS, DECISIONS, Action
from sharewell.decisions.request import VALIDITY, AdviceKind, Status
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.confirming import confirmed
from sharewell_office.decisions import answered, forms, pages, reading, services, store
from sharewell_office.decisions.dpo import store as dpo
from sharewell_office.decisions.receiving import receive
from sharewell_office.decisions.services import Judged
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import theirs
from sharewell_office.register import store as register
from sharewell_office.register.dpia import services as assessments

form_page = require_http_methods(["GET", "POST"])


# --- lists ------------------------------------------------------------------------------------------------------------


@staff_required
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """The list: search, filters, one page at a time."""
    form = forms.Search(request.GET or None, data_sets=list(_data_sets().items()))
    wanted = form.cleaned_data if form.is_valid() else {}
    context = {
        "form": form,
        "page": paging.cut(
            theirs(request, store.matching(**wanted)), key="reference", query=request.GET.dict()
        ),
        "searching": any(wanted.values()),
        "colours": pages.COLOURS,
        "data_sets": _data_sets(),
    }
    return render(request, "decisions/list.html", context)


# --- a new one --------------------------------------------------------------------------------------------------------


@staff_required
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Who asks, what, of which data set, for what purpose."""
    parties = {party.reference: party for party in register.parties()}
    form = forms.NewRequest(
        request.POST or None,
        parties=[(party.reference, party.name) for party in parties.values()],
        data_sets=list(_data_sets().items()),
        today=clock.today(),
        initial={"received": clock.today()},
    )
    refusals: Any = ()
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data, recipient=parties[form.cleaned_data["recipient"]])
        outcome = receive(**given, by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            return redirect("decisions:detail", outcome.events[0].about)
        refusals = outcome.refusals
    return _render(request, "decisions/new.html", {"form": form, "refusals": refusals})


# --- one request ------------------------------------------------------------------------------------------------------


@staff_required
@require_GET
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """The request as a task list, with what still blocks it and what this person can do."""
    return _detail(request, reading.judged(request, reference))


def _detail(request: HttpRequest, judged: Judged, **extra: Any) -> HttpResponse:
    context = {
        "judged": judged,
        "tasks": pages.tasks(judged),
        "panel": pages.panel(judged),
        "next": pages.next_step(judged),
        "flags": pages.flags(judged),
        "may": {
            **_may(judged),
            "propose": services.may_propose(judged, by=request.actor),  # type: ignore[attr-defined]
            "send": services.may_send(judged, by=request.actor),  # type: ignore[attr-defined]
            "finish": not any(theirs_to_finish(judged.request.hand_off, request.actor)),  # type: ignore[attr-defined]
        },
        "story": ledger.story(judged.request.reference),
        **_about(judged),
        **extra,
    }
    return _render(request, "decisions/detail.html", context)


def _may(judged: Judged) -> dict[str, bool]:
    """What the buttons need to know; the answer is the core's."""
    single = {action.value: option.open for action, option in judged.options.items()}
    return {**single, "decide": judged.may(*DECISIONS), "approve_any": judged.may(*APPROVALS)}


@staff_required
@require_POST
def assess(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin the impact assessment of this request."""
    judged = reading.judged(request, reference)
    outcome = assessments.start(
        title=judged.request.title,
        data_set=judged.request.data_set,
        about=reference,
        by=request.actor,  # type: ignore[attr-defined]
    )
    if outcome.permitted:
        return redirect("register:dpia", outcome.events[0].about)
    return _detail(request, judged, refusals=outcome.refusals)


@staff_required
@form_page
def advice(request: HttpRequest, reference: str) -> HttpResponse:
    """The Data Protection Officer's advice: what was given, and for the DPO a form to give it."""
    judged = reading.judged(request, reference)
    form = forms.GiveAdvice(request.POST or None, initial={"version": judged.request.version})
    extra: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        outcome = services.advise(
            reference,
            kind=AdviceKind(given["kind"]),
            text=given["text"],
            version=given["version"],
            by=request.actor,  # type: ignore[attr-defined]
        )
        if outcome.permitted:
            messages.success(request, "Your advice is recorded.")
            return redirect("decisions:detail", reference)
        extra = {"refusals": outcome.refusals}
    reasons = [one for one in judged.assessment.reasons if one.code in services.WAITS_FOR_THE_DPO]
    context = {
        "judged": judged,
        "form": form,
        "because": reasons,
        "panel": pages.panel(judged),
        "flags": pages.flags(judged),
        "may_advise": judged.may(Action.ADVISE),
        "sections": answered.sections(judged, editable=False),
        **_about(judged),
    }
    return _render(request, "decisions/advice.html", context | extra)


@staff_required
@require_GET
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Check the answers before the request goes before its decider."""
    judged = reading.judged(request, reference)
    context = {
        "judged": judged,
        "sections": answered.sections(judged, editable=judged.may(Action.ANSWER)),
        "may": _may(judged),
        "why_not": pages.gathered(judged.options[Action.SUBMIT].refusals, judged.law),
        **_about(judged),
    }
    return _render(request, "decisions/check.html", context)


@staff_required
@confirmed
@form_page
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything the decider sees on one page: facts, checks, advice, history; and the decision."""
    judged = reading.judged(request, reference)
    usual = {"version": judged.request.version, "valid_until": clock.today() + VALIDITY}
    form = forms.Decide(request.POST or None, fields=judged.request.proposed, initial=usual)
    refusals: Any = () if judged.may(*DECISIONS) else judged.options[Action.APPROVE].refusals
    if request.method == "POST" and form.is_valid():
        outcome = services.decide(reference, **form.words(), by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            return _decided(request, reference)
        refusals = outcome.refusals
        judged = reading.judged(request, reference)
    context = {
        "judged": judged,
        "form": form,
        "refusals": pages.gathered(refusals, judged.law),
        "may": _may(judged),
        "why_no_approval": pages.gathered(judged.options[Action.APPROVE].refusals, judged.law),
        "tasks": pages.tasks(judged),
        "sections": answered.sections(judged, editable=False),
        "flags": [*pages.flags(judged), *services.told_to(request.actor, judged)],  # type: ignore[attr-defined]
        "delegation": request.actor.delegation_for(judged.request.data_set, clock.today()),  # type: ignore[attr-defined]
        "story": ledger.story(reference),
        **_about(judged),
    }
    return _render(request, "decisions/decide.html", context)


def _decided(request: HttpRequest, reference: str) -> HttpResponse:
    messages.success(request, "Your decision is on the record.")
    return redirect("decisions:detail", reference)


STEPS = {Action.SUBMIT, Action.WITHDRAW, Action.RETURN}
DONE = {
    Action.SUBMIT: "The request is before its decider.",
    Action.WITHDRAW: "The request is withdrawn.",
    Action.RETURN: "The request has gone back for more work.",
}


@staff_required
@require_POST
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Submit, withdraw, or send back with a note. What is delivered, the release room says."""
    if action not in STEPS:
        raise Http404
    reading.judged(request, reference)
    taken = Action(action)
    outcome = services.move(
        reference,
        action=taken,
        note=request.POST.get("note", ""),
        version=reading.version_on_screen(request),
        by=request.actor,  # type: ignore[attr-defined]
    )
    return _after(request, reference, outcome, DONE[taken])


@staff_required
@require_POST
def told(request: HttpRequest, reference: str) -> HttpResponse:
    """Put on record that the requester was told."""
    reading.judged(request, reference)
    outcome = services.notified(reference, by=request.actor)  # type: ignore[attr-defined]
    return _after(request, reference, outcome, "It is on record that the requester was told.")


def _after(request: HttpRequest, reference: str, outcome: Outcome, done: str) -> HttpResponse:
    if outcome.permitted:
        messages.success(request, done)
        return redirect("decisions:detail", reference)
    judged = reading.judged(request, reference)
    return _detail(request, judged, refusals=pages.gathered(outcome.refusals, judged.law))


@staff_required
@require_POST
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    """Draft an agreement from a request whose kind repeats, and go on to it."""
    judged, actor = reading.judged(request, reference), request.actor  # type: ignore[attr-defined]
    agreement, outcome = services.propose_agreement(reference, by=actor)
    if not outcome.permitted and not agreement:
        return _detail(request, judged, refusals=outcome.refusals)
    messages.success(
        request, f"{agreement} is drafted from the request. Its page says what is still missing."
    )
    return redirect("register:agreement", agreement)


# --- shared -----------------------------------------------------------------------------------------------------------


def _data_sets() -> dict[str, str]:
    return {asset.data_set: asset.title for asset in register.assets()}


def _about(judged: Judged) -> dict[str, Any]:
    asked = dpo.about(judged.request.reference)
    askers = {person for one in asked for person in (one.asked_by, one.answered_by)}
    names = people.people_by_id(pages.people_of(judged.request) | askers)
    return {
        "questions_to_dpo": asked,
        "summary": pages.summary(judged.request, _data_sets(), names),
        "names": names,
        "colour": pages.COLOURS[judged.request.status],
        "list_url": reverse("decisions:list"),
        "card": reading.card(judged),
        "because_outside": pages.because_outside(judged),
        "is_order": judged.request.answers.get("S1.4") == "order",
        "route": ROUTES.get(hand_off.code) if (hand_off := judged.request.hand_off) else None,
        "handed_to": _post_or_person(hand_off.to, names) if hand_off else "",
        "final": judged.request.status.final,
        "told_by_now": judged.request.status not in (Status.DRAFT, Status.SUBMITTED),
    }


def _post_or_person(to: str, names: dict[str, str]) -> str:
    """Whoever a request was handed to: a person by name, or the post."""
    return f"The {Role(to).label}" if to in {role.value for role in Role} else names.get(to, to)


def _render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """403 where the answer was no, 400 where a form came back, 200 otherwise."""
    given = [context[name] for name in ("form", "rows") if context.get(name) is not None]
    wrong = request.method == "POST" and not all(one.is_valid() for one in given)
    status = 403 if context.get("refusals") else 400 if wrong else 200
    return render(request, template, context, status=status)
