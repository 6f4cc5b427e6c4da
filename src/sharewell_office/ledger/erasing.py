"""Destroying the words about a record: holds, the asking, and the doing by somebody else.

Whoever opens or closes a hold, asks, or destroys is on the record. The rules are the core's (`policy.erasure`).
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from sharewell.policy import erasure
from sharewell.policy.erasure import Hold, Keeping, Need
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger import models, store
from sharewell_office.ledger.services import record

_LONDON = ZoneInfo("Europe/London")


def keeping(reference: str) -> Keeping | None:
    """What stands for and against destroying the words of a case; None where there is no such case."""
    last = store.last_of_case(reference)
    if last is None:
        return None
    asked = models.Erasure.objects.filter(reference=reference, done_at__isnull=True).first()
    return Keeping(
        reference=reference,
        keep_until=_years_after(last.astimezone(_LONDON).date(), settings.SHAREWELL_KEEP_YEARS),
        holds=tuple(_hold(row) for row in models.Hold.objects.filter(reference=reference).order_by("pk")),
        asked_by=asked.asked_by if asked else "",
        destroyed=not store.readable(reference),
    )


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)


def _hold(row: models.Hold) -> Hold:
    return Hold(
        need=Need(row.need),
        opened=row.opened_at.astimezone(_LONDON).date(),
        closed=row.closed_at.astimezone(_LONDON).date() if row.closed_at else None,
    )


@acts
@transaction.atomic
def ask(reference: str, *, by: Actor, at: datetime) -> Outcome | None:
    """Ask for the words to be destroyed. None where there is no such case."""
    case = keeping(reference)
    if case is None:
        return None
    outcome = erasure.ask(case, by=by, at=at)
    if outcome.permitted and not case.asked_by:
        asked = models.Erasure(reference=reference, asked_by=by.person, asked_at=at)
        record(outcome.events, save=asked.save)
    return outcome


@acts
@transaction.atomic
def destroy(reference: str, *, by: Actor, at: datetime) -> Outcome | None:
    """Destroy the words for good, as the second person. None where there is no such case."""
    case = keeping(reference)
    if case is None:
        return None
    outcome = erasure.destroy(case, by=by, at=at)
    if outcome.permitted:
        record(outcome.events, save=lambda: _destroy(reference, by, at))
    return outcome


def _destroy(reference: str, by: Actor, at: datetime) -> None:
    store.lock()  # whoever writes under a key has locked the log before it: all in the same order
    models.Erasure.objects.filter(reference=reference, done_at__isnull=True).update(
        done_by=by.person, done_at=at
    )
    store.destroy_key(reference, at=at)


@acts
def hold(reference: str, *, need: Need, by: Actor, at: datetime) -> None:
    """Somebody may need the words of this case: from now on nobody destroys them. Anybody of the office may say so."""
    event = Event(kind="hold.opened", about=reference, by=by.person, at=at, details={"need": need.label})
    record([event], save=models.Hold(reference=reference, need=need, opened_at=at).save)


@acts
@transaction.atomic
def release(reference: str, *, need: Need, by: Actor, at: datetime) -> bool:
    """That need is over. Whether there was one open."""
    open_ones = models.Hold.objects.filter(reference=reference, need=need, closed_at__isnull=True)
    if not open_ones.exists():
        return False
    event = Event(kind="hold.closed", about=reference, by=by.person, at=at, details={"need": need.label})
    record([event], save=lambda: open_ones.update(closed_at=at))
    return True
