"""Who looks, for the rules of who sees what (`sharewell.policy.seeing`): lists are narrowed, and pages are closed.

    page = paging.cut(theirs(request, store.matching(words=words)), key="reference", query=…)

A page, a step or an answer of the API about a record that is kept from whoever asks is not there, whichever room it
belongs to: the door asks before the view runs. So a view never works out for itself who sees what.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from sharewell.policy import seeing
from sharewell.policy.seeing import Seeing, Viewer
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters.seeing import hidden, seen

M = TypeVar("M", bound=Model)


def viewer(request: HttpRequest) -> Viewer:
    """Whoever asks, as somebody of ours. (The portal asks by organisation.)"""
    return seeing.of(request.actor)  # type: ignore[attr-defined]


def theirs(request: HttpRequest, rows: QuerySet[M], rule: Seeing | None = None) -> QuerySet[M]:
    """Those of these rows that whoever asks may see."""
    return seen(rows, viewer(request), rule)


class SeeingMiddleware:
    """The door: an address that names a record which is kept from whoever asks is not there."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.respond(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, named: dict[str, Any]) -> None:
        """Raises `Http404`."""
        if not request.user.is_authenticated or not request.user.is_staff:
            return  # a key is asked behind the API's own door; whoever is from outside sees what their pages choose
        shut(request.actor, named)  # type: ignore[attr-defined]


def shut(by: Actor, named: dict[str, Any]) -> None:
    """Raises `Http404` where an address names what is kept from them: a record, or a data set that is not theirs."""
    looking = seeing.of(by)
    data_set = named.get("data_set")
    if data_set and not looking.reaches(data_set):
        raise Http404
    if hidden([each for each in named.values() if isinstance(each, str)], looking):
        raise Http404
