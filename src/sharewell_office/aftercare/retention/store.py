"""Rows of copies ↔ records of the core. Nothing else touches `Copy`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from sharewell.aftercare import retention as core
from sharewell.policy.seeing import Viewer
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters.seeing import seen
from sharewell_office.aftercare.models import Copy
from sharewell_office.people.holidays.store import proclaimed
from sharewell_office.people.work import WorkItem


class SomebodyElseChangedIt(Exception):
    """The copy is no longer as it was read."""


def row(reference: str) -> Copy | None:
    return Copy.objects.filter(reference=reference).first()


def rows(*, inbound: bool | None = None, state: str = "") -> QuerySet[Copy]:
    """Copies, newest reference first."""
    found = Copy.objects.order_by("-reference")
    if inbound is not None:
        found = found.filter(inbound=inbound)
    return found.filter(state=state) if state else found


def of_releases(releases: Sequence[str]) -> QuerySet[Copy]:
    """The copies that went out with these releases."""
    return Copy.objects.filter(reference__in=releases)


def of_party(party: str) -> QuerySet[Copy]:
    """What that party holds of ours, soonest to be destroyed first."""
    return seen(Copy.objects.filter(inbound=False), Viewer(party=party))


def given_by(party: str) -> QuerySet[Copy]:
    """What we hold of theirs, soonest to be destroyed first."""
    return seen(Copy.objects.filter(inbound=True), Viewer(party=party))


def to_core(row: Copy) -> core.Copy:
    return core.Copy(
        reference=row.reference,
        party=row.party,
        inbound=row.inbound,
        state=core.State(row.state),
        received_on=row.received_on,
        destroy_by=row.destroy_by,
        least_level=row.least_level,
    )


def add(copy: core.Copy, *, party_name: str, title: str, handled_by: str) -> None:
    """A copy that somebody holds from now on."""
    Copy.objects.create(
        reference=copy.reference,
        party=copy.party,
        party_name=party_name,
        inbound=copy.inbound,
        title=title,
        state=copy.state.value,
        received_on=copy.received_on,
        destroy_by=copy.destroy_by,
        certificate_due=core.certificate_due(copy.destroy_by, proclaimed()),
        least_level=copy.least_level,
        handled_by=handled_by,
    )


def gone(row: Copy, certificate: dict[str, Any]) -> None:
    _change(row, state=core.State.GONE.value, certificate=certificate)


def held(row: Copy, hold: dict[str, Any]) -> None:
    _change(row, state=core.State.ON_HOLD.value, hold=hold)


def lifted(row: Copy) -> None:
    _change(row, state=core.State.HELD.value, hold=None)


def chased(row: Copy, rung: int) -> None:
    _change(row, rung=rung)


def certificate_moved(row: Copy, to: date) -> None:
    _change(row, certificate_due=to)
    row.certificate_due, row.version = to, row.version + 1


def to_chase(by: date) -> Iterator[Copy]:
    """Copies that are held, and whose last day comes by then."""
    held = Copy.objects.filter(state=core.State.HELD.value, destroy_by__lte=by)
    return held.iterator(chunk_size=200)


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """Copies past their last day without a certificate: this person's to see to, or overdue and so the DPO's too."""
    wanted = Q(handled_by=by.person, destroy_by__lt=on)
    if by.has(Role.DPO):
        wanted |= Q(certificate_due__lt=on)
    late = Copy.objects.filter(wanted, state=core.State.HELD.value)
    return [_waiting(row) for row in late[:50]]


def _waiting(row: Copy) -> WorkItem:
    at, step = "at", "Ask for the certificate of destruction"
    if row.inbound:
        at, step = "from", "Destroy it and give the certificate"
    return WorkItem(
        reference=row.reference,
        title=f"{row.title} {at} {row.party_name}",
        next=step,
        url=reverse("aftercare:copy", args=[row.reference]),
        due=row.certificate_due,
    )


def _change(row: Copy, **columns: Any) -> None:
    """Compare and swap: of two who read the same copy, one writes."""
    read = Copy.objects.filter(pk=row.pk, version=row.version)
    if not read.update(version=row.version + 1, **columns):
        raise SomebodyElseChangedIt(row.reference)
