"""Rows of assessments ↔ records of the core: read, written over the version that was read, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from sharewell.policy.law.record import Law
from sharewell.register.dpia.lifecycle import unfinished
from sharewell.register.dpia.record import Dpia, Status, holds_back
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.people import store as people
from sharewell_office.people.work import WorkItem
from sharewell_office.register import models
from sharewell_office.register.store import assessment_columns as columns


class SomebodyElseChangedIt(Exception):
    """The assessment is no longer at the version that was read: the later writer is told, and nothing is lost."""


# --- reading ----------------------------------------------------------------------------------------------------------


def rows() -> QuerySet[models.Dpia]:
    """Assessments carried out here, with what each covers."""
    return models.Dpia.objects.exclude(status=models.RECORDED).prefetch_related("covers")


def recorded(reference: str) -> models.Dpia | None:
    """One taken over from another register: a row to be read, and nothing to be done with."""
    return models.Dpia.objects.filter(reference=reference, status=models.RECORDED).first()


def dpia(reference: str) -> Dpia | None:
    found = rows().filter(reference=reference).first()
    return found and _to_core([found])[0]


def covering(about: str) -> Dpia | None:
    """The assessment that covers a request or an agreement: the last one begun that was not given up."""
    found = _standing().filter(covers__about=about).order_by("-pk").first()
    return found and _to_core([found])[0]


def of_data_set(data_set: str) -> list[models.Dpia]:
    """Assessments about that data set, newest first: one of them may cover a new sharing too."""
    return list(_standing().filter(data_set=data_set).order_by("-pk")[:20])


def holding_back(about: str, on: date) -> tuple[Refusal, ...]:
    """Why nothing may leave on that day under what this covers: every assessment of it is asked."""
    return tuple(refusal for one in all_about(about) for refusal in holds_back(one, on))


def all_about(about: str) -> list[Dpia]:
    """Every assessment that covers a request or an agreement, the last begun last."""
    return _to_core(list(_standing().filter(covers__about=about).order_by("pk")))


def _standing() -> QuerySet[models.Dpia]:
    return rows().exclude(status=Status.GIVEN_UP.value)


def _to_core(found: Sequence[models.Dpia]) -> list[Dpia]:
    owners = people.owners() if found else {}
    return [
        columns.dpia_of(
            row,
            owners=frozenset({owners[row.data_set]} if row.data_set in owners else ()),
            about=tuple(one.about for one in row.covers.all()),
        )
        for row in found
    ]


# --- writing ----------------------------------------------------------------------------------------------------------


def add(dpia: Dpia, law: Law) -> None:
    """A new assessment."""
    row = models.Dpia.objects.create(
        reference=dpia.reference, version=dpia.version, **columns.columns(dpia, law=law, names={})
    )
    _write_covers(row, dpia)


def save(before: Dpia, after: Dpia, law: Law) -> None:
    """Write what a step changed, if nobody wrote since `before` was read. Raises `SomebodyElseChangedIt`."""
    names = people.people_by_id(filter(None, (after.signed_by, after.advice.by if after.advice else "")))
    with transaction.atomic():
        changed = models.Dpia.objects.filter(reference=before.reference, version=before.version).update(
            version=after.version, **columns.columns(after, law=law, names=names)
        )
        if not changed:
            raise SomebodyElseChangedIt(before.reference)
        _write_covers(models.Dpia.objects.get(reference=before.reference), after)


def _write_covers(row: models.Dpia, dpia: Dpia) -> None:
    models.DpiaCover.objects.bulk_create(
        [models.DpiaCover(dpia=row, about=about) for about in dpia.about], ignore_conflicts=True
    )


# --- what waits for somebody ------------------------------------------------------------------------------------------


def open_work(by: Actor, law: Law) -> list[WorkItem]:
    """Assessments that wait for this person: to be written, advised on, signed, or a measure put in place."""
    waiting = _to_core(_standing().exclude(status=Status.SIGNED.value, measures_open=0).order_by("pk")[:200])
    return [item for one in waiting for item in _work(one, by, law)]


def _work(dpia: Dpia, by: Actor, law: Law) -> Iterator[WorkItem]:
    match dpia.status:
        case Status.DRAFT:
            yield from _draft(dpia, by, law)
        case Status.ADVISED if by.person in dpia.owners:
            sign = "Sign the impact assessment"
            yield _item(dpia, sign if _answered(dpia) else "Answer the DPO’s advice")
        case Status.WITH_REGULATOR if by.has(Role.DPO) and dpia.consultation:
            yield _item(dpia, "Record what the regulator answers", dpia.consultation.answer_due)
        case Status.SIGNED:
            mine = (one for one in dpia.open_measures if one.officer == by.person)
            yield from (_item(dpia, f"Put measure {one.number} in place", one.due) for one in mine)


def _draft(dpia: Dpia, by: Actor, law: Law) -> Iterator[WorkItem]:
    if unfinished(dpia, law):
        if by.person in dpia.drafted_by:
            yield _item(dpia, "Go on with the impact assessment")
    elif by.has(Role.DPO):
        yield _item(dpia, "Advise on the impact assessment")


def _answered(dpia: Dpia) -> bool:
    return dpia.advice is not None and dpia.advice.accepted is not None


def _item(dpia: Dpia, what: str, due: date | None = None) -> WorkItem:
    url = reverse("register:dpia", args=[dpia.reference])
    return WorkItem(reference=dpia.reference, title=dpia.title, next=what, url=url, due=due)
