"""The record of processing activities on screen, on paper and as a workbook; and the list of impact assessments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sharewell.engine import printing
from sharewell.register.registers.processing import FIELDS, PROCESSOR_FIELDS
from sharewell_office.adapters import clock
from sharewell_office.adapters.spreadsheets import WORKBOOK, as_csv, as_workbook
from sharewell_office.design import paging
from sharewell_office.people.access import staff_required
from sharewell_office.register.services import processing as services
from sharewell_office.register.store import registers as store

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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
    if form not in _FORMS:
        raise Http404
    answer = _FORMS[form]()
    answer["Content-Disposition"] = f'attachment; filename="record-of-processing.{form}"'
    return answer


_COLUMNS = ("Data set", "Activity", *(each.label for each in FIELDS))


def _rows() -> list[list[str]]:
    return [
        [each.reference, each.title, *(each.told[field.id] for field in FIELDS)]
        for each in services.activities()
    ]


def _json() -> HttpResponse:
    controller = [
        {"reference": each.reference, "title": each.title, **each.told} for each in services.activities()
    ]
    labels = [label for label, _ in PROCESSOR_FIELDS]
    processor = [dict(zip(labels, line, strict=True)) for line in services.for_others()]
    return JsonResponse({"controller": controller, "processor": processor})


_FORMS: dict[str, Callable[[], HttpResponse]] = {
    "pdf": lambda: HttpResponse(printing.pdf(services.printed()), content_type="application/pdf"),
    "docx": lambda: HttpResponse(printing.word(services.printed()), content_type=WORD),
    "xlsx": lambda: HttpResponse(as_workbook("processing", _COLUMNS, _rows()), content_type=WORKBOOK),
    "csv": lambda: HttpResponse("".join(as_csv(_COLUMNS, _rows())), content_type="text/csv; charset=utf-8"),
    "json": _json,
}


@staff_required
@require_GET
def dpias(request: HttpRequest) -> HttpResponse:
    """The DPIA register: each assessment, its risk before and after, who signed, and when it is looked at again."""
    page: paging.Page[Any] = paging.cut(store.dpias(), key="reference", query=request.GET.dict())
    return render(request, "register/registers/dpias.html", {"page": page, "today": clock.today()})
