"""What the register does by itself: suspend what nobody reviewed in time, and say what comes near before it is late."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sharewell_office.adapters.jobs import Daily, Job
from sharewell_office.register import services
from sharewell_office.register.services import taking_over, watching


def suspend_overdue(at: datetime) -> str:
    return f"{_counted(services.suspend_overdue(at), 'agreement')} suspended: the review was overdue"


def remind_of_reviews(at: datetime) -> str:
    return f"{_counted(watching.remind_of_reviews(at), 'reminder')} of reviews that come near"


def warn_of_registrations(at: datetime) -> str:
    return f"{_counted(watching.warn_of_registrations(at), 'registration')} about to lapse"


def compare_notices(at: datetime) -> str:
    return f"{_counted(watching.compare_notices(at), 'notice')} found that does not name everybody"


def sweep_imports(at: datetime) -> str:
    return f"{_counted(taking_over.sweep(at), 'upload')} forgotten that nobody took over"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


JOBS = (
    Job(name="suspend-unreviewed-agreements", every=timedelta(hours=1), run=suspend_overdue),
    Job(name="remind-of-reviews", every=Daily(time(6, 15)), run=remind_of_reviews),
    Job(name="warn-of-registrations", every=Daily(time(6, 20)), run=warn_of_registrations),
    Job(name="sweep-imports", every=Daily(time(3, 40)), run=sweep_imports),
    Job(name="compare-notices", every=Daily(time(6, 25)), run=compare_notices),
)
