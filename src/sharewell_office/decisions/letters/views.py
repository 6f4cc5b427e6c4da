"""The letter about a request: seen on the page, taken away as an accessible PDF or as Word, and recorded as sent.

It holds what an outsider may read. The DPO's advice, the reasoning inside the office and any exemption are not in it:
the core writes it without reading them.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sharewell.decisions.request import Status
from sharewell_office.decisions import services
from sharewell_office.decisions.letters.forms import Why
from sharewell_office.decisions.letters.writing import written_about
from sharewell_office.design.files import PRINTERS, on_paper
from sharewell_office.people.access import staff_required


@staff_required
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """The letter, and what may be done with it. What is written for the requester travels by POST, in no address."""
    try:
        judged = services.judged(reference, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchRequest:
        raise Http404 from None
    form = Why(request.POST or None)
    why = form.cleaned_data["told_why"] if form.is_valid() else ""
    paper = written_about(judged.request, why)
    if paper is None:
        raise Http404
    wanted = request.POST.get("do", "")
    if wanted in PRINTERS and form.is_valid():
        return on_paper(lambda: paper, name=f"letter-{paper.reference}", form=wanted)
    if wanted == "sent":
        return _sent(request, reference)
    context = {
        "judged": judged,
        "paper": paper,
        "blocks": [(type(block).__name__, block) for block in paper.blocks],
        "form": form if judged.request.status is Status.REFUSED else None,
    }
    return render(request, "decisions/letter.html", context, status=400 if form.errors else 200)


def _sent(request: HttpRequest, reference: str) -> HttpResponse:
    outcome: Any = services.notified(reference, by=request.actor)  # type: ignore[attr-defined]
    if outcome.permitted:
        messages.success(request, "It is on record that the letter was sent.")
    return redirect("decisions:detail", reference)
