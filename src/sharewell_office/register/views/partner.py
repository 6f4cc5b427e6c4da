"""The partner's own text on screen: its file, and the DPO's map of where each essential component stands in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sharewell.register.completeness import components_missing
from sharewell.register.lifecycle import UNSIGNED
from sharewell.register.particulars import PartnerFile
from sharewell.register.partner_text import DRAFTERS, TO_POINT_AT
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Role
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.register import partner_files, store
from sharewell_office.register.forms.partner import FileForm, MapForm
from sharewell_office.register.services import partner as services


@staff_required
@require_GET
def text(request: HttpRequest, reference: str) -> HttpResponse:
    """The file, whether this version was checked, and where each component stands."""
    return _page(request, reference)


def _page(request: HttpRequest, reference: str, *, status: int = 200, **extra: Any) -> HttpResponse:
    row = store.row(reference)
    if row is None:
        raise Http404
    agreement, roles = store.to_core(row), request.actor.roles  # type: ignore[attr-defined]
    file, drafted = agreement.particulars.partner_file, agreement.status in UNSIGNED
    context = {
        "row": row,
        "agreement": agreement,
        "file": file,
        "version": request.POST.get("version", row.version),
        "form": FileForm(),
        "map": MapForm(clauses=file.clauses) if file else None,
        "pointed": [(each, file.clauses.get(each.id)) for each in TO_POINT_AT] if file else (),
        "missing": [each for each in components_missing(agreement) if each.where != "partner_file"],
        "may_bring": drafted and bool(roles & DRAFTERS),
        "may_point": drafted and Role.DPO in roles and file is not None,
        "carried": bool(file and file.clauses and not file.is_checked and file.checked),
    }
    return render(request, "register/partner.html", context | extra, status=status)


@role_required(*sorted(DRAFTERS))
@require_POST
def bring(request: HttpRequest, reference: str) -> HttpResponse:
    """Take in a version of the partner's file."""
    form = FileForm(request.POST, request.FILES)
    if not store.row(reference):
        raise Http404
    if not form.is_valid():
        return _page(request, reference, form=form, status=400)
    try:
        outcome = services.bring_file(
            reference,
            form.cleaned_data["file"],
            by=request.actor,  # type: ignore[attr-defined]
            read_at_version=_read_at(request),
        )
    except partner_files.NotADocument as problem:
        form.add_error("file", str(problem))
        return _page(request, reference, form=form, status=400)
    except store.SomebodyElseChangedIt:
        return _late(request, reference)
    return _done(
        request, reference, outcome, "The file is kept. The DPO says next where each component stands in it."
    )


@role_required(Role.DPO)
@require_POST
def point(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the map."""
    row = store.row(reference)
    if row is None:
        raise Http404
    file: PartnerFile | None = store.to_core(row).particulars.partner_file
    form = MapForm(request.POST, clauses=file.clauses if file else {})
    if not form.is_valid():
        return _page(request, reference, map=form, status=400)
    try:
        outcome = services.point(
            reference,
            form.clauses(),
            by=request.actor,  # type: ignore[attr-defined]
            read_at_version=_read_at(request),
        )
    except store.SomebodyElseChangedIt:
        return _late(request, reference)
    return _done(request, reference, outcome, "Saved.")


def _done(request: HttpRequest, reference: str, outcome: Outcome, said: str) -> HttpResponse:
    if not outcome.permitted:
        return _page(request, reference, refusals=outcome.refusals, status=403)
    messages.success(request, said)
    return redirect("register:partner", reference)


def _late(request: HttpRequest, reference: str) -> HttpResponse:
    messages.warning(request, "Somebody else changed this draft meanwhile. Look at it again.")
    return redirect("register:partner", reference)


def _read_at(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() else 0


@staff_required
@require_GET
def file(request: HttpRequest, reference: str) -> HttpResponse:
    """The partner's file as it was brought: to be taken away, never to be shown by us."""
    agreement = store.agreement(reference)
    kept = agreement.particulars.partner_file if agreement else None
    found = partner_files.content(kept.sha256) if kept else None
    if kept is None or found is None:
        raise Http404
    answer = HttpResponse(found, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{kept.name.encode("ascii", "replace").decode()}"'
    return answer
