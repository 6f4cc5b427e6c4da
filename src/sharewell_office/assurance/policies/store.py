"""Policies, attestations and watched sources, rows and records. Nothing else touches these models."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from sharewell.assurance.policies.document import document, parse
from sharewell.assurance.policies.record import Kind, Policy
from sharewell.vocabulary.people import Actor
from sharewell.vocabulary.when import Period
from sharewell_office.assurance import models
from sharewell_office.people.work import WorkItem


class SomebodyElseChangedIt(Exception):
    """The policy is not the one that was read."""


def policies() -> QuerySet[models.Policy]:
    """Every policy without its text, with how many have attested to the version in force."""
    attested = Count("attestations", filter=Q(attestations__version=F("version")))
    return models.Policy.objects.defer("document").annotate(attested=attested)


def policy(reference: str) -> Policy | None:
    row = models.Policy.objects.filter(reference=reference).first()
    return to_core(row) if row else None


def to_core(row: models.Policy) -> Policy:
    return Policy(
        reference=row.reference,
        title=row.title,
        kind=Kind(row.kind),
        keeper=row.keeper,
        review_every=Period.parse(row.review_every),
        audit_after=Period.parse(row.audit_after) if row.audit_after else None,
        review_on=row.review_on,
        audit_on=row.audit_on,
        revision=row.revision,
        **parse(row.document),
    )


def add(policy: Policy) -> None:
    models.Policy.objects.create(reference=policy.reference, **_columns(policy))


def save(before: Policy, after: Policy) -> None:
    """Keep what a step changed. Raises `SomebodyElseChangedIt`."""
    unchanged = models.Policy.objects.filter(reference=before.reference, revision=before.revision)
    if not unchanged.update(**_columns(after)):
        raise SomebodyElseChangedIt


def _columns(policy: Policy) -> dict[str, Any]:
    version = policy.in_force
    return {
        "title": policy.title,
        "kind": policy.kind.value,
        "keeper": policy.keeper,
        "review_every": str(policy.review_every),
        "audit_after": str(policy.audit_after or ""),
        "version": version.number if version else "",
        "launched_on": version.launched_on if version else None,
        "review_on": policy.review_on,
        "audit_on": policy.audit_on,
        "task_due": policy.task.due if policy.task else None,
        "document": document(policy),
        "revision": policy.revision,
    }


def in_force() -> list[Policy]:
    """Every policy that has been launched, whole."""
    return [to_core(row) for row in models.Policy.objects.exclude(version="")]


def to_audit() -> list[models.Policy]:
    """Policies in force whose adherence is to be audited on a day, without their text."""
    launched = models.Policy.objects.exclude(version="").filter(
        launched_on__isnull=False, audit_on__isnull=False
    )
    return list(launched.defer("document"))


def attested_of(reference: str, version: str) -> int:
    """How many have attested to that version."""
    return models.Attestation.objects.filter(policy__reference=reference, version=version).count()


# --- attestations -----------------------------------------------------------------------------------------------------
def attested(policy: Policy, person: str) -> bool:
    version = policy.in_force
    return bool(version) and _attestations(policy).filter(person=person).exists()


def attest(policy: Policy, *, person: str, at: datetime) -> None:
    """Raises `IntegrityError` where that person has attested already."""
    row = models.Policy.objects.get(reference=policy.reference)
    models.Attestation.objects.create(policy=row, version=row.version, person=person, at=at)


def attesters(policy: Policy) -> dict[str, datetime]:
    """Who has attested to the version in force, and when."""
    return dict(_attestations(policy).values_list("person", "at"))


def _attestations(policy: Policy) -> QuerySet[models.Attestation]:
    version = policy.in_force.number if policy.in_force else ""
    return models.Attestation.objects.filter(policy__reference=policy.reference, version=version)


# --- what is watched --------------------------------------------------------------------------------------------------
def sources() -> list[models.Source]:
    """What is watched (an office watches a handful)."""
    return list(models.Source.objects.all()[:200])


def add_source(**columns: Any) -> models.Source:
    return models.Source.objects.create(**columns)


def looked(
    source: models.Source, *, at: datetime, sha256: str = "", problem: str = "", changed: bool = False
) -> None:
    """Keep what was seen, or why nothing could be."""
    source.looked_at, source.problem = at, problem
    source.sha256 = sha256 or source.sha256
    source.changed_at = at if changed else source.changed_at
    source.save(update_fields=["looked_at", "problem", "sha256", "changed_at"])


# --- work -------------------------------------------------------------------------------------------------------------
def open_work(by: Actor) -> list[WorkItem]:
    """Policies to attest to, and the reviews that this person answers for (two queries)."""
    read = models.Attestation.objects.filter(person=by.person).values_list("policy__reference", "version")
    done, items = set(read), []
    for row in models.Policy.objects.exclude(version="").defer("document").order_by("review_on")[:200]:
        if (row.reference, row.version) not in done:
            items.append(_item(row, "Read it, and say that you will follow it", None))
        if row.keeper == by.person and row.task_due:
            items.append(_item(row, "Review it", row.task_due))
    return items


def _item(row: models.Policy, step: str, due: date | None) -> WorkItem:
    url = reverse("assurance:policy", args=[row.reference])
    return WorkItem(reference=row.reference, title=row.title, next=step, url=url, due=due)
