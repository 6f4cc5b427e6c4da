"""What the office writes about itself: one JSON object a line, and never a word about anybody.

An exception's own message may hold a value (PostgreSQL quotes the row that broke a constraint), so a line says what
kind it was and where in the code, never what it said. A request is named by its route, not by its address: addresses
hold references and links.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse

_requests = logging.getLogger("sharewell.requests")


class Line(logging.Formatter):
    """A log record as one line of JSON: at, level, logger, message, and where it broke."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": "" if record.exc_info else _one_line(record.getMessage()),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__name__, "where": _where(record.exc_info[2])}
        return json.dumps(line, ensure_ascii=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _where(trail: TracebackType | None) -> list[str]:
    """The way through the code: file, line and function of each step, without any value."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trail)]


class RequestLineMiddleware:
    """One line for each request: method, route, status and milliseconds. Not who, and not the address."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.respond(request)
        facts: dict[str, Any] = {
            "method": request.method if request.method in _METHODS else "other",
            "route": request.resolver_match.route if request.resolver_match else None,
            "status": response.status_code,
            "ms": round((time.perf_counter() - began) * 1000, 1),
        }
        # Stylesheets and pictures have no route, and say nothing worth keeping.
        if facts["route"] is not None or response.status_code >= 400:
            _requests.info("request", extra={"facts": facts})
        return response


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
