"""What is known about a record, from every room: its family of records, what happened to each, and its papers.

a request or an agreement
  └ its releases ── the copy that the recipient holds, incidents, corrections
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from sharewell.decisions.letter import letter
from sharewell.decisions.request import Request
from sharewell.engine.printing import pdf
from sharewell.exchange import linked_data
from sharewell.ledger.receipt import FOR_THE_PARTY
from sharewell.policy.seeing import Viewer
from sharewell.policy.showing import Scope
from sharewell_office.adapters import clock, ourselves
from sharewell_office.adapters.seeing import hidden
from sharewell_office.aftercare.corrections import store as corrections
from sharewell_office.aftercare.incidents import store as incidents
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.decisions import services as decisions
from sharewell_office.desk.packs import papers
from sharewell_office.ledger import services as record
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.register import store as register
from sharewell_office.release import store as releases
from sharewell_office.release.printed import MADE

# What the evidence of one pack may hold, as it is written in one piece: about 40 MB. Nothing is ever left out for it.
MOST_ENTRIES = 20_000


class TooMuchToShow(ValueError):
    """The scope holds more entries than one pack is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A paper: its name in a pack, what it is, and how its bytes are made when they are wanted."""

    name: str
    title: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One record: what it is, what happened to it, and its papers."""

    reference: str
    title: str
    told: list[ledger.Entry]
    papers: tuple[Printed, ...]

    def paper(self, name: str) -> Printed | None:
        return next((each for each in self.papers if each.name == name), None)


def references(scope: Scope, viewer: Viewer | None = None) -> list[str]:
    """The records of a scope, with everything that belongs to each: those that `viewer` sees, or all of them."""
    chosen: list[str] = list(scope.references)
    if scope.first and scope.last:
        chosen += ledger.abouts(*moments(scope.first, scope.last))
    found = dict.fromkeys(each for reference in chosen for each in _family(reference))
    there = ledger.last_numbers(list(found))
    kept = hidden(found, viewer) if viewer else frozenset()
    return [reference for reference in found if reference in there and reference not in kept]


def numbers(scope: Scope, about: Sequence[str], viewer: Viewer | None) -> list[int]:
    """Every entry about these records, and whatever else happened on the days of the scope. Raises `TooMuchToShow`.

    Of what else happened, a `viewer` who does not see everything is shown nothing.
    """
    found = {number for reference in about for number in ledger.numbers(about=reference)}
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


def _family(reference: str) -> Iterator[str]:
    yield reference
    for release in [reference, *releases.under(reference)]:
        yield release
        yield from incidents.of_release(release).values_list("reference", flat=True)
        yield from corrections.about_release(release)


def shown(reference: str) -> Shown:
    """One record with its story and its papers."""
    return Shown(
        reference=reference,
        title=_title(reference),
        told=ledger.entries(about=reference, limit=MOST_ENTRIES)[::-1],
        papers=tuple(_papers(reference)),
    )


def _title(reference: str) -> str:
    for look in (_request, register.agreement, copies.row):
        found = look(reference)
        if found is not None:
            return str(found.title)
    release = releases.row(reference)
    return (
        f"File for {release.recipient_name}" if release else _KINDS.get(reference.partition("-")[0], "Record")
    )


_KINDS = {"INC": "Incident", "COR": "Correction", "PACK": "A pack that was made"}


def _request(reference: str) -> Request | None:
    try:
        return decisions.read(reference)
    except decisions.NoSuchRequest:
        return None


def _papers(reference: str) -> Iterator[Printed]:
    for of in (_of_request, _of_agreement, _of_release, _of_copy, _receipts):
        yield from of(reference)


def _of_request(reference: str) -> Iterator[Printed]:
    request, today = _request(reference), clock.today()
    if request is None:
        return
    law, names = decisions.law_for(request, today), people.people_by_id(_people(request))
    file = papers.case(request, law, names=names, on=today)
    yield Printed(name=f"documents/{reference}-case-file.pdf", title="Case file", make=partial(pdf, file))
    told = letter(request, issuer=ourselves.name(), on=today)
    if told:
        name = f"documents/{reference}-letter.pdf"
        yield Printed(name=name, title="Letter to the requester", make=partial(pdf, told))


def _people(request: Request) -> set[str]:
    decided = {request.decision.by} if request.decision else set()
    return {request.requested_by, *(each.by for each in request.advice), *decided}


def _of_agreement(reference: str) -> Iterator[Printed]:
    found = register.agreement(reference)
    if found is None:
        return
    text = papers.agreement(found, on=clock.today())
    yield Printed(name=f"documents/{reference}-agreement.pdf", title="Agreement", make=partial(pdf, text))
    graph = json.dumps(linked_data.document([found]), indent=2, ensure_ascii=False).encode()
    yield Printed(
        name=f"documents/{reference}-agreement.jsonld", title="Agreement, for machines", make=lambda: graph
    )


def _of_release(reference: str) -> Iterator[Printed]:
    row = releases.row(reference)
    if row is None:
        return
    for file, title in (("report.pdf", "What the gate found"), ("manifest.json", "Manifest of the parcel")):
        made = MADE[file](row)
        if made:
            yield Printed(name=f"documents/{reference}-{file}", title=title, make=partial(bytes, made[0]))


def _of_copy(reference: str) -> Iterator[Printed]:
    row = copies.row(reference)
    if row is not None and row.certificate:
        paper = papers.certificate(row, on=clock.today())
        name = f"documents/{reference}-certificate.pdf"
        yield Printed(name=name, title="Certificate of destruction", make=partial(pdf, paper))


def _receipts(reference: str) -> Iterator[Printed]:
    """The receipts of the other side: what they can check without us."""
    for entry in ledger.entries(about=reference, limit=MOST_ENTRIES):
        if entry.kind in FOR_THE_PARTY and entry.by:
            make = partial(record.receipt_of, entry.number, at=clock.now())
            title = f"Receipt: {entry.sentence.lower()}"
            yield Printed(name=f"receipts/entry-{entry.number}.tlog-proof", title=title, make=make)
