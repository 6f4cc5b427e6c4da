"""Make a key, end it; both are on the record."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from sharewell.vocabulary.event import Event
from sharewell_office.adapters import clock
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.people.models import ApiKey, User
from sharewell_office.people.programs import store

LONGEST = timedelta(days=366)
PREFIX = "sw_"  # so that a key left in a file is found by those who look for such things


def make_key(user: User, *, name: str, may_write: bool, ends_on: date) -> str:
    """A new key, in clear for this one time. Raises `KeyLivesTooLong`."""
    at = clock.now()
    if not clock.today() <= ends_on <= clock.today() + LONGEST:
        raise KeyLivesTooLong
    secret, reference = PREFIX + secrets.token_urlsafe(32), next_reference("KEY", at.year)
    details = {"may_write": may_write, "ends_on": ends_on.isoformat()}
    record(
        [Event(kind="api_key.made", about=reference, by=user.username, at=at, details=details)],
        save=lambda: store.add(
            user, reference=reference, name=name, secret=secret, may_write=may_write, at=at, ends_on=ends_on
        ),
    )
    return secret


def end_key(key: ApiKey, *, by: User) -> None:
    """From now on the key opens nothing. Ending it again changes nothing."""
    if key.ended_at is None:
        at = clock.now()
        event = Event(kind="api_key.ended", about=key.reference, by=by.username, at=at)
        record([event], save=lambda: store.end(key, at))


class KeyLivesTooLong(ValueError):
    """A key ends between today and a year from today."""
