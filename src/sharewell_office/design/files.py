"""What people take away: a document as PDF or Word, or any other file, answered as an attachment with its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from sharewell.engine import printing
from sharewell.vocabulary.paper import Paper

_Answer = TypeVar("_Answer", bound=HttpResponseBase)
PRINTERS: Mapping[str, Callable[[Paper], bytes]] = {"pdf": printing.pdf, "docx": printing.word}
KINDS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def on_paper(paper: Callable[[], Paper], *, name: str, form: str) -> HttpResponse:
    """The document as `pdf` or `docx`. Raises `Http404` for any other form, before anything is written."""
    if form not in PRINTERS:
        raise Http404
    return _attached(HttpResponse(PRINTERS[form](paper()), content_type=KINDS[form]), f"{name}.{form}")


def as_file(content: bytes, name: str) -> HttpResponse:
    """A file that is whole; what kind it is follows from the end of its name."""
    return _attached(HttpResponse(content, content_type=_kind(name)), name)


def as_stream(content: Iterable[str], name: str) -> StreamingHttpResponse:
    """A file of any length, a line at a time."""
    return _attached(StreamingHttpResponse(content, content_type=_kind(name)), name)


def _kind(name: str) -> str:
    return KINDS[name.rpartition(".")[2]]


def _attached(answer: _Answer, name: str) -> _Answer:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
