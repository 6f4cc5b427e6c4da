"""The request that a page is about, judged for whoever looks at it; or no page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from sharewell_office.decisions import services
from sharewell_office.decisions.services import Judged
from sharewell_office.register import store as register


def judged(request: HttpRequest, reference: str) -> Judged:
    """Raises `Http404` where there is no such request."""
    try:
        return services.judged(reference, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchRequest:
        raise Http404 from None


def card(judged: Judged) -> dict[str, Any]:
    """What the register's card shows of the recipient: incidents, and what it owes us."""
    recipient = judged.request.recipient
    return {
        "incidents": register.incidents(recipient),
        "overdue": register.overdue_duties(recipient, judged.on),
        "party": register.party(recipient),
    }


def version_on_screen(request: HttpRequest) -> int | None:
    """The version of the request that the page showed on which this was sent; `None` where it does not say."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() else None
