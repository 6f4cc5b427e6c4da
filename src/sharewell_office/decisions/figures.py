"""What the board counts of requests, advice and emergencies. Reads only: the counting half of `store`."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.db.models import Count, QuerySet

from sharewell.decisions.request import AdviceKind
from sharewell_office.adapters.clock import LONDON
from sharewell_office.decisions import models

MECHANISM = "S9.2"
RIGHTS = ("DIV_SAR", "DIV_COMPLAINT")  # diversions that a person’s own right set a clock to


def received(first: date, last: date) -> QuerySet[models.Request]:
    return models.Request.objects.filter(received__date__gte=first, received__date__lte=last)


def statuses(found: QuerySet[models.Request]) -> Counter[str]:
    return Counter(dict(found.order_by().values_list("status").annotate(Count("pk"))))


def outcomes(found: QuerySet[models.Request]) -> Counter[str]:
    return Counter(dict(found.order_by().values_list("decision__outcome").annotate(Count("pk"))))


def decided(first: date, last: date) -> QuerySet[models.Request]:
    """Requests that were decided upon then."""
    return models.Request.objects.filter(decision__at__date__gte=first, decision__at__date__lte=last)


def took(found: QuerySet[models.Request]) -> list[tuple[datetime, datetime]]:
    """When each came in and when it was decided."""
    return list(found.order_by().values_list("received", "decision__at"))


def screened(found: QuerySet[models.Request]) -> QuerySet[models.Request]:
    """Those in which it was asked whether an impact assessment is needed."""
    return found.filter(answers__name="S6.1").distinct()


def abroad(first: date, last: date) -> QuerySet[models.Request]:
    """Requests in which it was answered then by which mechanism data leave the country."""
    then = models.Answer.objects.filter(name=MECHANISM, at__date__gte=first, at__date__lte=last)
    return models.Request.objects.filter(pk__in=then.values("request"))


def mechanisms(found: QuerySet[models.Request]) -> Counter[str]:
    """By which mechanism the data of these requests leave the country: how many by each."""
    return Counter(
        models.Answer.objects.filter(name=MECHANISM, request__in=found).values_list("value", flat=True)
    )


def advice(first: date, last: date) -> Counter[str]:
    found = models.Advice.objects.filter(at__date__gte=first, at__date__lte=last)
    return Counter(dict(found.order_by().values_list("kind").annotate(Count("pk"))))


def departed(first: date, last: date) -> QuerySet[models.Request]:
    """Requests approved although the Data Protection Officer advised against."""
    against = decided(first, last).filter(advice__kind=AdviceKind.AGAINST.value)
    return against.filter(decision__outcome__startswith="approved").distinct()


def told(first: date, last: date) -> QuerySet[models.Emergency]:
    """Emergencies in which something was told then."""
    return models.Emergency.objects.filter(told_at__date__gte=first, told_at__date__lte=last)


def handed(found: QuerySet[models.Request], on: date) -> Counter[str]:
    """Subject access requests and complaints that were handed on: by code, and by how they stand with their clock."""
    counted: Counter[str] = Counter()
    rows = found.filter(hand_off__code__in=RIGHTS).order_by().values_list("hand_off", flat=True)
    for told in rows.iterator():
        due, done = date.fromisoformat(told["due"]), told.get("done_at")
        on_time = (_day(done) if done else on) <= due
        how = "late" if not on_time else "answered_in_time" if done else "in_time_still"
        counted.update((told["code"], how))
    return counted


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(LONDON).date()


def submitted() -> QuerySet[models.Request]:
    """Requests that wait for their owner, the longest first."""
    return models.Request.objects.filter(status="submitted").order_by("received", "pk")


def waiting() -> list[tuple[str, datetime]]:
    """Every request that waits for its owner: the data set, and when it came in."""
    return list(submitted().values_list("data_set", "received")[:20_000])
