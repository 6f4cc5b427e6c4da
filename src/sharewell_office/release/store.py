"""Rows of releases ↔ records of the core. Nothing else touches this app's models."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from sharewell.register.terms import Terms
from sharewell.release import permission as core
from sharewell.release.judgement import outstanding
from sharewell.release.permission import Status
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.people.work import WorkItem
from sharewell_office.release import models


class SomebodyElseChangedIt(Exception):
    """The release is no longer as it was read: the later writer is told, and nothing is lost."""


# --- reading ----------------------------------------------------------------------------------------------------------
def row(reference: str) -> models.Release | None:
    return models.Release.objects.filter(reference=reference).first()


def matching(*, words: str = "", status: str = "") -> QuerySet[models.Release]:
    """Releases that hold every one of the words, in that status, newest first."""
    found = models.Release.objects.defer("report", "terms", "manifest")
    for word in words.split()[:8]:
        found = found.filter(
            Q(reference__iexact=word)
            | Q(authority__iexact=word)
            | Q(recipient_name__icontains=word)
            | Q(file_name__icontains=word)
        )
    return found.filter(status=status) if status else found


def to_core(row: models.Release) -> core.Release:
    return core.Release(
        reference=row.reference,
        status=Status(row.status),
        authority=row.authority,
        file_name=row.file_name,
        sha256=row.sha256,
        rows=row.rows,
        terms_sha256=row.terms_sha256,
        prepared_by=row.prepared_by,
        open_checks=outstanding(Terms.parse(row.terms), _results(row)),
    )


def _results(row: models.Release) -> dict[str, str]:
    return {each["check"]: each["result"] for each in row.report.get("checks", ())}


def permitted_under(authority: str, *, but: str) -> tuple[str, ...]:
    """Releases under that authority that were let go already, apart from this one."""
    gone = models.Release.objects.filter(authority=authority, status__in=(Status.PERMITTED, Status.SEALED))
    return tuple(gone.exclude(reference=but).values_list("reference", flat=True)[:5])


def waits_for(sha256: str) -> bool:
    """Whether some release still needs the file of that digest in clear."""
    over = (Status.SEALED, Status.WITHDRAWN)
    return models.Release.objects.filter(sha256=sha256).exclude(status__in=over).exists()


def sealed_on(row: models.Release) -> date | None:
    return date.fromisoformat(row.manifest["released_on"]) if row.manifest else None


# --- writing ----------------------------------------------------------------------------------------------------------
def add(columns: Mapping[str, Any]) -> None:
    """A new release, as it was examined."""
    models.Release.objects.create(**columns)


def examined_again(reference: str, columns: Mapping[str, Any], *, read_at_version: int) -> None:
    """Another file in the place of the one before. Raises `SomebodyElseChangedIt`."""
    _change(reference, read_at_version, **columns)


def permitted(row: models.Release, *, by: str, at: datetime) -> None:
    _change(row.reference, row.version, status=Status.PERMITTED.value, permitted_by=by, permitted_at=at)


def sealed(row: models.Release, *, parcel: str, manifest: Mapping[str, Any], at: datetime) -> None:
    _change(
        row.reference, row.version, status=Status.SEALED.value, parcel=parcel, manifest=manifest, sealed_at=at
    )


def withdrawn(row: models.Release) -> None:
    # Who permitted it is on the record; here a release that was given up is permitted by nobody.
    _change(row.reference, row.version, status=Status.WITHDRAWN.value, permitted_by="", permitted_at=None)


def _change(reference: str, read_at_version: int, **columns: Any) -> None:
    """Compare and swap: of two who read the same release, one writes."""
    changed = models.Release.objects.filter(reference=reference, version=read_at_version).update(
        version=read_at_version + 1, **columns
    )
    if not changed:
        raise SomebodyElseChangedIt(reference)


# --- what waits for somebody ------------------------------------------------------------------------------------------
NEXT = {
    Status.REFUSED: "Mend the file and upload it again",
    Status.REVIEW: "Mend the file and upload it again",
    Status.READY: "Release it, or withdraw it",
    Status.PERMITTED: "Seal it",
}


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """Releases that wait for this person: the ones they brought, and bulk files that need a second person."""
    if not by.has(Role.HANDLER):
        return []
    mine = Q(prepared_by=by.person, status__in=NEXT)
    bulk = Q(rows__gte=core.BULK_ROWS, status__in=(Status.READY, Status.PERMITTED))
    found = models.Release.objects.defer("report", "terms", "manifest").filter(mine | bulk)
    return [_item(row) for row in found[:50]]


def _item(row: models.Release) -> WorkItem:
    return WorkItem(
        reference=row.reference,
        title=f"{row.file_name} to {row.recipient_name}",
        next=NEXT[Status(row.status)],
        url=reverse("release:detail", args=[row.reference]),
        due=None,
    )
