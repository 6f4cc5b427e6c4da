"""Surveys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import F, QuerySet

from sharewell.assurance.survey.record import Return, Standing
from sharewell.assurance.survey.roster import POSTS
from sharewell_office.assurance import models

AT_ONCE = 500


def surveys() -> QuerySet[models.Survey]:
    """Every survey, newest first."""
    return models.Survey.objects.all()


def survey(reference: str) -> models.Survey | None:
    return models.Survey.objects.filter(reference=reference).first()


def latest() -> models.Survey | None:
    return models.Survey.objects.first()


def running() -> list[models.Survey]:
    """Surveys that were not closed, oldest first: those that chase."""
    return list(models.Survey.objects.filter(closed_at__isnull=True).order_by("reference"))


def add_survey(
    reference: str, *, title: str, by: str, at: datetime, due: date, returns: Sequence[Return]
) -> None:
    """A survey with the return of every team it asks."""
    row = models.Survey.objects.create(
        reference=reference, title=title, launched_by=by, launched_at=at, due=due
    )
    models.Return.objects.bulk_create((new_row(row, each) for each in returns), batch_size=AT_ONCE)


def new_row(survey: models.Survey, asked: Return) -> models.Return:
    posts = {post: getattr(asked.team, post) for post in POSTS}
    return models.Return(
        survey=survey, reference=asked.reference, name=asked.team.name, service=asked.team.service, due=asked.due,
        first_due=asked.first_due, standing=Standing.SILENT.value, **posts,
    )  # fmt: skip


def close_survey(reference: str, *, at: datetime) -> None:
    models.Survey.objects.filter(reference=reference).update(closed_at=at)


def move_due(reference: str, *, to: date) -> None:
    """Another day for the survey, and for each open return that was due with it; the day it was first due stays."""
    row = models.Survey.objects.get(reference=reference)
    row.returns.filter(due=row.due, signed_at__isnull=True).update(due=to, version=F("version") + 1)
    models.Survey.objects.filter(pk=row.pk).update(due=to)
