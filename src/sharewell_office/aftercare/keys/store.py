"""Rows of given keys ↔ records of the core. Nothing else touches `GivenKey`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse

from sharewell.aftercare import keys as core
from sharewell.register.party import KeyKind, Party
from sharewell.vocabulary.people import Actor
from sharewell_office.aftercare.models import GivenKey
from sharewell_office.people.work import WorkItem
from sharewell_office.register import store as register

SOON = timedelta(days=30)


class SomebodyElseChangedIt(Exception):
    """The key is no longer the one that was read."""


def row(party: str, kind: KeyKind = KeyKind.AGE) -> GivenKey | None:
    return GivenKey.objects.filter(party=party, kind=kind.value).first()


def waiting(party: str) -> list[GivenKey]:
    """The keys of that party which nobody has verified yet, first given first."""
    return list(GivenKey.objects.filter(party=party))


def to_core(row: GivenKey) -> core.GivenKey:
    kind = KeyKind(row.kind)
    return core.GivenKey(party=row.party, kind=kind, key=row.key, check=row.check_code, given_by=row.given_by)


def give(given: core.GivenKey, *, at: datetime) -> None:
    said = {"key": given.key, "check_code": given.check, "given_by": given.given_by, "given_at": at}
    GivenKey.objects.update_or_create(party=given.party, kind=given.kind.value, defaults=said)


def forget(given: core.GivenKey) -> None:
    """Compare and swap: it is verified, or declined, as it was read. Raises `SomebodyElseChangedIt`."""
    read = GivenKey.objects.filter(party=given.party, kind=given.kind.value, key=given.key)
    if not read.delete()[0]:
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
        if any(_ends_soon(each, kind, on) for kind in KeyKind) and each.reference not in asked
    ]
    return [
        WorkItem(
            reference=party,
            title=f"Key of {parties[party].name}" if party in parties else "Key",
            next=step,
            url=reverse("aftercare:key", args=[party]),
            due=_first_to_end(parties[party]) if party in parties else None,
        )
        for party, step in (*given, *ending)
    ]


def _ends_soon(party: Party, kind: KeyKind, on: date) -> bool:
    last = party.key(kind).good_until
    return last is not None and on <= last <= on + SOON


def _first_to_end(party: Party) -> date | None:
    return min((last for kind in KeyKind if (last := party.key(kind).good_until)), default=None)
