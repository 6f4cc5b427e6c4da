"""Copies on screen, for the office: who holds what until when, certificates, holds, and what came in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.aftercare.models import Copy
from sharewell_office.aftercare.retention import forms, services, store
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.people.seeing import theirs
from sharewell_office.register import store as register

SHOWN = {"out": False, "in": True}


@staff_required
@require_GET
def copies(request: HttpRequest) -> HttpResponse:
    """Copies that others hold of ours and we of theirs, newest first."""
    which = request.GET.get("which", "")
    page = paging.cut(
        theirs(request, store.rows(inbound=SHOWN.get(which))), key="reference", query=request.GET.dict()
    )
    context = {"page": page, "which": which, "today": clock.today()}
    return render(request, "aftercare/copies.html", context)


@staff_required
@require_GET
def copy(request: HttpRequest, reference: str) -> HttpResponse:
    """One copy: its clock, its certificate, its hold."""
    return _page(request, _row(reference))


def _row(reference: str) -> Copy:
    row = store.row(reference)
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: Copy, *, status: int = 200, **extra: Any) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = {
        "row": row,
        "today": clock.today(),
        "may_hold": bool(actor.roles & {Role.DPO, Role.CHIEF_EXECUTIVE}),
        "hold_form": forms.Hold(),
        "story": ledger.story(row.reference),
    }
    return render(request, "aftercare/copy.html", context | extra, status=status)


@staff_required
@require_http_methods(["GET", "POST"])
def certify(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a certificate that was sent to us, or give ours for a copy that came in."""
    row = _row(reference)
    return certificate_page(request, row, party="", back=redirect("aftercare:copy", reference))


def certificate_page(request: HttpRequest, row: Copy, *, party: str, back: HttpResponse) -> HttpResponse:
    """The certificate's form and what comes of it: the office and the recipient's portal share it."""
    form = forms.Certify(request.POST or None)
    context: dict[str, Any] = {"row": row, "form": form, "portal": bool(party)}
    if request.method == "POST" and form.is_valid():
        actor = request.actor  # type: ignore[attr-defined]
        outcome = services.certify(row.reference, form.certificate(), by=actor, party=party)
        if outcome.permitted:
            return back
        return render(request, "aftercare/certify.html", context | {"refusals": outcome.refusals}, status=403)
    return render(request, "aftercare/certify.html", context, status=400 if request.method == "POST" else 200)


@role_required(Role.DPO, Role.CHIEF_EXECUTIVE)
@require_POST
def hold(request: HttpRequest, reference: str) -> HttpResponse:
    """Put a hold on a copy, or lift it."""
    row, actor = _row(reference), request.actor  # type: ignore[attr-defined]
    if "lift" in request.POST:
        outcome = services.lift(reference, by=actor)
    else:
        outcome = services.hold(reference, reason=request.POST.get("reason", "")[:300], by=actor)
    if not outcome.permitted:
        return _page(request, row, refusals=outcome.refusals, status=403)
    return redirect("aftercare:copy", reference)


@staff_required
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """Take down a copy that came in."""
    parties = [(each.reference, each.name) for each in register.parties()]
    form = forms.Receive(request.POST or None, parties=parties)
    refusals: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        reference, refusals = services.receive(**form.cleaned_data, by=request.actor)  # type: ignore[attr-defined]
        if reference:
            return redirect("aftercare:copy", reference)
    status = 403 if refusals else 400 if request.method == "POST" else 200
    return render(request, "aftercare/receive.html", {"form": form, "refusals": refusals}, status=status)
