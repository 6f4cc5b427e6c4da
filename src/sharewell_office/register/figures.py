"""What the board counts of agreements. Reads only: the counting half of `store`."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from sharewell_office.register import models


def live() -> QuerySet[models.Agreement]:
    """Agreements in force, or suspended for want of a review."""
    return models.Agreement.objects.filter(status__in=("active", "suspended"))


def overdue(on: date) -> QuerySet[models.Agreement]:
    return live().filter(review_on__lt=on)


def open_incidents(data_sets: frozenset[str]) -> int:
    """Incidents that are not closed at those who receive these data sets."""
    receiving = live().filter(asset__data_set__in=data_sets).values("recipient")
    return models.Incident.objects.filter(closed__isnull=True, party__in=receiving).count()


def counted(on: date, data_sets: frozenset[str] | None = None) -> dict[str, int]:
    """How many are live, overdue for review, and decided upon as to notices (one query); of these data sets, or all."""
    found = live() if data_sets is None else live().filter(asset__data_set__in=data_sets)
    return found.aggregate(
        live=Count("pk"),
        overdue=Count("pk", filter=Q(review_on__lt=on)),
        undated=Count("pk", filter=Q(review_on__isnull=True)),
        noticed=Count("pk", filter=Q(notice__isnull=False)),
    )
