"""Flow cases: rows ↔ records of the core."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from sharewell.assurance.survey.cases import FlowCase, Step
from sharewell.assurance.survey.matching import Finding
from sharewell_office.assurance import models
from sharewell_office.assurance.survey.store.returns import SomebodyElseChangedIt, to_core


def case(reference: str) -> models.FlowCase | None:
    """A case with its flow and the return that declared it."""
    return _whole().filter(reference=reference).first()


def cases_of(survey: str = "") -> QuerySet[models.FlowCase]:
    """The cases of a survey, or all."""
    return _whole().filter(flow__to__survey__reference=survey) if survey else _whole()


def _whole() -> QuerySet[models.FlowCase]:
    return models.FlowCase.objects.select_related("flow__to__survey")


def of(row: models.FlowCase) -> FlowCase:
    """The case as the core decides on it."""
    declared = to_core(row.flow.to)
    return FlowCase(
        reference=row.reference,
        team=declared.team.name,
        finding=Finding(row.flow.finding),
        answerers=declared.answerers | declared.line,
        how_often=str(row.flow.answers.get("how_often", "")),
        action=row.action,
        request=row.request,
        agreement=row.agreement,
        ended=Step(row.ended) if row.ended else None,
        ended_on=row.ended_on,
    )


def add_case(reference: str, *, flow: models.Flow, on: date, review: str, action: str) -> None:
    models.FlowCase.objects.create(reference=reference, flow=flow, opened_on=on, review=review, action=action)


def save_case(before: FlowCase, after: FlowCase) -> None:
    """Keep what a step changed. Raises `SomebodyElseChangedIt`."""
    found = models.FlowCase.objects.filter(
        reference=before.reference, ended="", request=before.request, agreement=before.agreement
    )
    changed = {
        "request": after.request,
        "agreement": after.agreement,
        "ended": after.ended.value if after.ended else "",
        "ended_on": after.ended_on,
    }
    if not found.update(**changed):
        raise SomebodyElseChangedIt(before.reference)
