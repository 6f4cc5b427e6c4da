"""Confirm it is you: asked before a step that binds the office, when the last proof of who sits there is not recent.

A sign-in, a password or a code of the last minutes counts; then nothing is asked. What was being sent waits meanwhile,
and goes on by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Container
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def recently(request: HttpRequest) -> bool:
    """Whether this person proved who they are within the minutes of the setting."""
    if not request.user.is_authenticated:
        return False
    proofs = [float(each["at"]) for each in get_authentication_records(request, request.user)]
    return bool(proofs) and time.time() - max(proofs) < settings.SHAREWELL_CONFIRM_AFTER * 60


def confirmed(view: View) -> View:
    """Ask first, for the page as well as for the step: nobody writes reasons only to be asked then."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if not recently(request):
            raise ReauthenticationRequired
        return view(request, *args, **given)

    return guarded


def confirmed_for(actions: Container[str]) -> Callable[[View], View]:
    """Ask first where the address names one of these actions; the others are taken without."""

    def decorated(view: View) -> View:
        asking = confirmed(view)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
            return (asking if given["action"] in actions else view)(request, *args, **given)

        return guarded

    return decorated
