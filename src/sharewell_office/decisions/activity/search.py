"""Finding lines of the activity log: requests and emergencies in one order, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from sharewell.policy.seeing import Viewer
from sharewell_office.adapters.seeing import seen
from sharewell_office.decisions.activity import lines
from sharewell_office.decisions.activity import store as requests
from sharewell_office.decisions.activity.lines import Line
from sharewell_office.decisions.emergency import store as emergencies
from sharewell_office.design.paging import CAP

SIZE = 25
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found, of each kind."""

    requests: Rows
    emergencies: Rows

    def __iter__(self) -> Iterator[tuple[Rows, Any]]:
        yield self.requests, lines.of_requests
        yield self.emergencies, lines.of_emergencies

    def in_order(self) -> Iterator[Line]:
        """Every line, oldest first, read in pieces: what a file is made of."""
        kinds = (_lines(rows.order_by("finished_at", "reference"), read) for rows, read in self)
        return merge(*kinds, key=_key)

    @property
    def counted(self) -> str:
        found = sum(rows.order_by().values("pk")[: CAP + 1].count() for rows, _ in self)
        return f"more than {CAP:,}" if found > CAP else f"{found:,}"


def find(viewer: Viewer, **wanted: Any) -> Found:
    """Lines that they may see, that hold every one of the words, with that outcome, about that data set, between those
    days.
    """
    return Found(
        requests=seen(requests.activity(**wanted), viewer),
        emergencies=seen(emergencies.activity(**wanted), viewer),
    )


def _lines(rows: Rows, read: Any) -> Iterator[Line]:
    left = iter(rows.iterator(chunk_size=200))
    while piece := list(islice(left, 200)):
        yield from read(piece)


# --- a page at a time -------------------------------------------------------------------------------------------------

Key = tuple[datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some lines, and the addresses of the pages before and after."""

    lines: list[Line]
    previous: str
    next: str


def cut(found: Found, query: Mapping[str, str]) -> Page:
    """The page that `query` asks for: the lines before a key, or after one."""
    kept = {name: value for name, value in query.items() if name not in {"before", "after"} and value}
    after, before = _read(query.get("after", "")), _read(query.get("before", ""))
    if after:
        page = _nearest(
            found, Q(finished_at__gt=after[0]) | Q(finished_at=after[0], reference__gt=after[1]), up=True
        )
        shown, newer, older = page[:SIZE][::-1], len(page) > SIZE, True
    else:
        below = (
            Q(finished_at__lt=before[0]) | Q(finished_at=before[0], reference__lt=before[1])
            if before
            else Q()
        )
        page = _nearest(found, below, up=False)
        shown, newer, older = page[:SIZE], before is not None, len(page) > SIZE
    return Page(
        lines=shown,
        previous=_link(kept, "after", shown[0]) if shown and newer else "",
        next=_link(kept, "before", shown[-1]) if shown and older else "",
    )


def _nearest(found: Found, where: Q, *, up: bool) -> list[Line]:
    order = ("finished_at", "reference") if up else ("-finished_at", "-reference")
    each = (read(rows.filter(where).order_by(*order)[: SIZE + 1]) for rows, read in found)
    return sorted((line for some in each for line in some), key=_key, reverse=not up)[: SIZE + 1]


def _key(line: Line) -> Key:
    return line.finished, line.reference


def _link(kept: Mapping[str, str], side: str, line: Line) -> str:
    return "?" + urlencode({**kept, side: f"{line.finished.isoformat()},{line.reference}"})


def _read(key: str) -> Key | None:
    """The key in an address; one that somebody made up is none."""
    moment, _, reference = key.partition(",")
    try:
        read = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (read, reference) if read.tzinfo else None
