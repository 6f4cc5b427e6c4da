"""Proclaim a day off, or take it back."""

from __future__ import annotations

from datetime import date

from sharewell.policy import holidays as core
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.ledger.services import record
from sharewell_office.people.holidays import store


def proclaim(day: date, *, why: str, by: Actor) -> Outcome:
    now = clock.now()
    outcome = core.proclaim(day, why=why, proclaimed=store.proclaimed(), by=by, at=now)
    if outcome.permitted:
        record(outcome.events, save=lambda: store.add(day, why=why, by=by.person, at=now))
    return outcome


def take_back(day: date, *, why: str, by: Actor) -> Outcome:
    outcome = core.take_back(day, why=why, proclaimed=store.proclaimed(), by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: store.drop(day))
    return outcome
