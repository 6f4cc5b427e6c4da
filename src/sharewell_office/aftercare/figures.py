"""What the board counts after the share. Reads only: the counting half of the stores."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from sharewell_office.aftercare import models


def due(first: date, last: date) -> QuerySet[models.Copy]:
    """Copies of our data whose certificate fell due then."""
    ours = models.Copy.objects.filter(inbound=False)
    return ours.filter(certificate_due__gte=first, certificate_due__lte=last)


def states(found: QuerySet[models.Copy]) -> Counter[str]:
    return Counter(dict(found.order_by().values_list("state").annotate(Count("pk"))))


def told(first: date, last: date) -> QuerySet[models.Notice]:
    """Notices of a change that went out then."""
    return models.Notice.objects.filter(
        correction__raised_at__date__gte=first, correction__raised_at__date__lte=last
    )


def acknowledged(found: QuerySet[models.Notice]) -> dict[str, int]:
    """How many there are, how many were acknowledged by their day, and how many later (one query)."""
    in_time = Q(acknowledged_at__date__lte=F("due"))
    return found.aggregate(
        told=Count("pk"),
        in_time=Count("pk", filter=in_time),
        later=Count("pk", filter=Q(acknowledged_at__isnull=False) & ~in_time),
    )


def incidents(first: date, last: date) -> QuerySet[models.Incident]:
    return models.Incident.objects.filter(reported_at__date__gte=first, reported_at__date__lte=last)


def told_in_time(found: QuerySet[models.Incident]) -> dict[str, int]:
    """How many, by whose they were, told within 24 hours, and settled within 72 hours of our knowing (one query)."""
    day, three = timedelta(hours=24), timedelta(hours=72)
    return found.aggregate(
        reported=Count("pk"),
        ours=Count("pk", filter=Q(whose="ours")),
        theirs=Count("pk", filter=~Q(whose="ours")),
        within_a_day=Count("pk", filter=Q(reported_at__lte=F("occurred_at") + day)),
        settled=Count("pk", filter=Q(decided_at__lte=F("aware_at") + three)),
    )
