"""What is known about a record, from every room: its family of records, what happened to each, and its papers.

a request or an agreement
  └ its releases ── the copy that the recipient holds, incidents, corrections

Each room is asked of many records together: a day of twenty thousand entries takes hundreds of questions, not hundreds
of thousands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from typing import TypeVar

from sharewell.ledger.receipt import FOR_THE_PARTY
from sharewell.policy.seeing import Viewer
from sharewell.policy.showing import Scope
from sharewell_office.adapters import clock
from sharewell_office.adapters.seeing import hidden
from sharewell_office.aftercare.corrections import store as corrections
from sharewell_office.aftercare.incidents import store as incidents
from sharewell_office.desk.packs.rooms import ROOMS, Printed
from sharewell_office.ledger import services as record
from sharewell_office.ledger import store as ledger
from sharewell_office.release import store as releases

T = TypeVar("T")
# What the evidence of one pack may hold, as it is written in one piece: about 40 MB. Nothing is ever left out for it.
MOST_ENTRIES = 20_000
# Of how many records a room is asked together: more places in a statement than this no database likes.
TOGETHER = 200


class TooMuchToShow(ValueError):
    """The scope holds more entries than one pack is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One record: what it is, what happened to it, and its papers."""

    reference: str
    title: str
    told: list[ledger.Entry]
    papers: tuple[Printed, ...]

    def paper(self, name: str) -> Printed | None:
        return next((each for each in self.papers if each.name == name), None)


# --- which records, and which entries -----------------------------------------------------------------------------
def references(scope: Scope, viewer: Viewer | None = None) -> list[str]:
    """The records of a scope, with everything that belongs to each: those that `viewer` sees, or all of them."""
    chosen: list[str] = list(scope.references)
    if scope.first and scope.last:
        chosen += ledger.abouts(*moments(scope.first, scope.last))
    found = list(dict.fromkeys(_families(chosen)))
    return [each for some in _some(found) for each in _shown_to(viewer, some)]


def numbers(scope: Scope, about: Sequence[str], viewer: Viewer | None) -> list[int]:
    """Every entry about these records, and whatever else happened on the days of the scope. Raises `TooMuchToShow`.

    Of what else happened, a `viewer` who does not see everything is shown nothing.
    """
    found = {number for some in _some(about) for number in ledger.numbers_of(some)}
    if scope.first and scope.last and (viewer is None or viewer.areas is None):
        start, end = moments(scope.first, scope.last)
        found |= set(ledger.numbers(start=start, end=end))
    if len(found) > MOST_ENTRIES:
        raise TooMuchToShow
    return sorted(found)


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """From the first moment of the first day until the last moment of the last, in London."""
    start, end = (datetime.combine(day, time.min, clock.LONDON) for day in (first, last + timedelta(days=1)))
    return start, end


def _some(references: Sequence[str]) -> Iterator[Sequence[str]]:
    return (references[start : start + TOGETHER] for start in range(0, len(references), TOGETHER))


def _families(chosen: Sequence[str]) -> Iterator[str]:
    """These records, and what belongs to each: what left under it, and what became of that."""
    left = _grouped(pair for some in _some(chosen) for pair in releases.under(some))
    parcels = [*chosen, *(each for those in left.values() for each in those)]
    since = _grouped(
        pair
        for some in _some(parcels)
        for pair in (*incidents.of_releases(some), *corrections.about_releases(some))
    )
    for reference in chosen:
        yield reference
        for release in (reference, *left[reference]):
            yield release
            yield from since[release]


def _grouped(pairs: Iterable[tuple[str, T]]) -> defaultdict[str, list[T]]:
    found = defaultdict[str, list[T]](list)
    for one, other in pairs:
        found[one].append(other)
    return found


def _shown_to(viewer: Viewer | None, some: Sequence[str]) -> list[str]:
    """Those of these references that the record knows, and that are not kept from whoever looks."""
    there = ledger.last_numbers(some)
    kept = hidden(some, viewer) if viewer else frozenset()
    return [reference for reference in some if reference in there and reference not in kept]


# --- one record after the other -----------------------------------------------------------------------------------
def shown(reference: str) -> Shown:
    """One record with its story and its papers."""
    (one,) = in_turn([reference])
    return one


def in_turn(references: Sequence[str]) -> Iterator[Shown]:
    """These records one after the other, each with its story and its papers, which are printed when they are wanted."""
    for some in _some(references):
        entries = ledger.entries_of(some, limit=MOST_ENTRIES)[::-1]
        told = _grouped((entry.about, entry) for entry in entries)
        receipts = _grouped(_receipts(entries))
        there = [(room, set(room.has(some))) for room in ROOMS]
        for each in some:
            found = [(room, room.read(each)) for room, has in there if each in has]
            titles = [room.title(row) for room, row in found]
            papers = [paper for room, row in found for paper in room.papers(row)]
            yield Shown(
                reference=each,
                title=titles[0] if titles else _KINDS.get(each.partition("-")[0], "Record"),
                told=told[each],
                papers=(*papers, *receipts[each]),
            )


_KINDS = {"INC": "Incident", "COR": "Correction", "PACK": "A pack that was made"}


def _receipts(told: Sequence[ledger.Entry]) -> Iterator[tuple[str, Printed]]:
    """The receipts of the other side, each with its record: what they can check without us."""
    due = [entry for entry in told if entry.kind in FOR_THE_PARTY and entry.by]
    # Under one checkpoint, all of them, once the first is wanted.
    made = cache(partial(record.receipts_of, [entry.number for entry in due], at=clock.now()))
    for place, entry in enumerate(due):
        name, title = f"receipts/entry-{entry.number}.tlog-proof", f"Receipt: {entry.sentence.lower()}"
        yield entry.about, Printed(name=name, title=title, make=lambda place=place: made()[place])
