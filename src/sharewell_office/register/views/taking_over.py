"""Taking over a spreadsheet on screen: first what would happen, then the yes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sharewell.vocabulary.people import Role
from sharewell_office.people.access import role_required
from sharewell_office.register import imports, services
from sharewell_office.register.forms.search import RegisterFile


@role_required(Role.REGISTER_KEEPER)
@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Choose a file; see what would come of every row before anything is written."""
    form = RegisterFile(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        digest = imports.keep(form.cleaned_data["file"])
        try:
            return _import_page(request, form.cleaned_data["kind"], digest, dry_run=True)
        except services.FileUnusable as problem:
            imports.forget(digest)
            form.add_error("file", str(problem))
    return render(request, "register/import.html", {"form": form}, status=400 if form.errors else 200)


@role_required(Role.REGISTER_KEEPER)
@require_POST
def import_confirm(request: HttpRequest, kind: str, digest: str) -> HttpResponse:
    """Write what the dry run showed."""
    if kind not in services.KINDS:
        raise Http404
    if not imports.has(digest):
        messages.warning(request, "That file is not here any more. Choose it again.")
        return redirect("register:import")
    page = _import_page(request, kind, digest, dry_run=False)
    imports.forget(digest)
    return page


SHOWN_ROWS = 200


def _import_page(request: HttpRequest, kind: str, digest: str, *, dry_run: bool) -> HttpResponse:
    path, name = imports.kept(digest)
    report = services.import_file(path, kind=kind, name=name, by=request.actor, dry_run=dry_run)  # type: ignore[attr-defined]
    # Refused first: they are what somebody has to do something about.
    rows = sorted(report.rows, key=lambda row: (row.result != "refused", not row.mended, row.row))
    context = {
        "report": report,
        "digest": digest,
        "rows": rows[:SHOWN_ROWS],
        "not_shown": max(len(rows) - SHOWN_ROWS, 0),
    }
    return render(request, "register/import_report.html", context)
