"""A privacy notice as people read it: as it would be published today, and as it was published, for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sharewell.register.registers import notices
from sharewell.register.registers.entry import Entry, EntryStatus
from sharewell_office.adapters import clock
from sharewell_office.design.files import on_paper
from sharewell_office.people.access import staff_required
from sharewell_office.register.services import notices as services
from sharewell_office.register.store import notices as kept
from sharewell_office.register.store import registers as store


@staff_required
@require_GET
def today(request: HttpRequest, reference: str) -> HttpResponse:
    """How the notice would read if it were published now."""
    notice = _notice(reference)
    paper = services.text(notice)
    context = {
        "title": notice.title,
        "parts": services.sections(paper),
        "notice": notice,
        "on": clock.today(),
    }
    return render(request, "register/registers/notice.html", context | {"proof": True})


@staff_required
@require_GET
def printed(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as an accessible PDF."""
    notice = _notice(reference)
    return on_paper(lambda: services.text(notice), name=reference, form="pdf")


@require_GET
def published(request: HttpRequest, reference: str) -> HttpResponse:
    """The newest edition of a notice in force, for anybody who wants to read it."""
    notice = _notice(reference)
    editions = kept.editions(reference)
    if notice.status is not EntryStatus.IN_FORCE or not editions:
        raise Http404
    newest = editions[0]
    context = {"title": notice.title, "parts": newest.text, "edition": newest, "notice": notice}
    return render(request, "register/registers/notice.html", context)


def _notice(reference: str) -> Entry:
    for name in (notices.NOTICES.name, notices.SPECIFIC.name):
        if found := store.entry(name, reference):
            return found
    raise Http404
