"""Our templates on screen and on paper, and an agreement as a document."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sharewell.register import printed
from sharewell.register.agreement import Agreement
from sharewell.register.registers import templates as core
from sharewell.register.registers.contracts import CONTRACTS
from sharewell.register.registers.entry import Entry
from sharewell_office.adapters import clock, ourselves
from sharewell_office.design.files import on_paper
from sharewell_office.people import store as people
from sharewell_office.people.access import staff_required
from sharewell_office.register import services, store
from sharewell_office.register.services import templates
from sharewell_office.register.store import registers


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
    return on_paper(lambda: templates.printed(templates.in_use(core.BY_NAME[name])), name=name, form=form)


@staff_required
@require_GET
def version(request: HttpRequest, name: str, reference: str, form: str) -> HttpResponse:
    """One version, in use or not, as a document to fill in."""
    found: Entry | None = registers.entry(name, reference) if name in core.BY_NAME else None
    if found is None:
        raise Http404
    return on_paper(lambda: templates.printed(found), name=reference, form=form)


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


@staff_required
@require_GET
def contract(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """A processor's contract as a document, filled in."""
    found = registers.entry(CONTRACTS.name, reference)
    if found is None:
        raise Http404
    return on_paper(lambda: templates.contract(found), name=reference, form=form)


def _agreement(reference: str, form: str) -> HttpResponse:
    found = store.agreement(reference)
    if found is None:
        raise Http404
    issuer, today = ourselves.name(), clock.today()
    followed = ourselves.followed(found.signature.at.date()) if found.signature else ()
    return on_paper(
        lambda: printed.paper(found, issuer=issuer, on=today, owner=_signer(found), followed=followed),
        name=reference,
        form=form,
    )


def _signer(agreement: Agreement) -> str:
    """Who signed for us; "" while nobody has."""
    by = agreement.signature.by if agreement.signature else ""
    name = people.people_by_id([by]).get(by, "")
    return f"{name}, owner of the data set, for us" if name else ""
