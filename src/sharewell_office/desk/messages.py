"""A person's inbox, and the log of every message that left or waits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from sharewell.policy.seeing import LETTER
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock, ourselves
from sharewell_office.design import paging
from sharewell_office.ledger import outbox, sending
from sharewell_office.ledger.models import Message
from sharewell_office.people import store as people
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.people.seeing import theirs


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What was written to this person, newest first. Looking at it marks it as read."""
    username = request.user.get_username()
    page = paging.cut(outbox.inbox(username), key="number", query=request.GET.dict())
    office = ourselves.name()
    shown = [_in_words(each, office) for each in page.rows]
    outbox.mark_read(username, at=clock.now())
    return render(request, "desk/inbox.html", {"page": page, "letters": shown})


def _in_words(message: Message, office: str) -> dict[str, Any]:
    subject, text = sending.in_words(message, office=office)
    return {
        "subject": subject,
        # The link stands beside the text, where it can be followed.
        "text": text.rpartition("\n\n")[0] if message.link else text,
        "link": message.link,
        "at": message.created_at,
        "new": message.read_at is None,
    }


@staff_required
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Every message: what about, to whom, and whether it left."""
    only_stuck = request.GET.get("show") == "stuck"
    found = outbox.stuck() if only_stuck else outbox.log()
    page = paging.cut(theirs(request, found, LETTER), key="number", query=request.GET.dict())
    may = bool(request.actor.roles & {Role.HANDLER, Role.DPO})  # type: ignore[attr-defined]
    names = people.people_by_id(each.to for each in page.rows)
    office = ourselves.name()
    for each in page.rows:
        each.to = names.get(each.to, each.to)
        each.subject, _ = sending.in_words(each, office=office)
    context = {"page": page, "may_send": may, "only_stuck": only_stuck, "stuck": outbox.stuck().count()}
    return render(request, "desk/messages.html", context)


@role_required(Role.HANDLER, Role.DPO)
@require_POST
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Send once more what is in doubt or was given up: only a person may say so."""
    if not theirs(request, outbox.log().filter(id=key), LETTER).exists():
        raise Http404
    if sending.send_again(key, by=request.actor):  # type: ignore[attr-defined]
        notices.success(request, "It is sent again within a minute.")
    return redirect("desk:messages")
