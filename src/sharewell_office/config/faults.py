"""What a person sees when a step failed through no fault of theirs: 503 while nothing can be written, else 500.

These are Django's `handler500` and `handler400`: whatever failed, in a view, in a middleware or while a session was
saved, ends here.
"""

from __future__ import annotations

import errno
import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for the failure that is being handled. It asks the database for nothing, not even who is signed in."""
    if _cannot_write(sys.exc_info()[1]):
        return _no_room()
    return HttpResponse(render_to_string("500.html"), status=500)


def _no_room() -> HttpResponse:
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "120"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that could not be read; or a session that could not be written, which Django calls one too."""
    before: BaseException | None = exception
    while before is not None:
        if _cannot_write(before):
            return _no_room()
        before = before.__context__
    return defaults.bad_request(request, exception)


def _cannot_write(problem: BaseException | None) -> bool:
    """No room on the disk, or a database that does not answer. Pages that only read go on meanwhile."""
    return isinstance(problem, OperationalError) or (
        isinstance(problem, OSError) and problem.errno in _NO_ROOM
    )
