"""Absences: rows ↔ records of the core."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sharewell.decisions.covering import Absence, nobody_covers
from sharewell_office.decisions import models
from sharewell_office.people.holidays.store import proclaimed

_SAME = ("reference", "person", "starts", "ends", "cover", "under", "ended")


def absence(reference: str) -> Absence | None:
    row = models.Absence.objects.filter(reference=reference).first()
    return row and _to_core(row)


def standing(on: date) -> list[Absence]:
    """Absences that are not over, the next first."""
    rows = models.Absence.objects.filter(ends__gte=on).order_by("starts", "reference")[:200]
    return [one for one in map(_to_core, rows) if one.ended is None or on < one.ended]


def away(on: date) -> dict[str, Absence]:
    """Who is away that day."""
    return {one.person: one for one in standing(on) if one.away(on)}


def uncovered(on: date) -> frozenset[str]:
    """Those whose decisions fall to the Chief Executive that day."""
    absent = standing(on)
    return nobody_covers(absent, on, proclaimed()) if absent else frozenset()


def at_their_desk(people: Iterable[str], on: date) -> frozenset[str]:
    """Who acts for these people that day: themselves, the cover of those who are away, or "" where nobody covers."""
    gone = away(on)
    return frozenset(gone[person].cover if person in gone else person for person in people)


def add(given: Absence) -> None:
    models.Absence.objects.create(**{name: getattr(given, name) for name in _SAME})


def end(reference: str, *, on: date) -> None:
    models.Absence.objects.filter(reference=reference, ended__isnull=True).update(ended=on)


def _to_core(row: models.Absence) -> Absence:
    return Absence(**{name: getattr(row, name) for name in _SAME})
