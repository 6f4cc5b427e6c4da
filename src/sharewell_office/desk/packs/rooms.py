"""The rooms where records lie, and the papers that each has of one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet

from sharewell.decisions.letter import letter
from sharewell.decisions.request import Request
from sharewell.engine.printing import pdf
from sharewell.exchange import linked_data
from sharewell.register.agreement import Agreement
from sharewell_office.adapters import clock, ourselves
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.decisions import services as decisions
from sharewell_office.decisions import store as requests
from sharewell_office.desk.packs import papers
from sharewell_office.people import store as people
from sharewell_office.register import store as register
from sharewell_office.release import store as releases
from sharewell_office.release.printed import MADE


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A paper: its name in a pack, what it is, and how its bytes are made when they are wanted."""

    name: str
    title: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Room:
    """Where records lie: which of these are there (`has`), one of them, what it is called, and its papers."""

    has: Callable[[Sequence[str]], Iterable[str]]
    read: Callable[[str], Any]
    title: Callable[[Any], str]
    papers: Callable[[Any], Iterator[Printed]]


def _of_request(request: Request) -> Iterator[Printed]:
    reference, today = request.reference, clock.today()
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


def _of_agreement(found: Agreement) -> Iterator[Printed]:
    text, name = papers.agreement(found, on=clock.today()), f"documents/{found.reference}-agreement"
    yield Printed(name=f"{name}.pdf", title="Agreement", make=partial(pdf, text))
    graph = json.dumps(linked_data.document([found]), indent=2, ensure_ascii=False).encode()
    yield Printed(name=f"{name}.jsonld", title="Agreement, for machines", make=lambda: graph)


def _of_release(row: Any) -> Iterator[Printed]:
    for file, title in (("report.pdf", "What the gate found"), ("manifest.json", "Manifest of the parcel")):
        made = MADE[file](row)
        if made:
            yield Printed(name=f"documents/{row.reference}-{file}", title=title, make=partial(bytes, made[0]))


def _of_copy(row: Any) -> Iterator[Printed]:
    if row.certificate:
        paper = papers.certificate(row, on=clock.today())
        name = f"documents/{row.reference}-certificate.pdf"
        yield Printed(name=name, title="Certificate of destruction", make=partial(pdf, paper))


def _has(rows: Callable[[], QuerySet[Any]]) -> Callable[[Sequence[str]], Iterable[str]]:
    return lambda references: rows().filter(reference__in=references).values_list("reference", flat=True)


# Where two hold something of one reference, the first says what it is called: a copy goes by its release's.
ROOMS = (
    Room(_has(requests.rows), requests.request, lambda request: request.title, _of_request),
    Room(_has(register.rows), register.agreement, lambda agreement: agreement.title, _of_agreement),
    Room(_has(copies.rows), copies.row, lambda copy: copy.title, _of_copy),
    Room(
        releases.left_under, releases.row, lambda release: f"File for {release.recipient_name}", _of_release
    ),
)
