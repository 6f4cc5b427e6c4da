"""Days off that were proclaimed. Nothing else touches this model."""

from __future__ import annotations

from datetime import date, datetime

from sharewell_office.people.models import ProclaimedHoliday


def proclaimed() -> frozenset[date]:
    """Every day that was proclaimed, as the clocks of the core take them (one query; an office has a handful)."""
    return frozenset(ProclaimedHoliday.objects.values_list("day", flat=True))


def reasons(year: int) -> dict[date, str]:
    """The proclaimed days of a year, each with why."""
    return dict(ProclaimedHoliday.objects.filter(day__year=year).values_list("day", "why"))


def add(day: date, *, why: str, by: str, at: datetime) -> None:
    ProclaimedHoliday.objects.create(day=day, why=why, proclaimed_by=by, proclaimed_at=at)


def drop(day: date) -> None:
    """The record keeps that it was there, and why it is not."""
    ProclaimedHoliday.objects.filter(day=day).delete()
