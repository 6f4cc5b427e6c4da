"""What a person sees when a step failed through no fault of theirs: 503 while nothing can be written, else 500.

This is Django's `handler500`: whatever failed, in a view, in a middleware or while a session was saved, ends here.
"""

from __future__ import annotations

import errno
import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for the failure that is being handled. It asks the database for nothing, not even who is signed in."""
    if _cannot_write(sys.exc_info()[1]):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "120"})
    return HttpResponse(render_to_string("500.html"), status=500)


def _cannot_write(problem: BaseException | None) -> bool:
    """No room on the disk, or a database that does not answer. Pages that only read go on meanwhile."""
    return isinstance(problem, OperationalError) or (
        isinstance(problem, OSError) and problem.errno in _NO_ROOM
    )
