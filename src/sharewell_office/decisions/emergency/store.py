"""Rows of emergencies ↔ records of the core."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from sharewell.decisions.emergency.clocks import alarms, clocks
from sharewell.decisions.emergency.record import Disclosure, Emergency, Review, Reviewed, Status
from sharewell.decisions.request import Advice, AdviceKind
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters.clock import LONDON
from sharewell_office.decisions import absence_store as absences
from sharewell_office.decisions import models
from sharewell_office.decisions.store import SomebodyElseChangedIt, value_of
from sharewell_office.design.searching import between, holding
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed
from sharewell_office.people.work import WorkItem

UNFINISHED = tuple(status.value for status in Status if not status.final)
TOLD = (Status.RELEASED.value, Status.RECORDED.value, Status.REGULARISED.value)


# --- reading ----------------------------------------------------------------------------------------------------------


def emergency(reference: str) -> Emergency | None:
    row = models.Emergency.objects.filter(reference=reference).first()
    return row and to_core(row, people.owners())


def matching(*, words: str = "", status: str = "", data_set: str = "") -> QuerySet[models.Emergency]:
    """Emergencies that hold every one of the words, in that status, about that data set."""
    found = holding(
        models.Emergency.objects.all(), words, exactly=["reference"], within=["danger", "recipient_name"]
    )
    if status:
        found = found.filter(status=status)
    return found.filter(data_set=data_set) if data_set else found


def activity(
    *,
    words: str = "",
    outcome: str = "",
    data_set: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[models.Emergency]:
    """The lines that emergencies make in the activity log: from the moment something is told."""
    found = matching(words=words, status=outcome, data_set=data_set).filter(status__in=TOLD)
    return between(found, "told_at", first, last).annotate(finished_at=F("told_at"))


def unfinished() -> list[Emergency]:
    """Every emergency that is not yet recorded and reviewed: there are never many."""
    owners = people.owners()
    return [to_core(row, owners) for row in models.Emergency.objects.filter(status__in=UNFINISHED)]


def rung(reference: str) -> list[str]:
    """The alarms of an emergency that are on the record already."""
    return list(models.Emergency.objects.values_list("rung", flat=True).get(reference=reference))


def to_core(row: models.Emergency, owners: Mapping[str, str]) -> Emergency:
    same = (
        "reference", "opened", "opened_by", "danger", "recipient_name", "recipient", "data_set", "why_urgent",
        "recorded_at", "recorded_by", "terms_sent", "version",
    )  # fmt: skip
    owner = owners.get(row.data_set)
    return Emergency(
        **{name: getattr(row, name) for name in same},
        owners=frozenset({owner} if owner else ()),
        status=Status(row.status),
        facts={name: value_of(stored) for name, stored in row.facts.items()},
        answers={name: value_of(stored) for name, stored in row.answers.items()},
        withheld=tuple(row.withheld),
        findings=tuple(row.findings),
        disclosure=_disclosure(row),
        advice=tuple(_advice(stored) for stored in row.advice),
        review=_review(row),
    )


def _disclosure(row: models.Emergency) -> Disclosure | None:
    if row.told_at is None:
        return None
    same = ("to_whom", "identity", "channel", "terms_said", "exception")
    return Disclosure(
        at=row.told_at.astimezone(LONDON),  # its clocks count the days on the office's wall
        by=row.told_by,
        told=tuple(row.told),
        **{name: getattr(row, name) for name in same},
    )


def _advice(stored: Mapping[str, str]) -> Advice:
    return Advice(
        kind=AdviceKind(stored["kind"]),
        text=stored["text"],
        by=stored["by"],
        at=datetime.fromisoformat(stored["at"]),
    )


def _review(row: models.Emergency) -> Reviewed | None:
    if row.reviewed_at is None:
        return None
    return Reviewed(by=row.reviewed_by, at=row.reviewed_at, says=Review(row.review), words=row.review_words)


# --- writing ----------------------------------------------------------------------------------------------------------


def add(emergency: Emergency) -> None:
    models.Emergency.objects.create(
        reference=emergency.reference, version=emergency.version, **_columns(emergency)
    )


def save(before: Emergency, after: Emergency) -> None:
    """Write what a step changed, if nobody wrote since `before` was read. Raises `SomebodyElseChangedIt`."""
    read = models.Emergency.objects.filter(reference=before.reference, version=before.version)
    if not read.update(version=after.version, **_columns(after)):
        raise SomebodyElseChangedIt(before.reference)


def ring(reference: str, code: str) -> bool:
    """Note that an alarm is on the record. False where it was noted before."""
    row = models.Emergency.objects.select_for_update().get(reference=reference)
    if code in row.rung:
        return False
    row.rung = [*row.rung, code]
    row.save(update_fields=["rung"])
    return True


def _columns(emergency: Emergency) -> dict[str, Any]:
    same = (
        "opened", "opened_by", "danger", "recipient_name", "recipient", "data_set", "why_urgent", "recorded_at",
        "recorded_by", "terms_sent",
    )  # fmt: skip
    return {
        **{name: getattr(emergency, name) for name in same},
        "status": emergency.status.value,
        "facts": dict(emergency.facts),
        "answers": dict(emergency.answers),
        "withheld": list(emergency.withheld),
        "findings": list(emergency.findings),
        "advice": [
            {"kind": one.kind.value, "text": one.text, "by": one.by, "at": one.at.isoformat()}
            for one in emergency.advice
        ],
        **_told(emergency.disclosure),
        **_reviewed(emergency.review),
    }


def _told(said: Disclosure | None) -> dict[str, Any]:
    if said is None:
        return {}
    same = ("to_whom", "identity", "channel", "terms_said", "exception")
    return {
        "told_at": said.at, "told_by": said.by, "told": list(said.told), **{name: getattr(said, name) for name in same}
    }  # fmt: skip


def _reviewed(review: Reviewed | None) -> dict[str, Any]:
    if review is None:
        return {}
    return {
        "review": review.says.value, "review_words": review.words, "reviewed_at": review.at, "reviewed_by": review.by
    }  # fmt: skip


# --- what waits for somebody ------------------------------------------------------------------------------------------


def open_work(by: Actor, at: datetime) -> list[WorkItem]:
    """What emergencies ask of this person now: to record, to advise, to review; and what is late."""
    days_off = proclaimed()
    return [item for one in unfinished() for item in _items(one, by, at.astimezone(LONDON), days_off)]


def _items(one: Emergency, by: Actor, at: datetime, days_off: frozenset[date]) -> list[WorkItem]:
    late = [
        _item(one, alarm.says, alarm.since.date())
        for alarm in alarms(one, at, days_off)
        if alarm.code.startswith("EM_LATE") and (by.person in alarm.people or by.roles & alarm.posts)
    ]
    return late or [*_next_steps(one, by, at.date(), days_off)]


def _next_steps(one: Emergency, by: Actor, on: date, days_off: frozenset[date]) -> list[WorkItem]:
    mine = by.person in (one.opened_by, one.disclosure.by if one.disclosure else "")
    if one.disclosed is None:
        return [_item(one, "Say what was told, or that nothing was", one.opened.date())] if mine else []
    due = clocks(one.disclosed, days_off)
    items = []
    if mine and one.status is Status.RELEASED:
        until = due.record_due.astimezone(LONDON)
        items.append(_item(one, f"Complete the record by {until:%H:%M}", until.date()))
    if by.has(Role.DPO) and not one.advice:
        items.append(_item(one, "Say what you think of it", due.review_due))
    if one.status is Status.RECORDED and _reviews(one, by, on):
        items.append(_item(one, "Review it", due.review_due))
    return items


def _reviews(one: Emergency, by: Actor, on: date) -> bool:
    """Whether the review is the owner's, or whoever's covers for them; the Chief Executive's where that is nobody.

    An emergency does not wait for a working day to go by, as a decision does (dg.3).
    """
    had_a_part = {one.opened_by, one.recorded_by, one.disclosure.by if one.disclosure else ""}
    theirs = absences.at_their_desk(one.owners, on) - had_a_part - {""}
    return not theirs if by.has(Role.CHIEF_EXECUTIVE) else by.person in theirs


def _item(one: Emergency, what: str, due: date) -> WorkItem:
    return WorkItem(
        reference=one.reference,
        title=f"Emergency: {one.recipient_name or 'nobody told yet'}",
        next=what,
        url=reverse("decisions:emergency", args=[one.reference]),
        due=due,
    )
