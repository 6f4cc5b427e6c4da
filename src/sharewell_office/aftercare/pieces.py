"""A download in pieces (RFC 9110 section 14): one range at a time, of a file that does not change."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_AT_ONCE = 1 << 16


def wanted(request: HttpRequest, *, size: int, etag: str) -> range | None:
    """The bytes that are asked for: all where no range is, an older file is meant or the range is none we know.

    None where there are no such bytes.
    """
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    older = request.headers.get("If-Range", etag) != etag
    if found is None or older or found.groups() == ("", ""):
        return range(size)
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size) if int(last) else None
    chosen = range(int(first), min(int(last), size - 1) + 1 if last else size)
    return chosen if chosen else None


def response(request: HttpRequest, content: IO[bytes], *, etag: str) -> HttpResponseBase:
    """The file, or the piece of it that is asked for. `content` is closed with the response."""
    size = os.fstat(content.fileno()).st_size
    piece = wanted(request, size=size, etag=etag)
    if piece is None:
        content.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    content.seek(piece.start)
    answer = StreamingHttpResponse(
        _read(content, len(piece)), status=200 if len(piece) == size else 206, content_type="application/zip"
    )
    answer._resource_closers.append(content.close)
    answer["Accept-Ranges"], answer["ETag"] = "bytes", etag
    answer["Content-Length"] = str(len(piece))
    if answer.status_code == 206:
        answer["Content-Range"] = f"bytes {piece.start}-{piece.stop - 1}/{size}"
    return answer


def _read(content: IO[bytes], left: int) -> Iterator[bytes]:
    while left > 0 and (chunk := content.read(min(_AT_ONCE, left))):
        left -= len(chunk)
        yield chunk
