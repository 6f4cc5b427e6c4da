"""Rows of questions to the DPO ↔ records of the core."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from sharewell.decisions.dpo_questions import DpoQuestion
from sharewell.policy import seeing
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters.seeing import seen
from sharewell_office.decisions import models
from sharewell_office.design.searching import holding
from sharewell_office.people.work import WorkItem


class SomebodyAnsweredIt(Exception):
    """The question was answered between the reading and the writing."""


def question(reference: str) -> DpoQuestion | None:
    row = models.DpoQuestion.objects.filter(reference=reference).first()
    return row and to_core(row)


def to_core(row: models.DpoQuestion) -> DpoQuestion:
    return DpoQuestion(**{name: getattr(row, name) for name in DpoQuestion.__dataclass_fields__})


def seen_by(person: Actor) -> QuerySet[models.DpoQuestion]:
    """Those that this person may see, as `policy.seeing` has it."""
    return seen(models.DpoQuestion.objects.all(), seeing.of(person))


def matching(*, words: str = "", waiting: str = "") -> QuerySet[models.DpoQuestion]:
    """Those that hold every one of the words, answered or not yet."""
    rows = models.DpoQuestion.objects.all()
    found = holding(rows, words, exactly=["reference", "about"], within=["question", "answer"])
    return found.filter(answered_at__isnull=waiting == "yes") if waiting else found


def about(reference: str) -> list[DpoQuestion]:
    """What was asked about a case, oldest first: whoever reads the case reads it."""
    return [to_core(row) for row in models.DpoQuestion.objects.filter(about=reference).order_by("asked_at")]


def add(question: DpoQuestion) -> None:
    models.DpoQuestion.objects.create(**asdict(question))


def answer(reference: str, *, text: str, by: str, at: datetime) -> None:
    """Write the answer, if there is none yet. Raises `SomebodyAnsweredIt`."""
    waiting = models.DpoQuestion.objects.filter(reference=reference, answered_at__isnull=True)
    if not waiting.update(answer=text, answered_by=by, answered_at=at):
        raise SomebodyAnsweredIt(reference)


def open_work(by: Actor) -> list[WorkItem]:
    """For the DPO, the questions that wait; the oldest first."""
    if not by.has(Role.DPO):
        return []
    waiting = models.DpoQuestion.objects.filter(answered_at__isnull=True).order_by("asked_at")
    return [
        WorkItem(
            reference=row.reference,
            title="A question to you" + (f" about {row.about}" if row.about else ""),
            next="Answer it",
            url=reverse("decisions:dpo_question", args=[row.reference]),
        )
        for row in waiting[:50]
    ]
