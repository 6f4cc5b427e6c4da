"""Rows of the Data Sharing Activity Log: requests that ended, how long they took, and which rest on consent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from sharewell.decisions.request import Status, decide_by
from sharewell_office.decisions import models
from sharewell_office.decisions.store import matching
from sharewell_office.design.searching import between
from sharewell_office.people.holidays.store import proclaimed

LOGGED = tuple(status.value for status in Status if status.logged)


def activity(
    *,
    words: str = "",
    outcome: str = "",
    data_set: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[models.Request]:
    """The Data Sharing Activity Log: every request with a line in it (`Status.logged`).

    What turned out to be outside the policy has none: it is shown where that very outcome is asked for. `first` and
    `last` are the days it was finished between, both included (Europe/London).
    """
    shown = [outcome] if outcome == Status.OUT_OF_SCOPE.value else LOGGED
    found = matching(words=words, status=outcome, data_set=data_set).filter(status__in=shown)
    return between(found, "finished_at", first, last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnaround:
    """How many days requests took, from reaching us to their outcome. `None` where there is none to tell of."""

    average: int | None
    longest: int | None
    late: int


def turnaround(finished: QuerySet[models.Request]) -> Turnaround:
    """How long these took, and how many were decided late (two queries, however many requests there are)."""
    days = finished.order_by().annotate(came=TruncDate("received"), done=TruncDate("finished_at"))
    counted = list(days.values_list("came", "done").annotate(requests=Count("pk")))
    if not counted:
        return Turnaround(average=None, longest=None, late=0)
    days_off = proclaimed()
    took = sum((done - came).days * requests for came, done, requests in counted)
    return Turnaround(
        average=round(took / sum(requests for _, _, requests in counted)),
        longest=max((done - came).days for came, done, _ in counted),
        late=sum(requests for came, done, requests in counted if done > decide_by(came, days_off)),
    )


def on_consent(keys: Iterable[int]) -> frozenset[int]:
    """Which of these requests rest on consent (Article 6(1)(a))."""
    chosen = models.Answer.objects.filter(request_id__in=list(keys), name="S4.2", value="a")
    return frozenset(chosen.values_list("request_id", flat=True))
