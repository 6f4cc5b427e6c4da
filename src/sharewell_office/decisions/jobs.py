"""What the decisions room does by itself when its time has come."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sharewell_office.adapters.clock import LONDON
from sharewell_office.adapters.jobs import Daily, Job
from sharewell_office.decisions.annexes import services as annexes
from sharewell_office.decisions.emergency import services as emergency


def ring_emergencies(at: datetime) -> str:
    """The clocks of emergencies: 12 hours to be reminded, 24 to be recorded, two working days to be reviewed."""
    return f"{emergency.ring(at.astimezone(LONDON))} alarms rang"


def expire_approvals(at: datetime) -> str:
    """An approval lapses after its last day: nothing can leave under it, and the log says so."""
    return f"{annexes.expire(at.astimezone(LONDON))} approvals lapsed"


def keep_to_the_calendar(at: datetime) -> str:
    """A day off that was proclaimed moves the clocks that count working days (FOIA 2000 s.10(6))."""
    return f"{annexes.keep_to_the_calendar()} hand-offs moved with the calendar"


JOBS = (
    Job(name="ring-emergency-clocks", every=timedelta(minutes=5), run=ring_emergencies),
    Job(name="expire-approvals", every=Daily(time(0, 10)), run=expire_approvals),
    Job(name="keep-hand-offs-to-the-calendar", every=Daily(time(0, 20)), run=keep_to_the_calendar),
)
