"""Releases on screen: bring a file, see what the gate says, let it go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.engine.unusable import FileUnusable
from sharewell.release.permission import Status
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.confirming import confirmed
from sharewell_office.adapters.seeing import hidden
from sharewell_office.decisions import store as decisions
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.people.seeing import theirs, viewer
from sharewell_office.register import store as register
from sharewell_office.release import forms, pages, printed, services, store
from sharewell_office.release.models import Release
from sharewell_office.release.services.lists import MAY_WITHHOLD


@staff_required
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """The list: search, status, one page at a time."""
    form = forms.ReleaseSearch(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = paging.cut(theirs(request, store.matching(**wanted)), key="reference", query=request.GET.dict())
    context = {
        "form": form,
        "page": page,
        "searching": any(wanted.values()),
        "may_release": request.actor.has(Role.HANDLER),  # type: ignore[attr-defined]
        "may_withhold": bool(request.actor.roles & MAY_WITHHOLD),  # type: ignore[attr-defined]
    }
    return render(request, "release/list.html", context)


@role_required(Role.HANDLER)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Bring a file to the gate."""
    chosen = {"authority": request.GET.get("authority", "")}
    form = forms.NewRelease(
        request.POST or None, request.FILES or None, initial=chosen, authorities=_authorities(request)
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


def _authorities(request: HttpRequest) -> list[tuple[str, str]]:
    """What a release may rest on today: agreements and contracts in force, then requests approved or out of scope."""
    today = clock.today()
    live = [
        *register.live_on(today),
        *((each.reference, each.title) for each in decisions.letting_leave_on(today)),
    ]
    kept = hidden([reference for reference, _ in live], viewer(request))
    return [(reference, f"{reference}: {title}") for reference, title in live if reference not in kept]


@staff_required
@require_GET
def detail(request: HttpRequest, reference: str) -> HttpResponse:
    """One release: what the gate says, what to do next, what happened."""
    return _detail_page(request, _found(reference))


@staff_required
@require_GET
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """How far the examination is: a piece of the page, fetched again and again while it goes on."""
    row = _found(reference)
    return render(request, "release/_progress.html", {"row": row, **pages.progress(row)})


@staff_required
@require_GET
def report(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """The report, or the manifest, as a file."""
    row = _found(reference)
    made = printed.MADE[form](row)
    if made is None:
        raise Http404
    content, kind = made
    name = f"{reference}-{form.replace('.', '-', form.count('.') - 1)}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


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
        return _taken(request, row, lambda: take(reference, by=request.actor), done)  # type: ignore[attr-defined]

    return view


@role_required(Role.HANDLER)
@require_POST
def mend(request: HttpRequest, reference: str) -> HttpResponse:
    """The fix beside a finding, by one click: the file is treated and examined again."""
    row = _found(reference)
    chosen = request.POST.get("choice", "")
    try:
        brought = services.mend(
            reference,
            finding=request.POST.get("finding", ""),
            choice=int(chosen) if chosen.isdecimal() and len(chosen) < 4 else -1,
            by=request.actor,  # type: ignore[attr-defined]
        )
    except FileUnusable as problem:
        messages.warning(request, str(problem))
        return redirect("release:detail", reference)
    except store.SomebodyElseChangedIt:
        return _changed_meanwhile(request, reference)
    if brought.refusals:
        return _detail_page(request, row, refusals=brought.refusals, status=403)
    messages.success(request, "Treated and examined again. Look at what the gate says now.")
    return redirect("release:detail", reference)


@staff_required
@require_POST
def clear(request: HttpRequest, reference: str) -> HttpResponse:
    """Clear one finding, with a reason."""
    row, finding = _found(reference), request.POST.get("finding", "")
    form = forms.ClearFinding(request.POST, prefix=finding)
    if not form.is_valid():
        return _detail_page(request, row, clear_form=form, status=400)
    return _taken(
        request,
        row,
        lambda: services.clear(
            reference,
            finding=finding,
            reason=form.cleaned_data["reason"],
            by=request.actor,  # type: ignore[attr-defined]
        ),
        "Cleared, in your name.",
    )


@staff_required
@require_POST
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a clearance back."""
    row, finding = _found(reference), request.POST.get("finding", "")
    return _taken(
        request,
        row,
        lambda: services.take_back(reference, finding=finding, by=request.actor),  # type: ignore[attr-defined]
        "Taken back. The finding waits for a person again.",
    )


@role_required(Role.HANDLER)
@require_POST
def quality(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep the accuracy note that goes with the file."""
    row, form = _found(reference), forms.AccuracyNote(request.POST)
    if not form.is_valid():
        return _detail_page(request, row, quality_form=form, status=400)
    return _taken(
        request,
        row,
        lambda: services.note_quality(reference, by=request.actor, **form.cleaned_data),  # type: ignore[attr-defined]
        "The accuracy note goes with the file.",
    )


def _taken(request: HttpRequest, row: Release, take: Callable[[], Outcome], done: str) -> HttpResponse:
    """Take a step and say what came of it."""
    try:
        outcome = take()
    except store.SomebodyElseChangedIt:
        return _changed_meanwhile(request, row.reference)
    if not outcome.permitted:
        return _detail_page(request, _found(row.reference), refusals=outcome.refusals, status=403)
    messages.success(request, done)
    return redirect("release:detail", row.reference)


def _sealing(take: Callable[..., Outcome], done: str) -> Callable[..., HttpResponse]:
    """A view that seals. Where that takes a passphrase, it is made here, shown on this one page, and kept nowhere."""

    @role_required(Role.HANDLER)
    @confirmed
    @require_POST
    @never_cache
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        words = services.fresh_passphrase()
        by = request.actor  # type: ignore[attr-defined]
        response = _taken(request, _found(reference), lambda: take(reference, by=by, passphrase=words), done)
        row = _found(reference)
        if response.status_code == 302 and row.status == Status.SEALED and pages.sealed_with_words(row):
            return _detail_page(request, row, passphrase=words)
        return response

    return view


release = _sealing(
    services.release, "Released and sealed. Now make the link with which the recipient collects it."
)
seal = _sealing(services.seal, "Sealed. Now make the link with which the recipient collects it.")
cancel = _step(services.cancel, "The examination was stopped.")
resume = _step(services.resume, "The examination goes on.")
undo = _step(services.undo, "Undone. The file is as it was before.")
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
    context = {
        **pages.detail(row, request.actor, bound=extra.get("clear_form")),  # type: ignore[attr-defined]
        "form": forms.MendedFile(),
        "story": ledger.story(row.reference),
    }
    if row.status in OPEN and request.actor.has(Role.HANDLER):  # type: ignore[attr-defined]
        context["quality_form"] = forms.AccuracyNote(
            initial={"accuracy": row.accuracy, "categories": row.categories}
        )
    return render(request, "release/detail.html", context | extra, status=status)


OPEN = ("refused", "review", "ready", "permitted")
