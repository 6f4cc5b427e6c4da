"""Who may open which page. Not signed in: to the sign-in. Signed in and not theirs: a page that says why and who."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sharewell.policy import rulebook
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Role
from sharewell_office.people import store

View = Callable[..., HttpResponse]


def staff_required(view: View) -> View:
    """Our own people only."""
    return _required(view, "staff", lambda request: request.user.is_staff, _for_staff)


def recipient_required(view: View) -> View:
    """A recipient's people only."""
    return _required(view, "recipients", lambda request: bool(request.user.party_reference), _for_recipients)


def visitor_required(view: View) -> View:
    """Auditors from outside only."""
    return _required(view, "visitors", lambda request: request.user.visit is not None, _for_visitors)


def role_required(*roles: Role) -> Callable[[View], View]:
    """Only people who hold one of these posts. Naming none would let nobody in, so it is refused at once."""
    if not roles:
        raise NobodyMayOpenThis
    return lambda view: _required(
        view, frozenset(roles), lambda request: bool(request.actor.roles & set(roles)), lambda: _for(roles)
    )


class NobodyMayOpenThis(TypeError):
    """`role_required` was given no role."""


def _required(
    view: View,
    opens_to: str | frozenset[Role],
    allowed: Callable[[Any], bool],
    why_not: Callable[[], Refusal],
) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not allowed(request):
            return render(request, "403.html", {"refusals": [why_not()]}, status=403)
        return view(request, *args, **kwargs)

    # docs/reference/permissions.md is printed from this, and every address is held to it.
    guarded.opens_to = opens_to  # type: ignore[attr-defined]
    return guarded


def _for_staff() -> Refusal:
    return Refusal(
        rule=rulebook.NOT_YOUR_STEP,
        reason="This page is for the office's own staff.",
        remedy="What you may open stands in the menu. To collect a file, open the link you were sent; for anything "
        "else, write to the person who sent it or invited you.",
    )


def _for_recipients() -> Refusal:
    return Refusal(
        rule=rulebook.NOT_YOUR_STEP,
        reason="This page is for the people who receive a file.",
        remedy="Look at the file from its release, where you can see what the recipient has done.",
    )


def _for_visitors() -> Refusal:
    return Refusal(
        rule=rulebook.NOT_YOUR_STEP,
        reason="This page is for auditors from outside, who see only what they were let in for.",
        remedy="Look at the record itself, or make a pack of it.",
    )


def _for(roles: Sequence[Role]) -> Refusal:
    """Says whose page it is, and who they are by name: the person to ask is most of what a reader needs."""
    posts = " or ".join(role.label for role in roles)
    holders = [person.name for role in roles for person in store.with_role(role)]
    return Refusal(
        rule=rulebook.NOT_YOUR_STEP,
        reason=f"This page is for the {posts}.",
        remedy=f"Ask {' or '.join(dict.fromkeys(holders)) or 'the office: nobody holds that post now'}.",
    )
