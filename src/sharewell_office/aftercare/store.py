"""Rows of parcels ↔ records of the core. Nothing else touches this app's models."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from sharewell.aftercare.collection import RESUME_FOR, Acceptance, Collection, State
from sharewell.aftercare.retention import State as Held
from sharewell.policy.seeing import Viewer
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters.seeing import seen
from sharewell_office.aftercare import models
from sharewell_office.aftercare.corrections import store as corrections
from sharewell_office.aftercare.incidents import store as incidents
from sharewell_office.aftercare.keys import store as keys
from sharewell_office.aftercare.retention import store as retention
from sharewell_office.people.work import WorkItem


class SomebodyElseCollectedIt(Exception):
    """Between the reading and the writing somebody else collected the parcel, tried a code or made a new link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a new link consists of, as the office keeps it."""

    token_hash: str
    code_hash: str
    code_salt: bytes
    by: str
    at: datetime
    expires_at: datetime


def parcel(release: str) -> models.Parcel | None:
    return models.Parcel.objects.filter(release=release).first()


def by_token(token_hash: str) -> models.Parcel | None:
    return models.Parcel.objects.filter(token_hash=token_hash).first()


def rows() -> QuerySet[models.Parcel]:
    """Every parcel, newest release first."""
    return models.Parcel.objects.all()


def waiting_for(party: str) -> QuerySet[models.Parcel]:
    """Parcels that this party has not collected yet."""
    return seen(models.Parcel.objects.filter(state=State.OFFERED.value), Viewer(party=party))


def to_core(row: models.Parcel) -> Collection:
    return Collection(
        release=row.release,
        recipient=row.recipient,
        state=State(row.state),
        expires_at=row.expires_at,
        code_hash=row.code_hash,
        code_salt=bytes(row.code_salt),
        attempts=row.attempts,
        collected_at=row.collected_at,
    )


def offered(
    release: str, *, recipient: str, recipient_name: str, folder: str, destroy_by: date, offer: Offer
) -> None:
    """A new link and code; the ones before are good no longer. Raises `SomebodyElseCollectedIt`."""
    fresh = {
        "token_hash": offer.token_hash,
        "code_hash": offer.code_hash,
        "code_salt": offer.code_salt,
        "offered_by": offer.by,
        "offered_at": offer.at,
        "expires_at": offer.expires_at,
        "attempts": 0,
    }
    whose = {
        "recipient": recipient,
        "recipient_name": recipient_name,
        "folder": folder,
        "destroy_by": destroy_by,
        "state": State.OFFERED.value,
    }
    row, made = models.Parcel.objects.get_or_create(release=release, defaults=whose | fresh)
    waiting = models.Parcel.objects.filter(pk=row.pk).exclude(state=State.COLLECTED.value)
    if not made and not waiting.update(state=State.OFFERED.value, **fresh):
        raise SomebodyElseCollectedIt(release)


def collected(row: models.Parcel, acceptance: Acceptance, *, browser: str, at: datetime) -> None:
    """Compare and swap: of all who collect by this link at once, one does. Raises `SomebodyElseCollectedIt`."""
    changed = _as_read(row).update(
        state=State.COLLECTED.value,
        collected_at=at,
        collected_by=acceptance.name.strip(),
        collected_post=acceptance.post.strip(),
        collected_in=browser,
    )
    if not changed:
        raise SomebodyElseCollectedIt(row.release)


def revoked(release: str) -> None:
    """Compare and swap: the link is dead from now on. Raises `SomebodyElseCollectedIt`."""
    waiting = models.Parcel.objects.filter(release=release, state=State.OFFERED.value)
    if not waiting.update(state=State.REVOKED.value):
        raise SomebodyElseCollectedIt(release)


def to_destroy(at: datetime) -> QuerySet[models.Parcel]:
    """Sealed copies of ours that nobody can collect, or go on downloading, any more; but none that is on hold."""
    on_hold = models.Copy.objects.filter(state=Held.ON_HOLD.value).values("reference")
    collected = Q(state=State.COLLECTED.value, collected_at__lte=at - RESUME_FOR)
    too_late = ~Q(state=State.COLLECTED.value) & Q(destroy_by__lt=at.date())
    ours = models.Parcel.objects.filter(collected | too_late, destroyed_at__isnull=True)
    return ours.exclude(release__in=on_hold)


def destroyed(row: models.Parcel, *, at: datetime) -> None:
    """Compare and swap: it is destroyed once, and what was collected or offered meanwhile is not. Raises."""
    unchanged = models.Parcel.objects.filter(pk=row.pk, state=row.state, destroyed_at__isnull=True)
    if not unchanged.update(destroyed_at=at):
        raise SomebodyElseCollectedIt(row.release)


def count_wrong_code(row: models.Parcel) -> bool:
    """Compare and swap: whether this wrong code was counted. If not, the parcel is no longer as it was read."""
    return bool(_as_read(row).update(attempts=row.attempts + 1))


def _as_read(row: models.Parcel) -> QuerySet[models.Parcel]:
    """That parcel, while nobody has collected it, made a new link or tried a code since it was read."""
    return models.Parcel.objects.filter(
        pk=row.pk, state=State.OFFERED.value, token_hash=row.token_hash, attempts=row.attempts
    )


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """What waits for this person after the share, from all of the room."""
    return [
        *_parcels(by, on),
        *retention.open_work(by, on),
        *corrections.open_work(by, on),
        *incidents.open_work(by),
        *keys.open_work(by, on),
    ]


def _parcels(by: Actor, on: date) -> list[WorkItem]:
    """Parcels that this person offered and nobody has collected."""
    if not by.has(Role.HANDLER):
        return []
    waiting = models.Parcel.objects.filter(offered_by=by.person, state=State.OFFERED.value)
    return [
        WorkItem(
            reference=row.release,
            title=f"Parcel for {row.recipient_name}",
            next="Make a new link" if row.expires_at.date() < on else "Wait for the recipient to collect it",
            url=reverse("aftercare:parcel", args=[row.release]),
            due=row.expires_at.date(),
        )
        for row in waiting[:50]
    ]
