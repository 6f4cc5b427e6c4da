"""What every page needs to draw its menu."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`service_navigation`: the rooms this person may enter, the present one marked.

    `sub_navigation`: the lists of that room, on the page of one of them and nowhere else: what is filled in or read
    a page at a time is not to be left by a slip of the hand.
    """
    user = getattr(request, "user", None)
    # An address that leads nowhere never reaches the middleware's answer; its page still shows the way back.
    if user is None or not getattr(request, "may_enter", user.is_authenticated):
        return {}
    mine = {"all", "visitor" if user.visit else "recipient" if user.party_reference else "staff"}
    rooms = [_room(request.path, room) for room in settings.MENU if room.who in mine]
    here = next(
        (lists for room, lists in rooms if room["active"] and any(each["current"] for each in lists)), ()
    )
    return {"service_navigation": [room for room, _ in rooms], "sub_navigation": here}


def _room(path: str, room: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    lists = [_item(path, label, page) for label, page in room.lists]
    itself = _item(path, room.label, room.page)
    return itself | {"active": any(each["active"] for each in [itself, *lists])}, lists


def _item(path: str, label: str, page: str) -> dict[str, Any]:
    href = reverse(page)
    return {
        "text": label,
        "href": href,
        "current": path == href,
        "active": path == href or (href != "/" and path.startswith(href)),
    }
