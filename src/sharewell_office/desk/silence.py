"""The one gate for do-not-tell: whatever the office answers is asked whether it speaks of a silent case.

Where it does, the answer says so: a page in its first lines, an answer to a program in a header, a file in its name. It
is asked of the finished answer, so that no screen, list, export or feed, of today or of next year, can forget it.
(What goes to the person, such as a letter or the list of who holds their data, leaves the case out: see
`release.telling`. The activity log has a column, since it is streamed. What a command writes out is listened to as it
is written, and whoever called is told at the end: `heard`.)
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from sharewell_office.adapters import clock
from sharewell_office.aftercare.corrections import store as corrections
from sharewell_office.aftercare.incidents import store as incidents
from sharewell_office.decisions import silence
from sharewell_office.decisions.silence import Silence
from sharewell_office.release import store as releases

HEADER = "Sharewell-Do-Not-Tell"
# Where the warning stands on a page: in the template that every page extends.
PLACE = b"<!-- do-not-tell -->"
MOST_NAMED = 10
# A request, a release (and the copy that it left), a correction, an incident: what a silence can lie over.
_REFERENCE = re.compile(rb"\b(?:DSR|REL|COR|INC)-\d{4}-\d{4,}\b")


class DoNotTellMiddleware:
    """Looks at each answer on its way out."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.answer(request)
        content = b"" if response.streaming else bytes(response.content)  # type: ignore[attr-defined]
        called = f" {request.get_full_path()} {response.get('Content-Disposition', '')}".encode()
        over = silent(_spoken(content) | _spoken(called), clock.today())
        if over and HEADER not in response:
            marked(response, over)
        if PLACE in content:
            response.content = content.replace(PLACE, _warning(over), 1)  # type: ignore[attr-defined]
        return response


def marked(response: HttpResponseBase, over: Mapping[str, Silence]) -> HttpResponseBase:
    """The answer, saying in a header, and in its name where it is a file, of whom it tells that must not be told."""
    if over:
        response[HEADER] = ", ".join(over)
        if "Content-Disposition" in response:
            response["Content-Disposition"] = _marked(response["Content-Disposition"])
    return response


def silent(spoken: Set[str], on: date) -> Mapping[str, Silence]:
    """Those of these references of which the person must not be told on that day, in their order.

    What is asked grows with what the answer speaks of and not with the office: an incident and a correction lead to
    their releases, and a release to its request; a kind that is not spoken of costs no query.
    """
    kind = {
        each: frozenset(one for one in spoken if one.startswith(each))
        for each in ("DSR", "REL", "COR", "INC")
    }
    about = [
        *(incidents.releases_of(kind["INC"]) if kind["INC"] else ()),
        *(corrections.releases_of(kind["COR"]) if kind["COR"] else ()),
    ]
    left = kind["REL"] | {release for _, release in about if release}
    under = releases.left_under(left) if left else {}
    cases = kind["DSR"] | set(under.values())
    over = silence.over_any(cases, on) if cases else {}
    gone = {release: over[case] for release, case in under.items() if case in over}
    reached = {reference: gone[release] for reference, release in about if release in gone}
    found = over | gone | reached
    return {reference: found[reference] for reference in sorted(spoken & found.keys())}


def heard(pieces: Iterable[bytes], tell: Callable[[str], None]) -> Iterator[bytes]:
    """The pieces as they are; whoever takes them all is told at the end of which of it the person must not know."""
    spoken: set[str] = set()
    for piece in pieces:
        spoken |= _spoken(piece)
        yield piece
    for reference, over in silent(spoken, clock.today()).items():
        tell(f"Do not tell the person in {reference} until {over}: an exemption applies.")


def _spoken(content: bytes) -> set[str]:
    """The references in it; of an archive (workbooks and Word documents are some too), in its parts."""
    if content.startswith(b"PK\x03\x04") and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {each for name in archive.namelist() for each in _spoken(archive.read(name))}
    return {each.decode() for each in _REFERENCE.findall(content)}


def _warning(over: Mapping[str, Silence]) -> bytes:
    if not over:
        return b""
    days = {each.until for each in over.values()}
    said = {
        "cases": list(over)[:MOST_NAMED],
        "more": max(0, len(over) - MOST_NAMED),
        # Of several days the page gives none: each case has its own.
        "until": days.pop() if len(days) == 1 else None,
    }
    return render_to_string("design/do_not_tell.html", said).encode()


def _marked(disposition: str) -> str:
    """A file that is taken away says it in its name, wherever it is saved."""
    return disposition.replace('filename="', 'filename="do-not-tell-', 1)
