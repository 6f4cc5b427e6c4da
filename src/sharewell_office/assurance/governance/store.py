"""Governance decisions, rows and records. Nothing else touches this model."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from sharewell.assurance.governance import CHECKERS, Check, GovernanceDecision
from sharewell.vocabulary.people import Actor
from sharewell.vocabulary.when import Period
from sharewell_office.assurance import models
from sharewell_office.people.work import WorkItem


def decisions() -> QuerySet[models.GovernanceDecision]:
    return models.GovernanceDecision.objects.all()


def row(reference: str) -> models.GovernanceDecision | None:
    return models.GovernanceDecision.objects.filter(reference=reference).first()


def to_core(kept: models.GovernanceDecision) -> GovernanceDecision:
    checks = (
        Check(on=date.fromisoformat(each["on"]), by=each["by"], found=each["found"]) for each in kept.checks
    )
    return GovernanceDecision(
        reference=kept.reference, question=kept.question, options=tuple(kept.options), reasons=kept.reasons,
        function=kept.function, check_every=Period.parse(kept.check_every), by=kept.by, on=kept.on,
        check_on=kept.check_on, checks=tuple(checks),
    )  # fmt: skip


def add(decision: GovernanceDecision, *, closes: str) -> None:
    models.GovernanceDecision.objects.create(
        reference=decision.reference, question=decision.question, options=list(decision.options),
        reasons=decision.reasons, function=decision.function, check_every=str(decision.check_every),
        check_on=decision.check_on, closes=closes, by=decision.by, on=decision.on,
    )  # fmt: skip


def add_check(decision: GovernanceDecision) -> None:
    """Keep the checks of a decision, and the day of the next."""
    checks = [{"on": each.on.isoformat(), "by": each.by, "found": each.found} for each in decision.checks]
    models.GovernanceDecision.objects.filter(reference=decision.reference).update(
        checks=checks, check_on=decision.check_on
    )


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """The checks that are due, for those who may make them."""
    if not by.roles & CHECKERS:
        return []
    return [
        WorkItem(
            reference=each.reference,
            title=each.question,
            next="Check that it is done as decided",
            url=reverse("assurance:governance-decision", args=[each.reference]),
            due=each.check_on,
        )
        for each in models.GovernanceDecision.objects.filter(check_on__lte=on)[:50]
    ]
