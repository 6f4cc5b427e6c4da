"""The record of processing activities on screen, on paper and as a workbook; and the list of impact assessments."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sharewell.register.registers.processing import FIELDS, PROCESSOR_FIELDS
from sharewell_office.adapters import clock
from sharewell_office.adapters.spreadsheets import as_csv, as_workbook
from sharewell_office.design import paging
from sharewell_office.design.files import as_file, on_paper
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import theirs
from sharewell_office.register.forms.search import AssessmentSearch
from sharewell_office.register.services import processing as services
from sharewell_office.register.store import sought
from sharewell_office.register.views import searching


@staff_required
@require_GET
def processing(request: HttpRequest) -> HttpResponse:
    """Article 30: each activity with the regulator's fields, and what is missing; then what we do for others."""
    activities = services.activities()
    context = {
        "activities": [
            {
                "activity": each,
                "told": [(field, each.told[field.id]) for field in FIELDS],
                "missing": each.missing(),
            }
            for each in activities
        ],
        "for_others": [zip(PROCESSOR_FIELDS, line, strict=True) for line in services.for_others()],
        "missing": sum(bool(each.missing()) for each in activities),
    }
    return render(request, "register/registers/processing.html", context)


@staff_required
@require_GET
def take_away(request: HttpRequest, form: str) -> HttpResponse:
    """The whole record as a document, or the controller's half as a table."""
    name = "record-of-processing"
    if form in _TABLES:
        return as_file(_TABLES[form](), f"{name}.{form}")
    return on_paper(services.printed, name=name, form=form)


_COLUMNS = ("Data set", "Activity", *(each.label for each in FIELDS))


def _rows() -> list[list[str]]:
    return [
        [each.reference, each.title, *(each.told[field.id] for field in FIELDS)]
        for each in services.activities()
    ]


def _json() -> bytes:
    controller = [
        {"reference": each.reference, "title": each.title, **each.told} for each in services.activities()
    ]
    labels = [label for label, _ in PROCESSOR_FIELDS]
    processor = [dict(zip(labels, line, strict=True)) for line in services.for_others()]
    return json.dumps({"controller": controller, "processor": processor}).encode()


_TABLES: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: as_workbook("processing", _COLUMNS, _rows()),
    "csv": lambda: "".join(as_csv(_COLUMNS, _rows())).encode(),
    "json": _json,
}


@staff_required
@require_GET
def dpias(request: HttpRequest) -> HttpResponse:
    """The DPIA register: each assessment, its risk before and after, who signed, and when it is looked at again."""
    form, today = AssessmentSearch(request.GET or None), clock.today()
    rows = sought.assessments(on=today, **form.wanted())
    page: paging.Page[Any] = paging.cut(theirs(request, rows), key="reference", query=request.GET.dict())
    context = searching.context(request, searching.ASSESSMENTS, form) | {"page": page, "today": today}
    return render(request, "register/registers/dpias.html", context)
