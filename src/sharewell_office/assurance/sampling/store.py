"""Samples, the cases in them and their marks: rows ↔ records of the core. Nothing else touches these models."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from sharewell.assurance.marking import Finding, Mark, Sampled
from sharewell.assurance.sampling import Plan
from sharewell.assurance.strata import Always, Handled
from sharewell.vocabulary.people import Actor
from sharewell_office.assurance import models
from sharewell_office.people.work import WorkItem


def samples() -> QuerySet[models.Sample]:
    """Every sample, newest first."""
    return models.Sample.objects.all()


def concluded_since(day: date) -> list[models.Sample]:
    """The samples drawn from that day on and concluded, newest first."""
    done = models.Sample.objects.filter(drawn_at__date__gte=day, concluded_at__isnull=False)
    return list(done[:80])


def sample(reference: str) -> models.Sample | None:
    return models.Sample.objects.filter(reference=reference).first()


def locked(reference: str) -> models.Sample | None:
    """The sample, kept from anybody else until the transaction ends."""
    return models.Sample.objects.select_for_update().filter(reference=reference).first()


def plan_of(row: models.Sample) -> Plan:
    return Plan(accept=row.accept)


def frame_of(row: models.Sample) -> tuple[Handled, ...]:
    """Every case that the sample was drawn from, as it stood then."""
    return tuple(
        Handled(
            reference=reference,
            data_set=stratum.partition(": ")[0],
            outcome=stratum.partition(": ")[2],
            always=frozenset(map(Always, always)),
        )
        for reference, (stratum, always) in row.strata.items()
    )


def add(*, cases: Iterable[Sampled], always: dict[str, list[str]], **columns: Any) -> models.Sample:
    row = models.Sample.objects.create(**columns)
    add_cases(row, cases, always)
    return row


def add_cases(row: models.Sample, cases: Iterable[Sampled], always: dict[str, list[str]]) -> None:
    models.SampledCase.objects.bulk_create(
        models.SampledCase(
            sample=row, case=each.case, random=each.random, always=always.get(each.case, []),
            parts=sorted(each.parts), marker=each.marker, second=each.second,
        )
        for each in cases
    )  # fmt: skip


def cases(reference: str) -> list[models.SampledCase]:
    """The cases of a sample with their marks, the certain ones first."""
    found = models.SampledCase.objects.filter(sample__reference=reference).select_related("sample")
    return list(found.prefetch_related("marks").order_by("random", "case"))


def case(reference: str, case: str) -> models.SampledCase | None:
    found = models.SampledCase.objects.filter(sample__reference=reference, case=case).select_related("sample")
    return found.prefetch_related("marks").first()


def to_core(row: models.SampledCase) -> Sampled:
    return Sampled(
        sample=row.sample.reference,
        case=row.case,
        random=row.random,
        parts=frozenset(row.parts),
        marker=row.marker,
        second=row.second,
        marks=tuple(_mark(row.case, each) for each in row.marks.all()),
        settled=row.settled,
    )


def _mark(case: str, row: models.Mark) -> Mark:
    stages = {stage: Finding(value) for stage, value in row.stages.items()}
    return Mark(
        case=case, by=row.by, stages=stages, reasonable=row.reasonable, cause=row.cause, note=row.note
    )


def add_mark(row: models.SampledCase, mark: Mark, *, at: datetime) -> None:
    stages = {stage: finding.value for stage, finding in mark.stages.items()}
    models.Mark.objects.create(
        of=row, by=mark.by, at=at, stages=stages, reasonable=mark.reasonable, cause=mark.cause, note=mark.note
    )


def settle(row: models.SampledCase, *, deviates: bool, why: str) -> None:
    models.SampledCase.objects.filter(pk=row.pk, settled__isnull=True).update(
        settled=deviates, settled_why=why
    )


def widen(row: models.Sample, *, accept: int, drawn: list[str]) -> None:
    models.Sample.objects.filter(pk=row.pk).update(accept=accept, drawn=drawn)


def conclude(row: models.Sample, *, at: datetime) -> None:
    models.Sample.objects.filter(pk=row.pk).update(concluded_at=at)


def to_mark(person: str) -> list[models.SampledCase]:
    """What this person has still to mark, oldest sample first."""
    open_still = models.SampledCase.objects.filter(sample__concluded_at__isnull=True).select_related("sample")
    mine = (open_still.filter(marker=person) | open_still.filter(second=person)).exclude(marks__by=person)
    return list(mine.order_by("sample__reference", "case").distinct()[:200])


def open_work(by: Actor) -> list[WorkItem]:
    """The cases that this person has still to mark."""
    return [
        WorkItem(
            reference=row.sample.reference,
            title=f"Dip sample: {row.case}",
            next="Mark it, stage by stage",
            url=reverse("assurance:mark", args=[row.sample.reference, row.case]),
        )
        for row in to_mark(by.person)
    ]
