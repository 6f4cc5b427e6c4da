"""Who looks, for the rules of who sees what (`sharewell.policy.seeing`): lists are narrowed, and pages are closed.

    page = paging.cut(theirs(request, store.matching(words=words)), key="reference", query=…)

A page, a step or an answer of the API about a record that is kept from whoever asks is not there, whichever room it
belongs to: the door asks before the view runs. So a view never works out for itself who sees what.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from sharewell.policy import seeing
from sharewell.policy.seeing import Seeing, Viewer
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters.acting import reaching, texts
from sharewell_office.adapters.seeing import seen

M = TypeVar("M", bound=Model)


def viewer(request: HttpRequest) -> Viewer:
    """Whoever asks, as somebody of ours. (The portal asks by organisation.)"""
    return seeing.of(request.actor)  # type: ignore[attr-defined]


def theirs(request: HttpRequest, rows: QuerySet[M], rule: Seeing | None = None) -> QuerySet[M]:
    """Those of these rows that whoever asks may see."""
    return seen(rows, viewer(request), rule)


class SeeingMiddleware:
    """The door: what is kept from whoever asks is not there, and who acts is who they are for what it is about."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, named: dict[str, Any]) -> None:
        """Raises `Http404`."""
        if not request.user.is_authenticated or not request.user.is_staff:
            return  # a key is asked behind the API's own door; whoever is from outside sees what their pages choose
        request.actor = at_the_door(request, request.actor, named)  # type: ignore[attr-defined]


def at_the_door(request: HttpRequest, by: Actor, named: dict[str, Any]) -> Actor:
    """Who acts, as far as their posts reach what the address and the form name. Raises `Http404` where it is kept.

    Said here once, it holds for every page, step and call: no room asks for which areas a post is held.
    """
    typed = _typed(request) if by.areas else {}
    data_set = named.get("data_set") or ""
    if data_set and not seeing.of(by).reaches(data_set):
        raise Http404
    chosen = texts([data_set, typed.get("data_set")])
    return reaching(by, *texts([*named.values(), *typed.values()]), data_sets=chosen)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What a form or a program sends with its request."""
    if request.content_type != "application/json":
        return dict(request.POST.lists())
    try:
        said = json.loads(request.body)
    except ValueError:
        return {}  # the API says what is wrong with it
    return said if isinstance(said, dict) else {}
