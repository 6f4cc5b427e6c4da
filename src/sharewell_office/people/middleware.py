"""What every request knows: who is acting, with which posts, on this day; and that everyone has a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.people import store

Respond = Callable[[HttpRequest], HttpResponse]

# The only pages of somebody without a second factor: to set one up (your password first), and to leave.
_UNTIL_THEN = {"mfa_activate_totp", "mfa_qr_code", "account_reauthenticate", "account_logout"}


class ActorMiddleware:
    """Puts `request.actor` there: a core `Actor`, read from the database only when a view asks for it."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _acting(request))  # type: ignore[attr-defined]
        return self.respond(request)


def _acting(request: HttpRequest) -> Actor:
    return store.actor(request.user, clock.today()) if request.user.is_authenticated else store.nobody()


class SecondFactorMiddleware:
    """Leads everyone who has signed in without a second factor to setting one up, before anything else."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Sets `request.may_enter`: signed in, and with a second factor."""
        if request.user.is_authenticated and store.has_left(request.user, clock.today()):
            logout(request)
            return redirect("account_inactive")
        request.may_enter = request.user.is_authenticated and store.has_second_factor(request.user)  # type: ignore[attr-defined]
        # By the name of the page, not by its address: a prefix would let in whatever is put below it later.
        open_to_all = request.resolver_match is not None and request.resolver_match.view_name in _UNTIL_THEN
        if open_to_all or request.may_enter or not request.user.is_authenticated:  # type: ignore[attr-defined]
            return None
        return redirect("mfa_activate_totp")
