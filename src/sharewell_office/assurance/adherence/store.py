"""Adherence audits, rows and records. Nothing else touches this model."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from sharewell.assurance.adherence import AUDITORS, Audit, Evidence, Verdict
from sharewell.vocabulary.people import Actor
from sharewell_office.assurance.models import AdherenceAudit
from sharewell_office.people.work import WorkItem

_SAME = (
    "policy", "version", "keeper", "launched_on", "due", "first_due", "announced", "sample", "words", "attested",
    "asked", "concluded_on",
)  # fmt: skip


class SomebodyElseChangedIt(Exception):
    """The audit is not the one that was read."""


def audits() -> QuerySet[AdherenceAudit]:
    """Audits, newest first (a few for each policy)."""
    return AdherenceAudit.objects.all()


def row(reference: str) -> AdherenceAudit | None:
    return AdherenceAudit.objects.filter(reference=reference).first()


def known() -> frozenset[tuple[str, str]]:
    """The versions that have their audit already."""
    return frozenset(AdherenceAudit.objects.values_list("policy", "version"))


def open_audits() -> list[AdherenceAudit]:
    return list(AdherenceAudit.objects.filter(concluded_on__isnull=True))


def to_core(row: AdherenceAudit) -> Audit:
    seen = (Evidence(**{**each, "on": date.fromisoformat(each["on"])}) for each in row.evidence)
    return Audit(
        reference=row.reference,
        evidence=tuple(seen),
        verdict=Verdict(row.verdict) if row.verdict else None,
        **{name: getattr(row, name) for name in _SAME},
    )


def add(audit: Audit, *, title: str) -> None:
    AdherenceAudit.objects.create(reference=audit.reference, title=title, **_columns(audit))


def save(row: AdherenceAudit, after: Audit) -> None:
    """Keep what a step changed. Raises `SomebodyElseChangedIt`."""
    unchanged = AdherenceAudit.objects.filter(pk=row.pk, changes=row.changes)
    if not unchanged.update(changes=row.changes + 1, **_columns(after)):
        raise SomebodyElseChangedIt


def _columns(audit: Audit) -> dict[str, Any]:
    seen = [
        {"on": each.on.isoformat(), "by": each.by, "text": each.text, "where": each.where, "team": each.team}
        for each in audit.evidence
    ]
    return {name: getattr(audit, name) for name in _SAME} | {
        "evidence": seen,
        "verdict": audit.verdict.value if audit.verdict else "",
    }


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """The audits whose day has come, for who carries them out."""
    if not by.roles & AUDITORS:
        return []
    due = AdherenceAudit.objects.filter(concluded_on__isnull=True, due__lte=on).exclude(keeper=by.person)
    return [
        WorkItem(
            reference=row.reference,
            title=row.title,
            next="See whether it is followed",
            url=reverse("assurance:audit", args=[row.reference]),
            due=row.due,
        )
        for row in due[:50]
    ]
