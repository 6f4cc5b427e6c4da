"""Campaigns, bites and readings, rows and records. Nothing else touches these models."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from sharewell.assurance.campaigns import Bite, Campaign, Reach, reach
from sharewell.vocabulary.people import Actor
from sharewell_office.assurance import models
from sharewell_office.people.holidays.store import proclaimed
from sharewell_office.people.work import WorkItem


def campaigns() -> QuerySet[models.Campaign]:
    """Every campaign with how many bites it has and how many went out."""
    out = Count("bites", filter=Q(bites__out_on__isnull=False))
    return models.Campaign.objects.annotate(of=Count("bites"), out=out)


def row(reference: str) -> models.Campaign | None:
    return models.Campaign.objects.prefetch_related("bites").filter(reference=reference).first()


def to_core(kept: models.Campaign) -> Campaign:
    bites = (
        Bite(title=each.title, text=each.text, question=each.question, choices=tuple(each.choices))
        for each in kept.bites.all()
    )
    return Campaign(
        reference=kept.reference, title=kept.title, starts_on=kept.starts_on, planned_by=kept.planned_by,
        approver=kept.approver, bites=tuple(bites), approved_on=kept.approved_on, days_off=proclaimed(),
    )  # fmt: skip


def add(campaign: Campaign) -> None:
    models.Campaign.objects.create(
        reference=campaign.reference, title=campaign.title, starts_on=campaign.starts_on,
        planned_by=campaign.planned_by, approver=campaign.approver,
    )  # fmt: skip


def add_bite(kept: models.Campaign, bite: Bite, *, number: int) -> None:
    """Raises `IntegrityError` where another bite took the number meanwhile."""
    models.Bite.objects.create(
        campaign=kept, number=number, title=bite.title, text=bite.text, question=bite.question,
        choices=list(bite.choices),
    )  # fmt: skip


def approve(kept: models.Campaign, *, on: date) -> None:
    models.Campaign.objects.filter(pk=kept.pk).update(approved_on=on)


def running() -> list[models.Campaign]:
    """Approved campaigns of which a bite has not gone out yet."""
    waiting = models.Campaign.objects.filter(
        approved_on__isnull=False, bites__out_on__isnull=True, bites__isnull=False
    )
    return list(waiting.distinct().prefetch_related("bites"))


def send(kept: models.Campaign, number: int, *, on: date) -> None:
    kept.bites.filter(number=number).update(out_on=on)


# --- reading ----------------------------------------------------------------------------------------------------------
def bite(reference: str, number: int) -> models.Bite | None:
    """A bite that is out."""
    found = models.Bite.objects.select_related("campaign").filter(
        campaign__reference=reference, number=number
    )
    return found.filter(out_on__isnull=False).first()


def reading(kept: models.Bite, person: str) -> models.Reading | None:
    return kept.readings.filter(person=person).first()


def add_reading(kept: models.Bite, *, person: str, right: bool | None, at: datetime) -> None:
    """Once for each person and bite; the first answer stays."""
    models.Reading.objects.get_or_create(bite=kept, person=person, defaults={"right": right, "at": at})


def reached(kept: models.Campaign, teams: dict[str, str], *, out: int) -> tuple[list[Reach], list[str]]:
    """The reach by team, and who has not started, by username (one query). `teams` says each person's team."""
    counted = (
        models.Reading.objects.filter(bite__campaign=kept)
        .values("person")
        .annotate(
            read=Count("pk", filter=Q(right__isnull=False)), skipped=Count("pk", filter=Q(right__isnull=True))
        )
    )
    did = {each["person"]: (each["read"], each["skipped"]) for each in counted}
    under: dict[str, list[tuple[int, int]]] = {}
    for person, team in teams.items():
        under.setdefault(team, []).append(did.get(person, (0, 0)))
    found = [reach(team, answered, out=out) for team, answered in sorted(under.items())]
    return found, [person for person in teams if person not in did]


def answers(kept: models.Campaign) -> dict[int, tuple[int, int, int]]:
    """For each bite, by number: how many answered right, otherwise, and skipped it (one query)."""
    counted = models.Reading.objects.filter(bite__campaign=kept).values("bite__number").annotate(
        were_right=Count("pk", filter=Q(right=True)),
        were_not=Count("pk", filter=Q(right=False)),
        skipped=Count("pk", filter=Q(right__isnull=True)),
    )  # fmt: skip
    return {each["bite__number"]: (each["were_right"], each["were_not"], each["skipped"]) for each in counted}


# --- work -------------------------------------------------------------------------------------------------------------
def open_work(by: Actor) -> list[WorkItem]:
    """Campaigns that wait for this person's approval."""
    waiting = models.Campaign.objects.filter(
        approver=by.person, approved_on__isnull=True, bites__isnull=False
    )
    return [
        WorkItem(
            reference=each.reference, title=each.title, next="Approve it for communications",
            url=reverse("assurance:campaign", args=[each.reference]), due=each.starts_on,
        )
        for each in waiting.distinct()[:50]
    ]  # fmt: skip
