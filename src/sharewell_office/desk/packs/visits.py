"""An auditor's visit from outside: what they were let in to see, until their last day. Every look is on the record."""

from __future__ import annotations

import mimetypes

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from sharewell.policy.showing import Scope, look
from sharewell_office.adapters import clock
from sharewell_office.desk.packs import gathering, services
from sharewell_office.desk.packs.views import as_file
from sharewell_office.ledger import services as ledger
from sharewell_office.ledger import witnessing
from sharewell_office.people import store as people
from sharewell_office.people.access import visitor_required


@visitor_required
@require_GET
def visit(request: HttpRequest) -> HttpResponse:
    """What this auditor may see, and until when."""
    scope = _scope(request)
    context = {
        "scope": scope,
        "records": list(gathering.in_turn(gathering.references(scope))),
        "outside": witnessing.last_seen_outside(),
    }
    return render(request, "desk/packs/visit.html", context)


@visitor_required
@require_GET
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """What happened to one record, and its papers."""
    shown = _look(request, reference)
    context = {"shown": shown, "told": [each.told(naming_the_record=False) for each in shown.told[::-1]]}
    return render(request, "desk/packs/visited.html", context)


@visitor_required
@require_GET
def paper(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One paper of a record."""
    found = _look(request, reference).paper(name)
    if found is None:
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer = HttpResponse(found.make(), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name.rpartition("/")[2]}"'
    return answer


@visitor_required
@require_POST
def pack(request: HttpRequest) -> HttpResponseBase:
    """All of it in one file, to be checked away from this office."""
    scope = _scope(request)
    try:
        return as_file(services.make(scope, by=request.actor, visits=scope))  # type: ignore[attr-defined]
    except ledger.NothingOnTheRecord:
        raise Http404 from None


def _scope(request: HttpRequest) -> Scope:
    scope = people.visits(request.user)  # type: ignore[arg-type]
    assert scope is not None
    return scope


def _look(request: HttpRequest, reference: str) -> gathering.Shown:
    """A record of their scope, once it is on record that they looked; of any other, its number says nothing."""
    if reference not in gathering.references(_scope(request)):
        raise Http404
    shown = gathering.shown(reference)
    ledger.record([look(reference, by=request.actor, at=clock.now())])  # type: ignore[attr-defined]
    return shown
