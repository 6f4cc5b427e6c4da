"""Agreements taken over from other registers: *recorded*, known by where they came from, letting nothing leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from django.db.models import Q

from sharewell.exchange.register_columns import Named, RegisterEntry
from sharewell.register import agreement as core
from sharewell_office.adapters import bulk
from sharewell_office.register import models
from sharewell_office.register.store import search


def imported(sources: Iterable[str]) -> dict[str, models.Agreement]:
    """The agreements taken over from these sources before, and our own of these references."""
    wanted = list(sources)
    known = models.Agreement.objects.filter(Q(source__in=wanted) | Q(reference__in=wanted))
    return {each.source or each.reference: each for each in known}


def columns_of(entry: RegisterEntry) -> dict[str, Any]:
    """The columns an imported entry fills."""
    plain = {name: getattr(entry, name) for name in _PLAIN}
    return plain | {
        name: [{"reference": body.reference, "name": body.name} for body in getattr(entry, name)]
        for name in _BODIES
    }


def add_imported(new: Iterable[tuple[str, RegisterEntry]]) -> None:
    """Entries of somebody's register as *recorded* agreements: known, and letting nothing leave."""
    recorded, entries = core.AgreementStatus.RECORDED.value, dict(new)
    bulk.insert(
        models.Agreement,
        [
            {"reference": reference, "status": recorded, **columns_of(entry)}
            for reference, entry in entries.items()
        ],
    )
    rows = models.Agreement.objects.filter(reference__in=list(entries)).values_list("pk", "reference")
    search.keep({pk: _entry_searched(reference, entries[reference]) for pk, reference in rows})


def _entry_searched(reference: str, entry: RegisterEntry) -> list[str]:
    bodies = (*entry.controllers, *entry.processors)
    return [reference, entry.title, entry.purpose, *(body.name for body in bodies)]


def update_imported(row: models.Agreement, entry: RegisterEntry) -> None:
    for name, value in columns_of(entry).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    search.keep({row.pk: _entry_searched(row.reference, entry)})


def holds(row: models.Agreement, entry: RegisterEntry) -> bool:
    """Whether the row says already what the entry says."""
    return all(getattr(row, name) == value for name, value in columns_of(entry).items() if name != "source")


def entries() -> Iterator[RegisterEntry]:
    """Every agreement as a register has it, oldest first, read in pieces."""
    plain = [each.name for each in fields(RegisterEntry) if each.name not in {"source", *_BODIES}]
    for row in models.Agreement.objects.order_by("pk").iterator(chunk_size=500):
        bodies = {name: tuple(Named(**body) for body in getattr(row, name)) for name in _BODIES}
        texts = {name: getattr(row, name) for name in plain}
        yield RegisterEntry(source=row.source or row.reference, **texts, **bodies)


_BODIES = ("controllers", "processors", "areas")
_PLAIN = tuple(each.name for each in fields(RegisterEntry) if each.name not in _BODIES)
