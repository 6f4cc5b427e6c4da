"""The Data Sharing Activity Log: every final outcome, refusals and diversions included (OPCC 7.2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sharewell.decisions.request import DECIDE_WITHIN
from sharewell_office.adapters import spreadsheets
from sharewell_office.decisions.activity import lines, search, store
from sharewell_office.decisions.activity.forms import LogSearch
from sharewell_office.design.files import as_file, as_stream
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import viewer
from sharewell_office.register import store as register


@staff_required
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """The log on screen: search, filters, how long things took, one page at a time."""
    form, found = _search(request)
    context = {
        "form": form,
        "page": search.cut(found, request.GET.dict()),
        "counted": found.counted,
        "turnaround": store.turnaround(found.requests),
        "target": DECIDE_WITHIN,
        "searching": any(form.wanted().values()),
        "query": request.GET.urlencode(),
    }
    return render(request, "decisions/log.html", context, status=400 if form.errors else 200)


@staff_required
@require_GET
def log_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same log as a file, with the same search: CSV or an Excel workbook."""
    _, found = _search(request)
    rows, name = map(lines.cells, found.in_order()), f"data-sharing-activity-log.{form}"
    if form == "csv":
        return as_stream(spreadsheets.as_csv(lines.COLUMNS, rows), name)
    return as_file(spreadsheets.as_workbook("Data Sharing Activity Log", lines.COLUMNS, rows), name)


def _search(request: HttpRequest) -> tuple[LogSearch, search.Found]:
    data_sets = [(asset.data_set, asset.title) for asset in register.assets()]
    form = LogSearch(request.GET or None, data_sets=data_sets)
    form.is_valid()
    return form, search.find(viewer(request), **form.wanted())
