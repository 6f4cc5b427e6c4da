"""Board reports as rows, and what the board counts of this app's own rooms. Nothing else reads these models for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from sharewell.assurance.board.kpis import Figure
from sharewell.assurance.marking import Sampled
from sharewell.vocabulary.canonical import digest
from sharewell_office.assurance import models
from sharewell_office.assurance.sampling import store as sampling


# --- reports that were given ------------------------------------------------------------------------------------------
def reports(until: date | None = None, *, most: int = 8) -> list[models.BoardReport]:
    """The latest reports, newest first: of periods that ended by that day."""
    found = models.BoardReport.objects.all()
    return list((found.filter(last__lte=until) if until else found)[:most])


def report(reference: str) -> models.BoardReport | None:
    return models.BoardReport.objects.filter(reference=reference).first()


def figures_of(kept: models.BoardReport) -> dict[str, Figure]:
    return _figures(kept.figures)


def _figures(kept: dict[str, Any]) -> dict[str, Figure]:
    return {
        name: Figure(**(given | {"parts": tuple((what, count) for what, count in given["parts"])}))
        for name, given in kept.items()
    }


def document(figures: dict[str, Figure]) -> dict[str, Any]:
    """The figures as plain JSON."""
    return {
        name: asdict(figure) | {"parts": [list(part) for part in figure.parts]}
        for name, figure in figures.items()
    }


def add(reference: str, first: date, last: date, kept: dict[str, Any], *, by: str, at: datetime) -> None:
    models.BoardReport.objects.create(
        reference=reference,
        first=first,
        last=last,
        given_by=by,
        given_at=at,
        figures=kept,
        sha256=digest(kept),
    )


# --- what stood at the end of a quarter -------------------------------------------------------------------------------
def standing(first: date) -> tuple[date, dict[str, Figure]] | None:
    """The day and the figures of the quarter that began on `first`; None where none were kept."""
    row = models.Standing.objects.filter(first=first).first()
    return (row.on, _figures(row.figures)) if row else None


def keep_standing(first: date, *, on: date, kept: dict[str, Any]) -> None:
    columns = {"on": on, "figures": kept, "sha256": digest(kept)}
    models.Standing.objects.update_or_create(first=first, defaults=columns)


# --- samples, surveys, actions ----------------------------------------------------------------------------------------
def samples(first: date, last: date) -> QuerySet[models.Sample]:
    """The samples drawn then (four a year)."""
    return models.Sample.objects.filter(drawn_at__date__gte=first, drawn_at__date__lte=last)


def sampled(drawn: Iterable[models.Sample]) -> list[Sampled]:
    """The cases of these samples with their marks (two queries)."""
    rows = models.SampledCase.objects.filter(sample__in=list(drawn)).prefetch_related("marks")
    return [sampling.to_core(row) for row in rows]


def audits(first: date, last: date) -> Counter[str]:
    """Adherence audits concluded then, by what was concluded (one query)."""
    done = models.AdherenceAudit.objects.filter(concluded_on__gte=first, concluded_on__lte=last)
    return Counter(dict(done.order_by().values_list("verdict").annotate(Count("pk"))))


def latest_survey(last: date) -> models.Survey | None:
    return models.Survey.objects.filter(launched_at__date__lte=last).first()


def returns(survey: models.Survey) -> Counter[str]:
    """How many teams of a survey stand how (one query)."""
    rows = (
        models.Return.objects.filter(survey=survey).order_by().values_list("standing").annotate(Count("pk"))
    )
    return Counter(dict(rows))


def silent(survey: models.Survey | None) -> QuerySet[models.Return]:
    """The teams that did not sign; of no survey, none."""
    return models.Return.objects.filter(survey=survey, signed_at__isnull=True)


def flow_cases() -> dict[str, int]:
    """Flows that nobody had agreed to: how many were found, how many are settled (one query)."""
    return models.FlowCase.objects.aggregate(
        found=Count("pk"), settled=Count("pk", filter=Q(ended_on__isnull=False))
    )


def open_actions(on: date) -> dict[str, int]:
    """Open actions with a day, and those past it (one query)."""
    rows = models.Action.objects.filter(closed_on__isnull=True)
    return rows.aggregate(
        dated=Count("pk", filter=Q(due__isnull=False)),
        overdue=Count("pk", filter=Q(due__lt=on)),
        moved=Count("pk", filter=Q(first_due__isnull=False) & ~Q(due=F("first_due"))),
    )


def overdue_actions(on: date) -> QuerySet[models.Action]:
    return (
        models.Action.objects.select_related("review")
        .filter(closed_on__isnull=True, due__lt=on)
        .order_by("due")
    )
