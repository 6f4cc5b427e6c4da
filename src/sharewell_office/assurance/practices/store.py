"""Good practice as rows. Nothing else touches this model."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from sharewell.assurance.practices import Practice, Verdict
from sharewell_office.assurance import models


def practices(verdict: str = "") -> QuerySet[models.Practice]:
    """The library: all of it, what waits for a verdict ("none"), or one verdict."""
    rows = models.Practice.objects.all()
    return rows.filter(verdict="" if verdict == "none" else verdict) if verdict else rows


def row(reference: str) -> models.Practice | None:
    return models.Practice.objects.filter(reference=reference).first()


def to_core(kept: models.Practice) -> Practice:
    return Practice(reference=kept.reference, title=kept.title, source=kept.source, told=kept.told)


def add(practice: Practice, *, by: str, on: date) -> None:
    models.Practice.objects.create(
        reference=practice.reference, title=practice.title, source=practice.source, told=practice.told,
        noted_by=by, noted_on=on,
    )  # fmt: skip


def weigh(reference: str, *, verdict: Verdict, reason: str, change: str, by: str, on: date) -> None:
    models.Practice.objects.filter(reference=reference).update(
        verdict=verdict.value, reason=reason, change=change, weighed_by=by, weighed_on=on
    )
