"""Searches kept, calendars subscribed to, what is public, and what flows: all that shows the register as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from sharewell.exchange.calendar_feed import DueDay
from sharewell.policy.seeing import Viewer
from sharewell.register import agreement as core
from sharewell.register.flows import RUNNING
from sharewell.register.publication import Publication
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters.seeing import seen
from sharewell_office.people.work import WorkItem
from sharewell_office.register import models
from sharewell_office.register.store.agreements import rows, to_core

MOST_MAPPED = 500
MOST_DAYS = 2_000


# --- searches ---------------------------------------------------------------------------------------------------------
def searches(person: str, register: str) -> list[models.SavedSearch]:
    """The searches of that register that this person keeps."""
    return list(seen(models.SavedSearch.objects.filter(register=register), _own(person))[:50])


def _own(person: str) -> Viewer:
    """Somebody looking for what is their own, whatever they do here."""
    return Viewer(names=frozenset({person} - {""}))


def keep_search(person: str, register: str, name: str, query: str) -> None:
    models.SavedSearch.objects.update_or_create(
        person=person, register=register, name=name, defaults={"query": query}
    )


def forget_search(person: str, pk: int) -> str:
    """Forget it, where it is theirs: the register that it searched, or ""."""
    found = seen(models.SavedSearch.objects.all(), _own(person)).filter(pk=pk)
    register = found.values_list("register", flat=True).first()
    found.delete()
    return register or ""


# --- calendars --------------------------------------------------------------------------------------------------------
def calendar_of(person: str) -> models.CalendarLink | None:
    """The living link of a person."""
    return seen(models.CalendarLink.objects.filter(revoked_at__isnull=True), _own(person)).first()


def calendar(secret_sha256: str) -> models.CalendarLink | None:
    return models.CalendarLink.objects.filter(secret_sha256=secret_sha256, revoked_at__isnull=True).first()


def add_calendar(person: str, secret_sha256: str, *, at: datetime) -> None:
    models.CalendarLink.objects.create(person=person, secret_sha256=secret_sha256, made_at=at)


def revoke_calendar(person: str, *, at: datetime) -> bool:
    return bool(
        models.CalendarLink.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at)
    )


def review_days(viewer: Viewer) -> list[DueDay]:
    """Every day on which an agreement in force, an asset or an assessment that they see is to be looked at again, the
    soonest first, with the path of its page.
    """
    running = seen(rows(), viewer).filter(
        status__in=[each.value for each in RUNNING], review_on__isnull=False
    )
    days = [
        *_days(
            "Review the agreement",
            running.values_list("review_on", "reference", "title"),
            lambda reference: reverse("register:agreement", args=[reference]),
        ),
        *_days(
            "Review the asset",
            models.Asset.objects.filter(review_on__isnull=False).values_list(
                "review_on", "data_set", "title"
            ),
            lambda data_set: reverse("register:entry", args=["assets", data_set]),
        ),
        *_days(
            "Review the impact assessment",
            seen(models.Dpia.objects.filter(review_on__isnull=False), viewer).values_list(
                "review_on", "reference", "title"
            ),
            lambda reference: reverse("register:dpia", args=[reference]),
        ),
    ]
    return sorted(days, key=lambda day: (day.on, day.reference))[:MOST_DAYS]


def _days(what: str, found: Any, page: Callable[[str], str]) -> Iterator[DueDay]:
    for on, reference, title in found.order_by("review_on")[:MOST_DAYS]:
        yield DueDay(on=on, what=what, reference=reference, title=title, address=page(reference))


# --- the public register ----------------------------------------------------------------------------------------------
def publication(reference: str) -> models.Publication | None:
    return models.Publication.objects.filter(agreement__reference=reference).first()


def decide_publication(reference: str, said: Publication, *, by: str, at: datetime) -> None:
    models.Publication.objects.update_or_create(
        agreement=models.Agreement.objects.get(reference=reference),
        defaults={
            "withheld": said.withheld,
            "reason": said.reason,
            "ask_again": said.ask_again,
            "left_out": list(said.left_out),
            "by": by,
            "at": at,
        },
    )


def published() -> QuerySet[models.Agreement]:
    """What the public may read: decided so, and not withheld."""
    return rows().filter(publication__withheld=False).select_related("publication")


def to_publication(row: models.Publication) -> Publication:
    return Publication(
        withheld=row.withheld, reason=row.reason, ask_again=row.ask_again, left_out=tuple(row.left_out)
    )


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """What was withheld from the public until a day that has come: the DPO is asked again."""
    if not by.has(Role.DPO):
        return []
    due = models.Publication.objects.select_related("agreement").filter(withheld=True, ask_again__lte=on)
    return [
        WorkItem(
            reference=each.agreement.reference,
            title=each.agreement.title,
            next="Ask again whether it may be published",
            url=reverse("register:publish", args=[each.agreement.reference]),
            due=each.ask_again,
        )
        for each in due[:50]
    ]


# --- what flows -------------------------------------------------------------------------------------------------------
def running(viewer: Viewer) -> tuple[list[core.Agreement], bool]:
    """The agreements in force and the suspended ones that they see, newest first; and whether there are more than are
    drawn.
    """
    flowing = rows().filter(status__in=[each.value for each in RUNNING])
    found = list(seen(flowing, viewer)[: MOST_MAPPED + 1])
    return [to_core(each) for each in found[:MOST_MAPPED]], len(found) > MOST_MAPPED
