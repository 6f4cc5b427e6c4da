"""Rows of corrections and notices ↔ records of the core. Nothing else touches their models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from sharewell.aftercare import corrections as core
from sharewell.policy.seeing import Viewer
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters.seeing import seen
from sharewell_office.aftercare.models import Copy, Correction, Notice
from sharewell_office.people.work import WorkItem


class SomebodyElseAcknowledgedIt(Exception):
    """The notice is no longer waiting."""


def row(reference: str) -> Correction | None:
    return Correction.objects.prefetch_related("notices").filter(reference=reference).first()


def rows() -> QuerySet[Correction]:
    """Corrections with their notices, newest first."""
    return Correction.objects.prefetch_related("notices")


def notice(pk: int, viewer: Viewer) -> Notice | None:
    """That notice, where they may see it."""
    return seen(Notice.objects.select_related("correction").filter(pk=pk), viewer).first()


def waiting_for(party: str) -> QuerySet[Notice]:
    """What that party has not acknowledged yet, soonest due first."""
    waiting = Notice.objects.select_related("correction").filter(
        state=core.NoticeState.SENT.value, inbound=False
    )
    return seen(waiting, Viewer(party=party))


def told_by(party: str, release: str) -> QuerySet[Notice]:
    """What that party told us of a copy that it gave us, newest first."""
    told = Notice.objects.select_related("correction").filter(release=release, inbound=True)
    return seen(told, Viewer(party=party)).order_by("-pk")


def about_releases(releases: Iterable[str]) -> list[tuple[str, str]]:
    """Each of these releases with every correction that reached its copy."""
    found = Notice.objects.filter(release__in=list(releases)).order_by("pk")
    return list(found.values_list("release", "correction__reference"))


def releases_of(references: Iterable[str]) -> list[tuple[str, str]]:
    """These corrections, each with every release whose copies it reached."""
    found = Notice.objects.filter(correction__reference__in=list(references))
    return list(found.values_list("correction__reference", "release"))


def to_core(row: Notice) -> core.Notice:
    return core.Notice(
        correction=row.correction.reference,
        release=row.release,
        party=row.party,
        state=core.NoticeState(row.state),
        due=row.due,
        inbound=row.inbound,
    )


def add(
    reference: str,
    change: core.Change,
    *,
    says: str,
    copies: Sequence[Copy],
    by: str,
    at: datetime,
    due: date,
) -> None:
    correction = Correction.objects.create(
        reference=reference, change=change.value, says=says.strip(), raised_by=by, raised_at=at
    )
    Notice.objects.bulk_create(
        Notice(
            correction=correction, release=copy.reference, party=copy.party, party_name=copy.party_name,
            state=core.NoticeState.SENT.value, due=due, inbound=copy.inbound,
        )
        for copy in copies
    )  # fmt: skip


def acknowledged(row: Notice, *, name: str, post: str, at: datetime) -> None:
    """Compare and swap. When the last one has acknowledged, what the notice said is kept no longer."""
    waiting = Notice.objects.filter(pk=row.pk, state=core.NoticeState.SENT.value)
    if not waiting.update(
        state=core.NoticeState.ACKNOWLEDGED.value, acknowledged_at=at, acknowledged_by=name.strip(),
        acknowledged_post=post.strip(),
    ):  # fmt: skip
        raise SomebodyElseAcknowledgedIt(row.release)
    if not row.correction.notices.filter(state=core.NoticeState.SENT.value).exists():
        Correction.objects.filter(pk=row.correction_id).update(says="")


def awaited(on: date) -> list[Notice]:
    """Notices to others whose day has not passed yet."""
    running = Notice.objects.filter(state=core.NoticeState.SENT.value, inbound=False, due__gte=on)
    return list(running.select_related("correction")[:500])


def due_moved(row: Notice, to: date) -> None:
    Notice.objects.filter(pk=row.pk, due=row.due).update(due=to)


def to_escalate(on: date) -> list[Notice]:
    """Notices whose day has passed without an answer, and of which nobody was told yet."""
    late = Notice.objects.filter(state=core.NoticeState.SENT.value, due__lt=on, escalated_on__isnull=True)
    return list(late.select_related("correction")[:500])


def escalated(row: Notice, on: date) -> None:
    Notice.objects.filter(pk=row.pk, escalated_on__isnull=True).update(escalated_on=on)


def open_work(by: Actor, on: date) -> list[WorkItem]:
    """Notices that nobody acknowledged in time, and those we must carry out: for whoever raised them, and the DPO."""
    wanted = Q() if by.has(Role.DPO) else Q(correction__raised_by=by.person)
    # What others told us is ours to do from the first day; what we told others is theirs until it is late.
    late = Notice.objects.filter(wanted, Q(inbound=True) | Q(due__lt=on), state=core.NoticeState.SENT.value)
    return [
        WorkItem(
            reference=row.correction.reference,
            title=f"Correction of {row.party_name}’s data in {row.release}"
            if row.inbound
            else f"Correction in {row.release}, not acknowledged by {row.party_name}",
            next="Carry it out in every copy, and acknowledge it"
            if row.inbound
            else "Chase the recipient, or record the acknowledgement",
            url=reverse("aftercare:acknowledge", args=[row.pk]),
            due=row.due,
        )
        for row in late.select_related("correction")[:50]
    ]
