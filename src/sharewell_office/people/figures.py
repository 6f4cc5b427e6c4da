"""What the board counts of people. Reads only: the counting half of `store`."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q

from sharewell.vocabulary.people import Role
from sharewell_office.people import models
from sharewell_office.people.training.store import staff

_DECIDERS = (Role.OWNER.value, Role.CHIEF_EXECUTIVE.value)


def trained(on: date) -> dict[str, int]:
    """How many work here, how many are trained, and the same of those who decide (one query)."""
    decides, current = Q(posts__role__in=_DECIDERS), Q(trained_until__gte=on)
    return staff().aggregate(
        staff=Count("pk", distinct=True),
        trained=Count("pk", filter=current, distinct=True),
        deciders=Count("pk", filter=decides, distinct=True),
        deciders_trained=Count("pk", filter=decides & current, distinct=True),
    )


def delegations_ended(first: date, last: date) -> int:
    """Delegations that ran out then and were not revoked before."""
    ended = models.Delegation.objects.filter(ends__gte=first, ends__lte=last, revoked_at__isnull=True)
    return ended.count()
