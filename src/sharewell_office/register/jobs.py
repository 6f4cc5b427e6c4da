"""What the register does by itself: suspend what nobody reviewed in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sharewell_office.adapters.jobs import Job
from sharewell_office.register import services


def suspend_overdue(at: datetime) -> str:
    count = services.suspend_overdue(at)
    return f"{count} agreement{'' if count == 1 else 's'} suspended: the review was overdue"


JOBS = (Job(name="suspend-unreviewed-agreements", every=timedelta(hours=1), run=suspend_overdue),)
