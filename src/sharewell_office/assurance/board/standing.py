"""What can be told of one day only (agreements in force, people trained, actions overdue) is kept when a quarter ends.

A figure of a period is counted whenever somebody asks. What stands on a day is gone the day after: so in the last week
of a quarter it is measured every evening, and the latest stays. A worker that is down on the last evening loses a day
or two of it, and the figure says of which day it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.event import Event
from sharewell_office.adapters import clock
from sharewell_office.assurance.board import store
from sharewell_office.assurance.board.measures import STANDING, measure
from sharewell_office.assurance.board.services import quarter_of
from sharewell_office.ledger.services import record

WEEK = timedelta(days=7)


def keep(at: datetime) -> str:
    """In the last week of a quarter: measure what stands, and put it on the record."""
    today = clock.today()
    quarter = quarter_of(today)
    if quarter.last - today >= WEEK:
        return "No quarter ends this week"
    kept = store.document(measure(quarter, STANDING))
    details = {"first": quarter.first.isoformat(), "on": today.isoformat(), "sha256": digest(kept)}
    event = Event(kind="board.stood", about="board", by="system", at=at, details=details)
    record([event], save=lambda: store.keep_standing(quarter.first, on=today, kept=kept))
    return f"{len(kept)} figures kept as they stand"
