"""Taking over a spreadsheet on screen: first what would happen, then the yes; and an undo while nobody built on it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.design import paging
from sharewell_office.people.access import role_required
from sharewell_office.people.seeing import theirs
from sharewell_office.register import imports, services
from sharewell_office.register.forms.search import RegisterFile
from sharewell_office.register.forms.taking_over import WhichColumn
from sharewell_office.register.models import Import
from sharewell_office.register.models.imports import ImportState
from sharewell_office.register.store import imports as store

keeper_required = role_required(Role.REGISTER_KEEPER, Role.DPO)
SHOWN_ROWS = 100
SILENT = timedelta(minutes=2)  # unheard of for so long, a process was lost


@keeper_required
@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Choose a file; and the files that were taken over before."""
    form = RegisterFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = services.bring_upload(
                form.cleaned_data["file"],
                kind=form.cleaned_data["kind"],
                by=request.actor,  # type: ignore[attr-defined]
            )
            return redirect("register:imported", found.reference)
        except services.FileUnusable as problem:
            form.add_error("file", str(problem))
    page = paging.cut(theirs(request, store.imports()), key="reference", query=request.GET.dict(), size=10)
    context = {"form": form, "page": page}
    return render(request, "register/import.html", context, status=400 if form.errors else 200)


@keeper_required
@require_GET
def imported(request: HttpRequest, reference: str) -> HttpResponse:
    """One file: the question about its columns, what would happen, how far it is, or what came of every row."""
    found = _found(reference)
    if found.state == ImportState.ASKING:
        return redirect("register:import-columns", reference)
    result = request.GET.get("result", "")
    rows = store.rows(found, result if result in services.RESULTS else "")
    context = {
        "import": found,
        "page": paging.cut(
            theirs(request, rows), key="row", query=request.GET.dict(), size=SHOWN_ROWS, newest_first=False
        ),
        "result": result,
        "results": [(each, found.counts.get(each, 0)) for each in services.RESULTS],
        **_progress(found),
    }
    return render(request, "register/imported.html", context)


@keeper_required
@require_GET
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """How far a long file is: what the page fetches while somebody waits."""
    return render(request, "register/_import_progress.html", _progress(_found(reference)))


def _progress(found: Import) -> dict[str, object]:
    lost = found.under_way and found.beat is not None and clock.now() - found.beat > SILENT
    return {"import": found, "stopped": lost}


@keeper_required
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, reference: str) -> HttpResponse:
    """Say which heading is which of our columns. It is remembered for every later sheet with this header."""
    found = _found(reference)
    if found.state not in {ImportState.ASKING, ImportState.TRIED}:
        return redirect("register:imported", reference)
    if not imports.has(found.sha256):
        return _gone(request)
    form = WhichColumn(request.POST or None, kind=found.kind, headings=found.headings, mapping=found.mapping)
    if request.method == "POST" and form.is_valid():
        services.name_columns(found, form.mapping(), by=request.actor)  # type: ignore[attr-defined]
        return redirect("register:imported", reference)
    context = {"form": form, "import": found}
    return render(request, "register/import_columns.html", context, status=400 if form.errors else 200)


@keeper_required
@require_POST
def import_step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Take over what was tried; undo what was taken over; go on with what was stopped half-way."""
    found, by = _found(reference), request.actor  # type: ignore[attr-defined]
    if step != "undo" and found.state != ImportState.UNDOING and not imports.has(found.sha256):
        return _gone(request)
    match step:
        case "take":
            found = services.take(found, by=by)
        case "undo":
            found = services.undo(found, by=by)
        case "go-on" if _progress(found)["stopped"]:
            found = services.go_on(found)
        case _:
            raise Http404
    if found.state == ImportState.UNDONE and not found.refusals:
        messages.success(request, "Undone: the register is as it was before this file.")
    return redirect("register:imported", reference)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(request, "That file is not here any more. Choose it again.")
    return redirect("register:import")


def _found(reference: str) -> Import:
    found = store.one(reference)
    if found is None:
        raise Http404
    return found
