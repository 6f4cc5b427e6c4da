"""Entries of the registers: rows ↔ records of the core.

Every register lies in one table but the assets, which agreements, delegations and releases point at: they have a table
of their own, and read and write as entries all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from sharewell.register.agreement import Agreement
from sharewell.register.registers import assets
from sharewell.register.registers.entry import KEEPERS, Entry, EntryStatus
from sharewell.register.registers.notices import Edition, Sharing
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.people.work import WorkItem
from sharewell_office.register import models
from sharewell_office.register.store.agreements import SomebodyElseChangedIt
from sharewell_office.register.store.agreements import to_core as agreement_of

_HELD = (EntryStatus.DRAFT.value, EntryStatus.IN_FORCE.value)


# --- lists ------------------------------------------------------------------------------------------------------------
def rows(register: str, words: str = "") -> QuerySet[Any]:
    """The rows of a register whose title or reference holds the words."""
    if register == assets.ASSETS.name:
        found: QuerySet[Any] = models.Asset.objects.all()
        return found.filter(Q(title__icontains=words) | Q(data_set__icontains=words)) if words else found
    found = models.Entry.objects.filter(register=register)
    return found.filter(Q(title__icontains=words) | Q(reference__icontains=words)) if words else found


def entries(register: str, status: EntryStatus | None = None) -> list[Entry]:
    """Every entry of a register, or those in that status (an office has hundreds, not millions)."""
    found = rows(register)
    if status and register != assets.ASSETS.name:
        found = found.filter(status=status.value)
    return [to_core(row) for row in found]


def counts(on: date) -> dict[str, tuple[int, int]]:
    """How many entries each register has, and how many of them should have been reviewed by now (two queries)."""
    late = Count("pk", filter=Q(review_on__lt=on) & ~Q(status=EntryStatus.RETIRED.value))
    told = models.Entry.objects.order_by().values("register").annotate(all=Count("pk"), late=late)
    found = {each["register"]: (each["all"], each["late"]) for each in told}
    held = models.Asset.objects.aggregate(all=Count("pk"), late=Count("pk", filter=Q(review_on__lt=on)))
    return found | {assets.ASSETS.name: (held["all"], held["late"])}


def late(on: date) -> list[Entry]:
    """Entries that should have been reviewed by now, the longest overdue first."""
    kept = models.Entry.objects.filter(status__in=_HELD, review_on__lt=on).order_by("review_on")[:50]
    held = models.Asset.objects.filter(review_on__lt=on).order_by("review_on")[:50]
    return [to_core(row) for row in (*held, *kept)]


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """Entries whose review is late, for those who keep them; an asset's for its owner too."""
    found = late(on) if by.roles & (KEEPERS | {Role.OWNER}) else []
    mine = [each for each in found if by.roles & KEEPERS or each.reference in by.owns]
    return [
        WorkItem(
            reference=each.reference,
            title=each.title,
            next="Look at it again",
            url=reverse("register:entry", args=[each.register, each.reference]),
            due=each.review_on,
        )
        for each in mine
    ]


# --- one entry --------------------------------------------------------------------------------------------------------
def row(register: str, reference: str) -> Any:
    """The row of that reference in that register, or None."""
    key = "data_set" if register == assets.ASSETS.name else "reference"
    return rows(register).filter(**{key: reference}).first()


def entry(register: str, reference: str) -> Entry | None:
    found = row(register, reference)
    return found and to_core(found, linked=True)


def to_core(row: Any, *, linked: bool = False) -> Entry:
    """The row as the core decides on it; with `linked`, with its agreements (a query more)."""
    if isinstance(row, models.Asset):
        return _asset(row, linked)
    return Entry(
        register=row.register,
        reference=row.reference,
        title=row.title,
        status=EntryStatus(row.status),
        answers=row.answers,
        review_on=row.review_on,
        agreements=tuple(row.agreements.values_list("reference", flat=True)) if linked else (),
    )


def _asset(row: models.Asset, linked: bool) -> Entry:
    said = {**row.particulars, "owner": row.owner, "retention": row.retention}
    running = row.agreements.filter(status__in=("active", "suspended")) if linked else ()
    return Entry(
        register=assets.ASSETS.name,
        reference=row.data_set,
        title=row.title,
        status=EntryStatus.IN_FORCE,  # we hold it, whatever anybody has written about it
        answers={key: str(value) for key, value in said.items()},
        review_on=row.review_on,
        agreements=tuple(each.reference for each in running[:50]) if linked else (),
    )


def taken(register: str, reference: str) -> bool:
    """Whether that reference is on the register already."""
    return row(register, reference) is not None


def add(entry: Entry) -> None:
    if entry.register == assets.ASSETS.name:
        models.Asset.objects.create(data_set=entry.reference, **_asset_columns(entry))
        return
    made = models.Entry.objects.create(register=entry.register, reference=entry.reference, **_columns(entry))
    made.agreements.set(_agreements(entry.agreements))


def save(entry: Entry, *, read_at_version: int) -> None:
    """Write an entry back, if nobody wrote it since. Raises `SomebodyElseChangedIt`."""
    if entry.register == assets.ASSETS.name:
        there = models.Asset.objects.filter(data_set=entry.reference, version=read_at_version)
        changed = there.update(version=F("version") + 1, **_asset_columns(entry))
    else:
        kept = models.Entry.objects.filter(reference=entry.reference, version=read_at_version)
        changed = kept.update(version=F("version") + 1, **_columns(entry))
    if not changed:
        raise SomebodyElseChangedIt(entry.reference)
    if entry.register != assets.ASSETS.name:
        models.Entry.objects.get(reference=entry.reference).agreements.set(_agreements(entry.agreements))


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "status": entry.status.value,
        "answers": dict(entry.answers),
        "review_on": entry.review_on,
    }


def _asset_columns(entry: Entry) -> dict[str, Any]:
    apart = {
        key: value for key, value in entry.answers.items() if key not in {"owner", "retention"} and value
    }
    return {
        "title": entry.title,
        "owner": entry.said("owner"),
        "retention": entry.said("retention"),
        "review_on": entry.review_on,
        "particulars": apart,
    }


def _agreements(references: Iterable[str]) -> QuerySet[models.Agreement]:
    return models.Agreement.objects.filter(reference__in=list(references))


def unknown_agreements(references: Iterable[str]) -> list[str]:
    """Which of these are no agreement's reference."""
    wanted = list(references)
    known = set(_agreements(wanted).values_list("reference", flat=True))
    return [each for each in wanted if each not in known]


# --- what a notice and the record of processing are made of -----------------------------------------------------------
def sharings() -> list[Sharing]:
    """Every party that data regularly go to: under an agreement in force, or as our processor."""
    running = (
        models.Agreement.objects.filter(status__in=("active", "suspended"), recipient__isnull=False)
        .exclude(particulars__direction="in")
        .values_list("recipient__reference", "recipient__name", "purpose")
        .distinct()
        .order_by("recipient__name")[:2000]
    )
    return [Sharing(party=party, name=name, purpose=purpose) for party, name, purpose in running]


def running_on(data_sets: Iterable[str]) -> dict[str, list[Agreement]]:
    """The agreements in force on each of these data sets."""
    found = models.Agreement.objects.select_related("recipient", "asset").filter(
        asset__data_set__in=list(data_sets), status__in=("active", "suspended")
    )
    by: dict[str, list[Agreement]] = {}
    for each in map(agreement_of, found.order_by("reference")[:2000]):
        by.setdefault(each.data_set, []).append(each)
    return by


def add_edition(
    notice: str, *, text: list[Any], digest: str, named: Iterable[str], at: datetime, by: str
) -> int:
    """Freeze a notice's text as its next edition: the number it got."""
    row = models.Entry.objects.get(reference=notice)
    last = row.editions.values_list("number", flat=True).first() or 0
    row.editions.create(
        number=last + 1, text=text, digest=digest, named=sorted(named), published_at=at, published_by=by
    )
    return last + 1


def editions(notice: str) -> list[models.NoticeEdition]:
    """Every edition of a notice, newest first."""
    return list(models.NoticeEdition.objects.filter(notice__reference=notice))


def latest_editions() -> dict[str, Edition]:
    """The newest edition of each notice in force, by the notice's reference."""
    found = models.NoticeEdition.objects.select_related("notice").filter(
        notice__status=EntryStatus.IN_FORCE.value
    )
    newest: dict[str, Edition] = {}
    for each in found.order_by("number"):
        newest[each.notice.reference] = edition(each)
    return newest


def edition(row: models.NoticeEdition) -> Edition:
    return Edition(
        number=row.number, on=row.published_at.date(), named=frozenset(row.named), digest=row.digest
    )


def dpias() -> QuerySet[models.Dpia]:
    """The DPIA register, for the page that lists it."""
    return models.Dpia.objects.all()


def names_of(entries: Iterable[Entry]) -> Mapping[str, str]:
    """The names behind the references that answers hold: parties and notices, for pages that show them."""
    wanted = {value for each in entries for value in each.answers.values() if 0 < len(value) <= 32}
    parties = models.Party.objects.filter(reference__in=wanted).values_list("reference", "name")
    notices = models.Entry.objects.filter(reference__in=wanted).values_list("reference", "title")
    return {**dict(parties), **dict(notices)}
