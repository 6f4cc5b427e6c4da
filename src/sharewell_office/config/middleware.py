"""Addresses that no page has."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

Respond = Callable[[HttpRequest], HttpResponse]


class NoNulMiddleware:
    """Answers 404 where an address holds a NUL: no reference does, and PostgreSQL's text cannot."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseNotFound("There is no such page.", content_type="text/plain; charset=utf-8")
        return self.respond(request)
