"""What every page needs to draw its navigation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`service_navigation`: the rooms this person may enter, the present one marked."""
    user = getattr(request, "user", None)
    # An address that leads nowhere never reaches the middleware's answer; its page still shows the way back.
    if user is None or not getattr(request, "may_enter", user.is_authenticated):
        return {}
    mine = {"all", "visitor" if user.visit else "recipient" if user.party_reference else "staff"}
    items = [
        _item(request.path, label, name) for label, name, who in settings.SERVICE_NAVIGATION if who in mine
    ]
    return {"service_navigation": [item for item in items if item]}


def _item(path: str, label: str, name: str) -> dict[str, Any] | None:
    try:
        href = reverse(name)
    except NoReverseMatch:
        return None
    return {
        "text": label,
        "href": href,
        "current": path == href,
        "active": path == href or (href != "/" and path.startswith(href)),
    }
