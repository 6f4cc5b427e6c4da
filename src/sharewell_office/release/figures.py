"""What the board counts of files at the gate. Reads only: the counting half of `store`."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from sharewell_office.release import models

MOST = 5000


def sealed(first: date, last: date) -> QuerySet[models.Release]:
    return models.Release.objects.filter(sealed_at__date__gte=first, sealed_at__date__lte=last)


def counted(found: QuerySet[models.Release]) -> dict[str, int]:
    """How many, how many were permitted, how many hold special categories, and their rows (one query)."""
    counts = found.aggregate(
        sealed=Count("pk"),
        permitted=Count("pk", filter=Q(permitted_at__isnull=False)),
        special=Count("pk", filter=~Q(categories=[])),
        rows=Sum("attempt__rows"),
    )
    return {name: value or 0 for name, value in counts.items()}


def refused(first: date, last: date) -> QuerySet[models.Attempt]:
    """Examinations that ended in a refusal."""
    found = models.Attempt.objects.filter(prepared_at__date__gte=first, prepared_at__date__lte=last)
    return found.filter(report__decision="refuse")


def reasons(found: QuerySet[models.Attempt]) -> Counter[str]:
    """How many of the latest refusals each check had a part in."""
    reports = found.order_by("-pk").values_list("report__findings", flat=True)[:MOST]
    return Counter(
        check
        for findings in reports
        for check in {each["check"] for each in findings or () if each.get("severity") == "block"}
    )
