"""The letter about a request as it stands today, under this office's name."""

from __future__ import annotations

from sharewell.decisions.letter import letter
from sharewell.decisions.request import Request
from sharewell.vocabulary.paper import Paper
from sharewell_office.adapters import clock, ourselves


def written_about(request: Request, told_why: str) -> Paper | None:
    """The letter, with the reason as the requester may read it; `None` while there is nothing to tell."""
    return letter(request, issuer=ourselves.name(), on=clock.today(), told_why=told_why)
