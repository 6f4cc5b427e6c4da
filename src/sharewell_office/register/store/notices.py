"""Notices as they were published, whom each names, and whom we share with that it does not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sharewell.register.registers.entry import Entry, EntryStatus
from sharewell.register.registers.notices import NOTICES, Edition, Sharing, not_named
from sharewell_office.register import models
from sharewell_office.register.store.registers import entries


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


def gaps() -> list[tuple[Entry, tuple[Sharing, ...]]]:
    """The published notices that do not name everybody we share with, each with whom it lacks."""
    published, now = latest_editions(), sharings()
    held = [each for each in entries(NOTICES.name, EntryStatus.IN_FORCE) if each.reference in published]
    lacking = ((each, not_named(published[each.reference].named, now)) for each in held)
    return [(each, missing) for each, missing in lacking if missing]


def told_of_gap(notice: str, missing: Iterable[Sharing]) -> bool:
    """Whether it is known already that the notice's newest edition lacks all of these."""
    known = (
        models.NoticeEdition.objects.filter(notice__reference=notice).values_list("gap", flat=True).first()
    )
    return {each.party for each in missing} <= set(known or ())


def tell_of_gap(notice: str, missing: Iterable[Sharing]) -> None:
    newest = models.NoticeEdition.objects.filter(notice__reference=notice).first()
    models.NoticeEdition.objects.filter(pk=newest and newest.pk).update(gap=[each.party for each in missing])


def edition(row: models.NoticeEdition) -> Edition:
    return Edition(
        number=row.number, on=row.published_at.date(), named=frozenset(row.named), digest=row.digest
    )
