"""Rows of given keys ↔ records of the core. Nothing else touches `GivenKey`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse

from sharewell.aftercare import keys as core
from sharewell.vocabulary.people import Actor
from sharewell_office.aftercare.models import GivenKey
from sharewell_office.people.work import WorkItem
from sharewell_office.register import store as register

SOON = timedelta(days=30)


class SomebodyElseChangedIt(Exception):
    """The key is no longer the one that was read."""


def row(party: str) -> GivenKey | None:
    return GivenKey.objects.filter(party=party).first()


def to_core(row: GivenKey) -> core.GivenKey:
    return core.GivenKey(party=row.party, key=row.key, given_by=row.given_by)


def give(party: str, key: str, *, by: str, at: datetime) -> None:
    GivenKey.objects.update_or_create(party=party, defaults={"key": key, "given_by": by, "given_at": at})


def forget(given: core.GivenKey) -> None:
    """Compare and swap: it is verified, or declined, as it was read. Raises `SomebodyElseChangedIt`."""
    if not GivenKey.objects.filter(party=given.party, key=given.key).delete()[0]:
        raise SomebodyElseChangedIt(given.party)


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """Keys to verify, and keys on cards that are soon good no longer: for whoever may verify."""
    if not by.roles & core.MAY_VERIFY:
        return []
    parties = {each.reference: each for each in register.parties()}
    given = [(each.party, "Ring them and verify their key") for each in GivenKey.objects.all()[:50]]
    asked = {party for party, _ in given}
    ending = [
        (each.reference, "Ask them for a new key")
        for each in parties.values()
        if each.key_good_until and on <= each.key_good_until <= on + SOON and each.reference not in asked
    ]
    return [
        WorkItem(
            reference=party,
            title=f"Key of {parties[party].name}" if party in parties else "Key",
            next=step,
            url=reverse("aftercare:key", args=[party]),
            due=parties[party].key_good_until if party in parties else None,
        )
        for party, step in (*given, *ending)
    ]
