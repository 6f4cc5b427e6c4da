"""The letter about a request for programs: taken away as PDF or Word, and put on record as sent."""

from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from sharewell_office.decisions import services
from sharewell_office.decisions.letters import forms
from sharewell_office.decisions.letters.writing import written_about
from sharewell_office.design.files import on_paper
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.once import Done, once, taken

router = Router(tags=["decisions"])
Why = body_of(forms.Why)


@router.post("/requests/{reference}/letter/{form}")
def letter(request: HttpRequest, reference: str, form: Literal["pdf", "docx"], payload: Why) -> HttpResponse:
    """The letter as a file. `told_why` is the reason for a refusal as the requester may read it; it is kept nowhere."""
    why = filled(forms.Why, payload).cleaned_data["told_why"]
    try:
        paper = written_about(services.read(reference), why)
    except services.NoSuchRequest:
        raise Http404 from None
    if paper is None:
        raise Http404
    return on_paper(lambda: paper, name=f"letter-{paper.reference}", form=form)


@router.post("/requests/{reference}/notification", response={201: Done})
@once
def sent(request: HttpRequest, reference: str) -> Any:
    """The requester was told the outcome."""
    by = request.actor  # type: ignore[attr-defined]
    return taken(lambda: services.notified(reference, by=by), unknown=services.NoSuchRequest)
