"""Releases, their attempts and what was cleared in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from sharewell.register.terms import Terms
from sharewell.release import permission as core
from sharewell.release.clearing import for_review
from sharewell.release.judgement import outstanding
from sharewell.release.outgoing import Clearance, Digests, Quality, Status
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.design.searching import holding
from sharewell_office.people.work import WorkItem
from sharewell_office.release import models
from sharewell_office.release.models.release import State


class SomebodyElseChangedIt(Exception):
    """The release is no longer as it was read: the later writer is told, and nothing is lost."""


# --- reading ----------------------------------------------------------------------------------------------------------
def authority_of(reference: str) -> str | None:
    """What that release rests on; None where there is no such release."""
    found = models.Release.objects.filter(reference=reference).values_list("authority", flat=True)
    return found.first()


def row(reference: str) -> models.Release | None:
    """The release with the attempt that counts."""
    return models.Release.objects.select_related("attempt").filter(reference=reference).first()


def matching(*, words: str = "", status: str = "") -> QuerySet[models.Release]:
    """Releases that hold every one of the words, in that status, newest first."""
    named = ["recipient_name", "attempt__file_name"]
    found = holding(_listed(), words, exactly=["reference", "authority"], within=named)
    return found.filter(status=status) if status else found


def under(authorities: Sequence[str]) -> list[tuple[str, str]]:
    """Each of these authorities with every release under it, oldest first."""
    found = models.Release.objects.filter(authority__in=authorities).order_by("reference")
    return list(found.values_list("authority", "reference"))


def under_any(authorities: Sequence[str]) -> QuerySet[models.Release]:
    """The releases under these authorities with their reports, newest first."""
    return models.Release.objects.select_related("attempt").filter(authority__in=authorities)


def left_under(references: Iterable[str]) -> dict[str, str]:
    """Under which agreement or decision each of these releases left."""
    found = models.Release.objects.filter(reference__in=list(references))
    return dict(found.values_list("reference", "authority"))


def _listed() -> QuerySet[models.Release]:
    return models.Release.objects.select_related("attempt").defer(
        "manifest", "attempt__report", "attempt__terms", "attempt__lists"
    )


def to_core(row: models.Release) -> core.Release:
    """The release as the core decides on it (one query more, for the clearances)."""
    attempt = row.current
    terms = Terms.parse(attempt.terms)
    report = attempt.report
    return core.Release(
        reference=row.reference,
        status=Status(row.status),
        authority=row.authority,
        file_name=attempt.file_name,
        digests=digests(attempt),
        rows=attempt.rows,
        terms_sha256=attempt.terms_sha256,
        prepared_by=attempt.prepared_by,
        data_set=row.data_set,
        open_checks=outstanding(terms, _results(report)),
        reviews=for_review(report.get("findings", ())),
        clearances=tuple(_clearance(each) for each in row.clearances.all()),
        withheld_sha256=attempt.withheld_sha256,
        compared_with=tuple(attempt.compared_with),
        fields=frozenset({*terms.schema.names, *(each.field for each in terms.treatments)}),
        quality=Quality(accuracy=row.accuracy, categories=tuple(row.categories)),
        collected=row.collected_at is not None,
    )


def digests(attempt: models.Attempt) -> Digests:
    """What that examination was of."""
    return Digests(plan=attempt.plan_sha256, file=attempt.sha256, report=attempt.report_sha256)


def _results(report: Mapping[str, Any]) -> dict[str, str]:
    return {each["check"]: each["result"] for each in report.get("checks", ())}


def _clearance(row: models.Clearance) -> Clearance:
    return Clearance(
        finding=row.finding,
        digests=Digests(plan=row.plan_sha256, file=row.file_sha256, report=row.report_sha256),
        by=row.by,
        at=row.at,
        reason=row.reason,
    )


def clearances(row: models.Release) -> list[models.Clearance]:
    """Those given for the attempt that counts, oldest first."""
    return list(row.clearances.filter(report_sha256=row.current.report_sha256))


def attempt(pk: int) -> models.Attempt | None:
    return models.Attempt.objects.select_related("release").filter(pk=pk).first()


def attempts(row: models.Release) -> list[models.Attempt]:
    """Every examination of that release, oldest first, without the reports."""
    return list(row.attempts.defer("terms", "lists"))


def files_of(row: models.Release) -> set[str]:
    """The digests of every file in clear that this release holds on to."""
    pairs = row.attempts.values_list("came_sha256", "sha256")
    return {digest for pair in pairs for digest in pair if digest}


def footprints_of(row: models.Release) -> set[str]:
    """The digests of every footprint that this release holds on to."""
    return set(row.attempts.values_list("footprint_sha256", flat=True)) - {""}


def permitted_under(authority: str, *, but: str) -> tuple[str, ...]:
    """Releases under that authority that were let go already, apart from this one."""
    gone = models.Release.objects.filter(authority=authority, status__in=(Status.PERMITTED, Status.SEALED))
    return tuple(gone.exclude(reference=but).values_list("reference", flat=True)[:5])


def waits_for(sha256: str) -> bool:
    """Whether some release still needs the file of that digest in clear."""
    over = (Status.SEALED, Status.WITHDRAWN)
    found = models.Attempt.objects.filter(Q(sha256=sha256) | Q(came_sha256=sha256))
    found = found.exclude(state__in=(State.FAILED, State.CANCELLED))
    return found.exclude(release__status__in=over).exists()


def being_examined() -> frozenset[str]:
    """The attempts, by name, that an examination goes on for, or is begun anew for."""
    found = models.Attempt.objects.filter(release__status=Status.EXAMINING).values_list("pk", flat=True)
    return frozenset(map(str, found))


def has_parcel(name: str) -> bool:
    """Whether some release has the parcel of that name."""
    return models.Release.objects.filter(parcel=name).exists()


def sealed_on(row: models.Release) -> date | None:
    return date.fromisoformat(row.manifest["released_on"]) if row.manifest else None


# --- attempts ---------------------------------------------------------------------------------------------------------
def add(columns: Mapping[str, Any], attempt: Mapping[str, Any]) -> models.Attempt:
    """A new release with its first attempt."""
    release = models.Release.objects.create(**columns)
    made = models.Attempt.objects.create(release=release, number=1, **attempt)
    models.Release.objects.filter(pk=release.pk).update(attempt=made)
    return made


def add_attempt(
    row: models.Release, attempt: Mapping[str, Any], *, status: Status, instead: bool = False
) -> models.Attempt:
    """Another attempt, which counts from now on. `instead`: the file is another one, and those before go.

    Raises `SomebodyElseChangedIt`.
    """
    last = row.attempts.aggregate(last=Max("number"))["last"] or 0
    before = None if instead else row.attempt
    made = models.Attempt.objects.create(release=row, number=last + 1, before=before, **attempt)
    _change(row, attempt=made, status=status.value)
    if instead:
        row.attempts.exclude(pk=made.pk).delete()
    return made


def back_to(row: models.Release, attempt: models.Attempt, *, status: Status) -> None:
    """An attempt made before counts again; the one that counted is not there any more."""
    undone = row.current
    _change(row, attempt=attempt, status=status.value)
    undone.delete()


def brought(columns: Mapping[str, Any] | models.Release, attempt: Mapping[str, Any]) -> models.Attempt:
    """An attempt that somebody has yet to carry out, of a new release or of one that is there."""
    if isinstance(columns, models.Release):
        return add_attempt(columns, attempt, status=Status.EXAMINING)
    return add({**columns, "status": Status.EXAMINING.value}, attempt)


def _running(pk: int) -> QuerySet[models.Attempt]:
    """That attempt, while it is being examined and its release was not given up meanwhile."""
    return models.Attempt.objects.filter(pk=pk, state=State.RUNNING, release__status=Status.EXAMINING)


def claim(pk: int, *, runner: str, at: datetime, stale: datetime) -> models.Attempt | None:
    """Take an examination over: of all who try, one gets it, and only where nobody has worked on it since `stale`."""
    free = _running(pk)
    if not free.filter(Q(runner="") | Q(beat__lt=stale)).update(runner=runner, beat=at):
        return None
    return attempt(pk)


def beat(pk: int, *, runner: str, at: datetime, phase: str | None = None) -> bool:
    """Say that it goes on, and how far it is; False where it was cancelled, or is somebody else's now."""
    mine = _running(pk).filter(runner=runner)
    return bool(mine.update(beat=at, **({"phase": phase} if phase is not None else {})))


def finished(made: models.Attempt, columns: Mapping[str, Any], *, status: Status) -> None:
    """The examination is done, once. Raises `SomebodyElseChangedIt` where it was cancelled or taken over meanwhile."""
    before = made.before
    another_file = before is not None and before.came_sha256 != made.came_sha256
    mine = _running(made.pk).filter(runner=made.runner)
    if not mine.update(state=State.DONE, **columns, **({"before": None} if another_file else {})):
        raise SomebodyElseChangedIt(made.release.reference)
    _change(made.release, status=status.value)
    if another_file:
        made.release.attempts.exclude(pk=made.pk).delete()


def ended(made: models.Attempt, *, state: str, problem: str, status: Status) -> None:
    """It came to nothing: the attempt before counts again, if there was one. Raises `SomebodyElseChangedIt`."""
    mine = _running(made.pk).filter(runner=made.runner)
    if not mine.update(state=state, problem=problem[:500]):
        raise SomebodyElseChangedIt(made.release.reference)
    _change(made.release, status=status.value, attempt=made.before or made)


def stopped(stale: datetime) -> list[int]:
    """Examinations that nobody has worked on since then."""
    running = models.Attempt.objects.filter(state=State.RUNNING, release__status=Status.EXAMINING)
    idle = running.filter(Q(beat__lt=stale) | Q(beat__isnull=True))
    return list(idle.filter(prepared_at__lt=stale).values_list("pk", flat=True)[:50])


# --- writing ----------------------------------------------------------------------------------------------------------
def cleared(row: models.Release, clearance: Clearance, *, status: Status) -> None:
    models.Clearance.objects.create(
        release=row,
        finding=clearance.finding,
        plan_sha256=clearance.digests.plan,
        file_sha256=clearance.digests.file,
        report_sha256=clearance.digests.report,
        by=clearance.by,
        at=clearance.at,
        reason=clearance.reason,
    )
    _change(row, status=status.value)


def taken_back(row: models.Release, finding: str, *, status: Status) -> None:
    row.clearances.filter(finding=finding, report_sha256=row.current.report_sha256).delete()
    _change(row, status=status.value)


def noted(row: models.Release, *, accuracy: str, categories: list[str]) -> None:
    _change(row, accuracy=accuracy, categories=categories)


def permitted(row: models.Release, *, by: str, at: datetime) -> None:
    _change(row, status=Status.PERMITTED.value, permitted_by=by, permitted_at=at)


def sealed(row: models.Release, *, parcel: str, manifest: Mapping[str, Any], at: datetime) -> None:
    _change(row, status=Status.SEALED.value, parcel=parcel, manifest=manifest, sealed_at=at)


def collected(reference: str, *, at: datetime) -> None:
    """The recipient has it: from now on it cannot be taken back. Raises `SomebodyElseChangedIt`."""
    changed = models.Release.objects.filter(
        reference=reference, status=Status.SEALED.value, collected_at__isnull=True
    ).update(collected_at=at)
    if not changed:
        raise SomebodyElseChangedIt(reference)


def withdrawn(row: models.Release) -> None:
    # Who permitted it is on the record; here a release that was given up is permitted by nobody.
    _change(row, status=Status.WITHDRAWN.value, permitted_by="", permitted_at=None, parcel="")


def _change(row: models.Release, **columns: Any) -> None:
    """Compare and swap: of two who read the same release, one writes; and nobody writes to what was collected."""
    found = models.Release.objects.filter(pk=row.pk, version=row.version, collected_at__isnull=True)
    if not found.update(version=row.version + 1, **columns):
        raise SomebodyElseChangedIt(row.reference)


# --- what waits for somebody ------------------------------------------------------------------------------------------
NEXT = {
    Status.REFUSED: "Mend the file",
    Status.REVIEW: "Have cleared what the gate left to a person",
    Status.READY: "Release it, or withdraw it",
    Status.PERMITTED: "Seal it",
}


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """Releases that wait for this person: brought by them, in need of a second person, or of a clearance."""
    wanted = Q(pk__in=())
    if by.has(Role.HANDLER):
        wanted |= Q(attempt__prepared_by=by.person, status__in=NEXT)
        bulk = Q(attempt__rows__gte=core.BULK_ROWS, status__in=(Status.READY, Status.PERMITTED))
        area = by.area_of(Role.HANDLER)
        wanted |= bulk if area is None else bulk & Q(data_set__in=area)
    items = [_item(each, NEXT[Status(each.status)]) for each in _listed().filter(wanted)[:50]]
    to_clear = _listed().filter(status=Status.REVIEW).exclude(attempt__prepared_by=by.person)
    if not by.has(Role.DPO):
        to_clear = to_clear.filter(data_set__in=by.owns)
    return items + [_item(each, "Look at what the gate left to a person") for each in to_clear[:50]]


def _item(row: models.Release, what: str) -> WorkItem:
    return WorkItem(
        reference=row.reference,
        title=f"{row.file_name} to {row.recipient_name}",
        next=what,
        url=reverse("release:detail", args=[row.reference]),
        due=None,
    )
