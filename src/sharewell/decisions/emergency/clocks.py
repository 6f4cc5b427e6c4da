"""The clocks of an emergency, and what rings when one runs out.

12 hours after the telling   the discloser is reminded: it is not on record yet
24 hours after               late: the owner and the Data Protection Officer are told, and it stays open
2 working days after         the owner's review is due
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sharewell.decisions.emergency.record import Emergency, Status
from sharewell.vocabulary.people import Role
from sharewell.vocabulary.working_days import working_days_after

ALERT, RECORD = timedelta(hours=12), timedelta(hours=24)
REVIEW = 2  # working days

EM_RECORD_SOON, EM_LATE_RECORD = "EM_RECORD_SOON", "EM_LATE_RECORD"
EM_REVIEW_SOON, EM_LATE_REVIEW = "EM_REVIEW_SOON", "EM_LATE_REVIEW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Until when an emergency is to be recorded and reviewed. `review_due` is a day, to its end."""

    alert_at: datetime
    record_due: datetime
    review_due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A clock that rings: since when, what is late, and who is told (people by id, and posts)."""

    code: str
    since: datetime
    says: str
    people: frozenset[str]
    posts: frozenset[Role]


def clocks(disclosed: datetime, proclaimed: frozenset[date]) -> Clocks:
    """The clocks that start when something is told."""
    return Clocks(
        alert_at=disclosed + ALERT,
        record_due=disclosed + RECORD,
        review_due=working_days_after(disclosed.date(), REVIEW, proclaimed),
    )


def alarms(emergency: Emergency, at: datetime, proclaimed: frozenset[date]) -> tuple[Alarm, ...]:
    """What rings now. Nothing is closed by ringing: the emergency stays open until it is recorded and reviewed."""
    if emergency.disclosed is None or emergency.status.final:
        return ()
    due = clocks(emergency.disclosed, proclaimed)
    return (*_to_record(emergency, due, at), *_to_review(emergency, due, at))


def _to_record(emergency: Emergency, due: Clocks, at: datetime) -> Iterator[Alarm]:
    if emergency.status is not Status.RELEASED:
        return
    told = _discloser(emergency)
    if at > due.record_due:
        yield Alarm(
            code=EM_LATE_RECORD,
            since=due.record_due,
            says="What was told in an emergency is not on record, and 24 hours are over.",
            people=told | emergency.owners,
            posts=frozenset({Role.DPO}),
        )
    elif at >= due.alert_at:
        yield Alarm(
            code=EM_RECORD_SOON,
            since=due.alert_at,
            says="What you told in an emergency is not on record yet.",
            people=told,
            posts=frozenset(),
        )


def _to_review(emergency: Emergency, due: Clocks, at: datetime) -> Iterator[Alarm]:
    if at.date() > due.review_due:
        yield Alarm(
            code=EM_LATE_REVIEW,
            since=_midnight_after(due.review_due, at),
            says="An emergency disclosure has not been reviewed within two working days.",
            people=emergency.owners,
            posts=frozenset({Role.DPO, Role.CHIEF_EXECUTIVE}),
        )
    elif at.date() == due.review_due and emergency.status is Status.RECORDED:
        yield Alarm(
            code=EM_REVIEW_SOON,
            since=datetime.combine(due.review_due, time(), at.tzinfo),
            says="An emergency disclosure is to be reviewed today.",
            people=emergency.owners,
            posts=frozenset(),
        )


def _midnight_after(day: date, at: datetime) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), at.tzinfo)


def _discloser(emergency: Emergency) -> frozenset[str]:
    return frozenset({emergency.disclosure.by} if emergency.disclosure else ())


def was_late(emergency: Emergency) -> bool:
    """Whether it came on the record after its 24 hours."""
    if emergency.disclosed is None or emergency.recorded_at is None:
        return False
    return emergency.recorded_at > emergency.disclosed + RECORD
