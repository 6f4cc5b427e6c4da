"""Our templates on screen and on paper, and an agreement as a document."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sharewell.engine import printing
from sharewell.register import printed
from sharewell.register.registers import templates as core
from sharewell.register.registers.entry import Entry
from sharewell.vocabulary.paper import Paper
from sharewell_office.adapters import clock
from sharewell_office.people.access import staff_required
from sharewell_office.register import services, store
from sharewell_office.register.services import templates
from sharewell_office.register.store import registers

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PRINTERS: dict[str, tuple[Callable[[Paper], bytes], str]] = {
    "pdf": (printing.pdf, "application/pdf"),
    "docx": (printing.word, WORD),
}


@staff_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every template: its version in use, how hard it is to fill in, and the document."""
    found = [(form, templates.in_use(form)) for form in core.FORMS]
    listed = [(form, version, core.measured(version)) for form, version in found]
    return render(request, "register/registers/templates.html", {"templates": listed})


@staff_required
@require_GET
def template(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """The version in use as a document to fill in."""
    if name not in core.BY_NAME:
        raise Http404
    return _printed(templates.printed(templates.in_use(core.BY_NAME[name])), name, form)


@staff_required
@require_GET
def version(request: HttpRequest, name: str, reference: str, form: str) -> HttpResponse:
    """One version, in use or not, as a document to fill in."""
    found: Entry | None = registers.entry(name, reference) if name in core.BY_NAME else None
    if found is None:
        raise Http404
    return _printed(templates.printed(found), reference, form)


@staff_required
@require_GET
def agreement(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """An agreement as a document: the text that is signed, with its digest."""
    return _agreement(reference, form)


@never_cache
@require_GET
def by_link(request: HttpRequest, secret: str, form: str) -> HttpResponse:
    """The same for the party that was sent the link."""
    link = services.link(secret)
    if link is None:
        raise Http404
    return _agreement(link.agreement.reference, form)


def _agreement(reference: str, form: str) -> HttpResponse:
    found = store.agreement(reference)
    if found is None:
        raise Http404
    paper = printed.paper(found, issuer=settings.SHAREWELL_OFFICE_NAME, on=clock.today())
    return _printed(paper, reference, form)


def _printed(paper: Paper, name: str, form: str) -> HttpResponse:
    if form not in PRINTERS:
        raise Http404
    make, kind = PRINTERS[form]
    answer = HttpResponse(make(paper), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
