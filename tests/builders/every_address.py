"""Every address of the office, with references of the demonstration office filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

SAMPLES = {
    "username": ("h2",),
    # Of each room whose addresses have a second hole, a word that one of its pages answers to.
    "name": ("powers", "purpose", "assess", "data.csv"),
    "party": ("ORG-0001",),
    "authority": ("ISA-2026-0001", "DSR-2026-0003"),
    "incident": ("INC-2026-0001",),
    "case": ("DSR-2026-0001",),
    "data_set": ("home-visits",),
    "part": ("need",),
    "risk": ("1",),
    "pk": ("1",),
    "notice": ("1",),
    "article": ("33",),
    "step": ("undo",),
    "page": ("what",),
    "kpi": ("k01",),
    "secret": ("A" * 43,),
    "provider_id": ("organisation",),
    "number": ("0", "7"),
    "action": ("submit", "sign"),
    "stage": ("S3",),
    "topic": ("fields",),
    "form": ("csv",),
    "machine": ("jsonld",),
    "token": ("A" * 43,),
    "digest": ("0" * 64,),
    "key": ("00000000-0000-4000-8000-000000000000",),
}
# What a room's references begin with, where something else in its addresses would only be no page.
KINDS = {
    "agreements": ("ISA",),
    "requests": ("DSR", "DPQ", "EM"),
    "releases": ("REL", "DSR", "ISA"),
    "registers": ("PWR", "PRO", "TPL"),
    "dpias": ("DPIA",),
    "assurance": ("SUR", "SAM", "REV", "POL"),
    "organisations": ("ORG",),
    "parcels": ("REL",),
    "copies": ("RET", "REL"),
    "received": ("REL", "IN"),
    "incidents": ("INC",),
    "import": ("IMP",),
}
_HOLE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:\[\^/\]\+|[^()]*(?:\([^()]*\)[^()]*)*)\)")
# A hole that takes certain words and no others: (?P<form>pdf|docx)
_WORDS = re.compile(r"\(\?P<\w+>(\w+(?:\|\w+)+)\)")


@dataclass(frozen=True, slots=True)
class Address:
    """A path that can be asked for, and the route it belongs to."""

    route: str
    path: str


def routes() -> list[str]:
    """Every route of the office, as Django writes it."""
    return [route for route in _walk(get_resolver(), "") if not route.startswith(("static", "design/"))]


def _walk(resolver: URLResolver, before: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from _walk(each, route)


def every_address(references: list[str]) -> list[Address]:
    """Each route with those of these references that fit its room, or with the samples above."""
    return [
        Address(route, path)
        for route in routes()
        for path in _filled("/" + route, _fitting(route, references))
    ]


def _fitting(route: str, references: list[str]) -> list[str]:
    """Those of a kind that the room knows; where there is none of them, the first: what is not there is no page."""
    room = route.removeprefix("api/v1/").lstrip("^").partition("/")[0]
    if room not in KINDS:
        return references
    return [each for each in references if each.partition("-")[0] in KINDS[room]] or references[:1]


def _filled(route: str, references: list[str]) -> list[str]:
    hole = _HOLE.search(route)
    if hole is None:
        return [route.replace("^", "").replace("$", "").replace("\\", "")]
    name = hole[1] or hole[2]
    words = _WORDS.fullmatch(hole[0])
    values = words[1].split("|") if words else SAMPLES.get(name, references)
    return [
        path
        for value in values
        for path in _filled(route[: hole.start()] + value + route[hole.end() :], references)
    ]


def one_of_each_kind() -> list[str]:
    """A reference of each prefix (ISA, DSR …) that is on the demonstration office's record."""
    from sharewell_office.ledger.models import CaseKey

    there = CaseKey.objects.order_by("reference").values_list("reference", flat=True)
    return list({reference.split("-")[0]: reference for reference in there}.values())


def first_of_each(addresses: Iterable[Address]) -> list[Address]:
    """A single address of each route, where what is asked for does not hang on which of its records it is."""
    return list({each.route: each for each in reversed(list(addresses))}.values())
