"""Policies on screen: the list with its review clocks, one policy with everything said of it, and what is watched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.assurance.policies import steps
from sharewell.assurance.policies.clock import colour
from sharewell.assurance.policies.record import Policy
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.adapters import clock
from sharewell_office.adapters.confirming import confirmed
from sharewell_office.assurance.actions import store as actions
from sharewell_office.assurance.meanwhile import looks_again
from sharewell_office.assurance.policies import forms, services, store, watching
from sharewell_office.design import paging
from sharewell_office.design.files import on_paper
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import theirs

overtaken = looks_again("assurance:policy", store.SomebodyElseChangedIt)
CLOCK = {
    "green": ("In time", "green"),
    "amber": ("Review due", "yellow"),
    "red": ("Review late", "red"),
    "grey": ("Not launched", "grey"),
}


@staff_required
@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """Every policy: its version, when it was launched, when it is reviewed, and how many follow it."""
    page = paging.cut(theirs(request, store.policies()), key="reference", query=request.GET.dict())
    for row in page.rows:
        row.says, row.colour = CLOCK[
            colour(row.task_due or row.review_on, clock.today(), open_task=bool(row.task_due))
        ]  # type: ignore[attr-defined]
    context = {
        "page": page,
        "staff": len(people.staff()),
        "may_write": bool(request.actor.roles & steps.AUTHORS),  # type: ignore[attr-defined]
    }
    return render(request, "assurance/policies/policies.html", context)


@staff_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a policy that is not there yet."""
    form = forms.NewPolicy(request.POST or None, initial={"number": "1.0"})
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = services.write_first(**form.first(), by=request.actor)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(
                request, "The draft is on the register. Ask those it concerns what they say of it."
            )
            return redirect("assurance:policy", outcome.events[0].about)
        refusals = outcome.refusals
    context = {"form": form, "refusals": refusals, "title": "Write a policy", "button": "Keep the draft"}
    return _answer(request, "assurance/policies/step.html", context)


@staff_required
@require_GET
def policy(request: HttpRequest, reference: str) -> HttpResponse:
    """One policy, and what this person may do with it next."""
    return render(request, "assurance/policies/policy.html", _shown(request, _found(reference)))


def _shown(request: HttpRequest, found: Policy, **more: Any) -> dict[str, Any]:
    attesters, by = store.attesters(found), request.actor  # type: ignore[attr-defined]
    standing = colour(found.look_on, clock.today(), open_task=found.task is not None)
    version = found.draft or found.in_force
    wanted = [found.keeper, *((version.author, version.approved_by) if version else ())]
    names = people.people_by_id(wanted)
    staff = people.staff()
    return {
        "policy": found,
        "version": version,
        "keeper": names.get(found.keeper, found.keeper),
        "author": names.get(version.author, version.author) if version else "",
        "approver": names.get(version.approved_by, version.approved_by) if version else "",
        "clock": CLOCK[standing][0],
        "colour": CLOCK[standing][1],
        "attested": sum(username in attesters for username, _ in staff),
        "missing": [name for username, name in staff if username not in attesters][:200],
        "staff": len(staff),
        "mine": attesters.get(by.person),
        "may_write": bool(by.roles & steps.AUTHORS),
        "may_approve": bool(by.roles & steps.SENIOR_MANAGEMENT)
        and bool(version)
        and version.author != by.person,
        "comment_form": forms.Comment(),
        "story": ledger.story(found.reference),
        **more,
    }


# --- steps ------------------------------------------------------------------------------------------------------------
@staff_required
@require_http_methods(["GET", "POST"])
@overtaken
def version(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the next version, beginning from the text of the last."""
    found = _found(reference)
    last = found.versions[-1]
    form = forms.NextVersion(request.POST or None, initial={"text": last.text})
    return _step(request, reference, form, steps.write, "Write the next version", "Keep the draft")


@staff_required
@require_POST
@overtaken
def comment(request: HttpRequest, reference: str) -> HttpResponse:
    """Take down what somebody says of the draft."""
    return _step(request, reference, forms.Comment(request.POST), steps.comment, "A comment", "Take it down")


@staff_required
@require_http_methods(["GET", "POST"])
@overtaken
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Answer a comment."""
    found = _found(reference)
    said = next(
        (each for each in (found.draft.comments if found.draft else ()) if each.number == number), None
    )
    if said is None:
        raise Http404
    form = forms.Answer(request.POST or None, initial={"number": number})
    title = f"Answer {said.stakeholder}"
    return _step(request, reference, form, steps.answer, title, "Answer", quoted=said.text)


@staff_required
@confirmed
@require_POST
@overtaken
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    """Approve the draft."""
    return _taken(request, reference, lambda: services.take(reference, steps.approve, by=request.actor))  # type: ignore[attr-defined]


@staff_required
@confirmed
@require_http_methods(["GET", "POST"])
@overtaken
def publish(request: HttpRequest, reference: str) -> HttpResponse:
    """Launch the approved version."""
    form = forms.Launch(request.POST or None, initial={"launched_on": clock.today()})
    return _step(request, reference, form, steps.publish, "Launch this version", "Launch it")


@staff_required
@require_http_methods(["GET", "POST"])
@overtaken
def reviewed(request: HttpRequest, reference: str) -> HttpResponse:
    """Finish the review that is open."""
    form = forms.Outcome(request.POST or None)
    return _step(request, reference, form, steps.finish_review, "Finish the review", "Finish it")


@staff_required
@require_POST
@overtaken
def attest(request: HttpRequest, reference: str) -> HttpResponse:
    """I have read it, and will follow it."""
    _found(reference)
    return _taken(request, reference, lambda: services.attest(reference, by=request.actor))  # type: ignore[attr-defined]


@staff_required
@require_http_methods(["GET", "POST"])
@overtaken
def clause(request: HttpRequest, reference: str) -> HttpResponse:
    """Conclude whether a clause is sufficient."""
    form = forms.Clause(request.POST or None, actions=actions.open_choices())
    found, refusals = _found(reference), ()
    if request.method == "POST" and form.is_valid():
        outcome = services.judge_clause(reference, by=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "What was concluded is on the record.")
            return redirect("assurance:policy", reference)
        refusals = outcome.refusals  # type: ignore[assignment]
    context = {
        "form": form,
        "refusals": refusals,
        "policy": found,
        "title": "Is a clause sufficient?",
        "button": "Conclude",
    }
    return _answer(request, "assurance/policies/step.html", context)


def _step(
    request: HttpRequest, reference: str, form: Any, step: Callable[..., Outcome], title: str, button: str, **more: Any
) -> HttpResponse:  # fmt: skip
    refusals: tuple[object, ...] = ()
    found = _found(reference)
    if request.method == "POST" and form.is_valid():
        outcome = services.take(reference, step, by=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "It is on the record.")
            return redirect("assurance:policy", reference)
        refusals = outcome.refusals
    context = {"form": form, "refusals": refusals, "policy": found, "title": title, "button": button, **more}
    return _answer(request, "assurance/policies/step.html", context)


def _taken(request: HttpRequest, reference: str, take: Callable[[], Outcome]) -> HttpResponse:
    """A step that needs no form: done, or the policy's page with every reason why not."""
    try:
        outcome = take()
    except services.NoSuchPolicy:
        raise Http404 from None
    if outcome.permitted:
        messages.success(request, "It is on the record.")
        return redirect("assurance:policy", reference)
    shown = _shown(request, _found(reference), refusals=outcome.refusals)
    return render(request, "assurance/policies/policy.html", shown, status=403)


# --- what is watched --------------------------------------------------------------------------------------------------
@staff_required
@require_http_methods(["GET", "POST"])
def watched(request: HttpRequest) -> HttpResponse:
    """The codes and laws outside that policies rest on."""
    known = [
        (row.reference, f"{row.reference}: {row.title}") for row in store.policies().exclude(version="")[:200]
    ]
    form = forms.Watch(request.POST or None, policies=known)
    refusals: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        outcome = watching.watch(by=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
        if outcome.permitted:
            messages.success(request, "It is looked at once a day from now on.")
            return redirect("assurance:watched")
        refusals = outcome.refusals
    may = bool(request.actor.roles & steps.AUTHORS)  # type: ignore[attr-defined]
    context = {"sources": store.sources(), "form": form, "refusals": refusals, "may_write": may}
    return _answer(request, "assurance/policies/watched.html", context)


# --- to take away -----------------------------------------------------------------------------------------------------
@staff_required
@require_GET
def take_away(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """The policy as PDF or Word."""
    _found(reference)
    return on_paper(lambda: services.printed(reference), name=reference, form=form)


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 403 if context["refusals"] else 400 if context["form"].errors else 200
    return render(request, template, context, status=status)


def _found(reference: str) -> Policy:
    try:
        return services.found(reference)
    except services.NoSuchPolicy:
        raise Http404 from None
