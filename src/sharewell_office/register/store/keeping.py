"""What waits for those who keep the registers: late reviews, notices to publish again, registrations that lapse."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from sharewell.register.party import LAPSES_SOON_DAYS
from sharewell.register.registers.entry import KEEPERS, Entry, EntryStatus
from sharewell.register.registers.notices import NOTICES, SPECIFIC
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import ourselves
from sharewell_office.people.work import WorkItem
from sharewell_office.register import models
from sharewell_office.register.store import notices, registers
from sharewell_office.register.store.registers import OWN, to_core

HELD = (EntryStatus.DRAFT.value, EntryStatus.IN_FORCE.value)


def late(on: date) -> list[Entry]:
    """Entries that should have been reviewed by now, the longest overdue first."""
    kept = models.Entry.objects.filter(status__in=HELD, review_on__lt=on).order_by("review_on")[:50]
    held = [
        row
        for own in OWN.values()
        for row in own.model._default_manager.filter(review_on__lt=on).order_by("review_on")[:50]
    ]
    return [to_core(row) for row in (*held, *kept)]


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """Entries whose review is late, for those who keep them; an asset's for its owner too."""
    found = late(on) if by.roles & (KEEPERS | {Role.OWNER}) else []
    mine = [each for each in found if by.roles & KEEPERS or each.reference in by.owns]
    return (
        _lapsing(by, on)
        + _notices_to_review(by)
        + _notices_of_our_predecessor(by, on)
        + [
            WorkItem(
                reference=each.reference,
                title=each.title,
                next="Look at it again",
                url=reverse("register:entry", args=[each.register, each.reference]),
                due=each.review_on,
            )
            for each in mine
        ]
    )


def _notices_to_review(by: Actor) -> list[WorkItem]:
    """Notices that do not name everybody we share with (OPCC 4.2)."""
    if not by.roles & KEEPERS:
        return []
    return [
        WorkItem(
            reference=notice.reference,
            title=notice.title,
            next=f"Review the notice: it does not name {_and_more([each.name for each in missing])}",
            url=reverse("register:entry", args=[notice.register, notice.reference]),
        )
        for notice, missing in notices.gaps()
    ]


def _notices_of_our_predecessor(by: Actor, on: date) -> list[WorkItem]:
    """Notices published before another body followed us: they still say who we were (Articles 13(1)(a), 14(1)(a))."""
    if not by.roles & KEEPERS:
        return []
    begun = [each.takes_effect for each in ourselves.successions() if each.takes_effect <= on]
    if not begun:
        return []
    published = notices.latest_editions()
    return [
        WorkItem(
            reference=notice.reference,
            title=notice.title,
            next=f"Publish the notice again: it does not name {ourselves.name(on)}",
            url=reverse("register:entry", args=[notice.register, notice.reference]),
            due=max(begun),
        )
        for register in (NOTICES, SPECIFIC)
        for notice in registers.entries(register.name, EntryStatus.IN_FORCE)
        if (edition := published.get(notice.reference)) and edition.on < max(begun)
    ]


def _and_more(names: list[str]) -> str:
    return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else names[0]


def _lapsing(by: Actor, on: date) -> list[WorkItem]:
    """Organisations whose registration with the regulator lapses soon, or has lapsed (OPCC 2.4)."""
    if not by.roles & KEEPERS:
        return []
    soon = on + timedelta(days=LAPSES_SOON_DAYS)
    return [
        WorkItem(
            reference=each.reference,
            title=each.name,
            next="Ask for its new ICO registration",
            url=reverse("register:organisation", args=[each.reference]),
            due=each.ico_expires,
        )
        for each in models.Party.objects.filter(ico_expires__lte=soon, succeeded_by="")[:50]
    ]
