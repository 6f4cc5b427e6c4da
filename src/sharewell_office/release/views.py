"""Releases on screen: bring a file, see what the gate says, let it go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.engine.unusable import FileUnusable
from sharewell.release import permission as core
from sharewell.release.checks import BY_ID
from sharewell.release.permission import Action
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.decisions import store as decisions
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.register import store as register
from sharewell_office.release import forms, services, store
from sharewell_office.release.models import Release

RESULT_WORDS = {
    "pass": ("Passed", "green"),
    "warn": ("Passed, with a warning", "yellow"),
    "review": ("A person must look", "orange"),
    "refuse": ("Refused", "red"),
    "not_asked": ("Not asked here", "grey"),
}


@staff_required
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """The list: search, status, one page at a time."""
    form = forms.ReleaseSearch(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = paging.cut(store.matching(**wanted), key="reference", query=request.GET.dict())
    context = {
        "form": form,
        "page": page,
        "searching": any(wanted.values()),
        "may_release": request.actor.has(Role.HANDLER),  # type: ignore[attr-defined]
    }
    return render(request, "release/list.html", context)


@role_required(Role.HANDLER)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Bring a file to the gate."""
    chosen = {"authority": request.GET.get("authority", "")}
    form = forms.NewRelease(
        request.POST or None, request.FILES or None, initial=chosen, authorities=_authorities()
    )
    if request.method != "POST" or not form.is_valid():
        return _new_page(request, form)
    try:
        brought = services.bring(
            form.cleaned_data["file"],
            under=form.cleaned_data["authority"],
            by=request.actor,  # type: ignore[attr-defined]
        )
    except FileUnusable as problem:
        form.add_error("file", str(problem))
        return _new_page(request, form)
    if brought.refusals:
        return _new_page(request, form, refusals=brought.refusals)
    return redirect("release:detail", brought.reference)


def _new_page(request: HttpRequest, form: Any, refusals: tuple[Refusal, ...] = ()) -> HttpResponse:
    status = 403 if refusals else 400 if form.errors else 200
    return render(request, "release/new.html", {"form": form, "refusals": refusals}, status=status)


def _authorities() -> list[tuple[str, str]]:
    """What a release may rest on today: agreements in force, then approved requests not yet delivered."""
    today = clock.today()
    return [
        *((each.reference, f"{each.reference}: {each.title}") for each in register.active_on(today)),
        *((each.reference, f"{each.reference}: {each.title}") for each in decisions.approved_on(today)),
    ]


@staff_required
@require_GET
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One release: what the gate says, what to do next, what happened."""
    return _detail_page(request, _found(reference))


@role_required(Role.HANDLER)
@require_POST
def replace(request: HttpRequest, reference: str) -> HttpResponse:
    """Bring a mended file."""
    row = _found(reference)
    form = forms.MendedFile(request.POST, request.FILES)
    if not form.is_valid():
        return _detail_page(request, row, form=form, status=400)
    try:
        brought = services.bring_again(
            form.cleaned_data["file"],
            reference=reference,
            by=request.actor,  # type: ignore[attr-defined]
        )
    except FileUnusable as problem:
        form.add_error("file", str(problem))
        return _detail_page(request, row, form=form, status=400)
    except store.SomebodyElseChangedIt:
        return _changed_meanwhile(request, reference)
    if brought.refusals:
        return _detail_page(request, row, refusals=brought.refusals, status=403)
    return redirect("release:detail", reference)


def _step(take: Callable[..., Outcome], done: str) -> Callable[..., HttpResponse]:
    """A view that takes one step and says what came of it."""

    @role_required(Role.HANDLER)
    @require_POST
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        row = _found(reference)
        try:
            outcome = take(reference, by=request.actor)  # type: ignore[attr-defined]
        except store.SomebodyElseChangedIt:
            return _changed_meanwhile(request, reference)
        if not outcome.permitted:
            return _detail_page(request, _found(row.reference), refusals=outcome.refusals, status=403)
        messages.success(request, done)
        return redirect("release:detail", reference)

    return view


release = _step(
    services.release, "Released and sealed. Now make the link with which the recipient collects it."
)
seal = _step(services.seal, "Sealed. Now make the link with which the recipient collects it.")
withdraw = _step(services.withdraw, "Withdrawn. The file was destroyed, and nothing has left.")


def _found(reference: str) -> Release:
    row = store.row(reference)
    if row is None:
        raise Http404
    return row


def _changed_meanwhile(request: HttpRequest, reference: str) -> HttpResponse:
    messages.warning(
        request, "Somebody else changed this release a moment ago. Look at it again, then decide."
    )
    return redirect("release:detail", reference)


def _detail_page(request: HttpRequest, row: Release, *, status: int = 200, **extra: Any) -> HttpResponse:
    can = core.options(store.to_core(row), by=request.actor, on=clock.today())  # type: ignore[attr-defined]
    names = people.people_by_id([row.prepared_by, row.permitted_by])
    context = {
        "row": row,
        "decision": row.report["decision"],
        "findings": [_finding(each) for each in row.report["findings"]],
        "checks": [_check(each) for each in row.report["checks"]],
        "may": {action.value for action, why_not in can.items() if not why_not},
        "why_not": can.get(Action.PERMIT) or can.get(Action.SEAL),
        "prepared_by": names.get(row.prepared_by, row.prepared_by),
        "permitted_by": names.get(row.permitted_by, row.permitted_by),
        "form": forms.MendedFile(),
        "story": ledger.story(row.reference),
    }
    return render(request, "release/detail.html", context | extra, status=status)


def _finding(stored: dict[str, Any]) -> dict[str, Any]:
    return {
        **stored,
        "title": BY_ID[stored["check"]].title,
        "more": stored["count"] - len(stored["rows"]),
    }


def _check(stored: dict[str, Any]) -> dict[str, Any]:
    words, colour = RESULT_WORDS[stored["result"]]
    check = BY_ID[stored["check"]]
    return {**stored, "title": check.title, "looks_at": check.looks_at, "words": words, "colour": colour}
