"""Subscribing to the calendar, and deciding what the public may read."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings

from sharewell.exchange.calendar_feed import feed
from sharewell.exchange.public_register import entry, public_row
from sharewell.policy.seeing import of as viewer_of
from sharewell.register import publication as core
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock, ourselves
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import record
from sharewell_office.people import store as people
from sharewell_office.register import store
from sharewell_office.register.models import Agreement
from sharewell_office.register.services.life import NoSuchAgreement
from sharewell_office.register.store import seeing


@acts
def subscribe(*, by: Actor) -> str:
    """A private address's secret, told once. One that was there before leads nowhere from now on."""
    secret, now = secrets.token_urlsafe(32), clock.now()
    event = Event(kind="calendar.subscribed", about=f"CALENDAR-{by.person}", by=by.person, at=now)

    def save() -> None:
        seeing.revoke_calendar(by.person, at=now)
        seeing.add_calendar(by.person, _digest(secret), at=now)

    record([event], save=save)
    return secret


@acts
def unsubscribe(*, by: Actor) -> None:
    """Take the address back."""
    if seeing.calendar_of(by.person):
        now = clock.now()
        event = Event(kind="calendar.revoked", about=f"CALENDAR-{by.person}", by=by.person, at=now)
        record([event], save=lambda: seeing.revoke_calendar(by.person, at=now))


def calendar(secret: str, *, host: str) -> bytes | None:
    """The calendar behind a private address; None where it was taken back, or whose it was has left."""
    link = seeing.calendar(_digest(secret))
    if link is None:
        return None
    try:
        reader = people.actor_by_id(link.person, clock.today())
    except people.NoSuchPerson:
        return None
    days = seeing.review_days(viewer_of(reader))
    return feed(
        (replace(day, address=f"{settings.SHAREWELL_URL}{day.address}") for day in days),
        name="Sharewell: review dates",
        host=urlsplit(f"//{host}").hostname or host,
        stamp=clock.now(),
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@acts
def publish(reference: str, said: core.Publication, *, by: Actor) -> Outcome:
    """Decide what the public may read of an agreement. Raises `NoSuchAgreement`."""
    agreement = store.agreement(reference)
    if agreement is None:
        raise NoSuchAgreement(reference)
    outcome = core.publish(agreement, said, by=by, at=clock.now(), on=clock.today())
    if outcome.permitted:
        at = clock.now()
        record(outcome.events, save=lambda: seeing.decide_publication(reference, said, by=by.person, at=at))
    return outcome


def public_rows() -> Iterator[dict[str, str]]:
    """The public register, row by row, in the columns of the DEA register."""
    return map(public, seeing.published().iterator(500))


def public(row: Agreement) -> dict[str, str]:
    """What the public may read of a published agreement."""
    return public_row(entry(store.to_core(row), us=us()), seeing.to_publication(row.publication))


@acts
def export_public(*, by: Actor) -> list[dict[str, str]]:
    """The public register to be given away, and that it was is on the record."""
    rows = list(public_rows())
    event = Event(
        kind="register.exported",
        about="PUBLIC-REGISTER",
        by=by.person,
        at=clock.now(),
        details={"agreements": len(rows)},
    )
    record([event])
    return rows


def us() -> str:
    """What our own organisation is called."""
    return ourselves.name()
