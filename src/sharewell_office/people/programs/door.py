"""Who stands at the API's door: a person's session, or a program with a person's key.

A key acts with its person's posts, data sets and delegations of that day, and with nothing more; one that may only read
changes nothing. Recipients have their portal: the API is for the office's own staff.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from sharewell_office.adapters import clock
from sharewell_office.adapters.confirming import recently
from sharewell_office.people import store as people
from sharewell_office.people.programs import store
from sharewell_office.people.seeing import at_the_door

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class ByKey(HttpBearer):
    """`Authorization: Bearer sw_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        key = store.alive(token, clock.today())
        if key is None or not key.user.is_staff or people.has_left(key.user, clock.today()):
            return None
        if not key.may_write and request.method not in READS:
            raise HttpError(403, "this key may only read")
        request.user = key.user
        request.actor = people.actor(key.user, clock.today())  # type: ignore[attr-defined]
        if request.resolver_match:
            request.actor = at_the_door(request, request.actor, request.resolver_match.kwargs)  # type: ignore[attr-defined]
        return key.user


class BySession(APIKeyCookie):
    """The session of somebody who signed in with their second factor; writes need the anti-forgery token."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        user = request.user
        if user.is_authenticated and user.is_staff and is_mfa_enabled(user):
            if request.method not in READS and not recently(request):
                raise HttpError(
                    403, "confirm who you are at /account/confirm/ first: your sign-in is not recent"
                )
            return user
        return None


DOOR = [ByKey(), BySession(csrf=True)]
