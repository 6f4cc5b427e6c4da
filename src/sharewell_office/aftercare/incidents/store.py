"""Rows of incidents ↔ records of the core. Nothing else touches their models."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from sharewell.aftercare import incidents as core
from sharewell.policy.seeing import Viewer
from sharewell.register.card import Severity
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.seeing import seen
from sharewell_office.aftercare.models import Incident, Question
from sharewell_office.people.work import WorkItem


class SomebodyElseChangedIt(Exception):
    """The incident is no longer as it was read."""


def row(reference: str) -> Incident | None:
    return Incident.objects.prefetch_related("questions").filter(reference=reference).first()


def rows() -> QuerySet[Incident]:
    """Every incident, newest first: the breach register (Article 33(5))."""
    return Incident.objects.all()


def of_party(party: str) -> QuerySet[Incident]:
    """What happened with data between that party and us, in either direction."""
    return seen(Incident.objects.all(), Viewer(party=party))


def of_release(release: str) -> QuerySet[Incident]:
    return Incident.objects.filter(release=release)


def of_releases(releases: Iterable[str]) -> list[tuple[str, str]]:
    """Each of these releases with every incident that is about it."""
    return list(Incident.objects.filter(release__in=list(releases)).values_list("release", "reference"))


def releases_of(references: Iterable[str]) -> list[tuple[str, str]]:
    """These incidents, each with the release it is about."""
    return list(Incident.objects.filter(reference__in=list(references)).values_list("reference", "release"))


def running() -> QuerySet[Incident]:
    """Those whose clocks run: nobody decided yet who is told."""
    return Incident.objects.filter(state__in=(core.State.SUSPECTED.value, core.State.ASSESSED.value))


def question(pk: int) -> Question | None:
    return Question.objects.select_related("incident").filter(pk=pk).first()


def waiting_for(party: str) -> QuerySet[Question]:
    """What we asked that party and it has not answered."""
    waiting = Question.objects.select_related("incident").filter(answered_at__isnull=True)
    return seen(waiting, Viewer(party=party))


def to_core(row: Incident) -> core.Incident:
    return core.Incident(
        reference=row.reference,
        party=row.party,
        kind=core.Kind(row.kind),
        whose=core.Whose(row.whose),
        state=core.State(row.state),
        occurred_at=row.occurred_at,
        reported_at=row.reported_at,
        aware_at=row.aware_at,
        band=Severity(row.band) if row.band else None,
        inbound=row.inbound,
        giver_told_at=row.giver_told_at,
        open_questions=row.questions.filter(answered_at__isnull=True).count(),
    )


def add(
    reference: str, said: core.Report, *, party_name: str, by: str, self_reported: bool, at: datetime
) -> None:
    Incident.objects.create(
        reference=reference, party=said.party, party_name=party_name, release=said.release,
        state=core.State.SUSPECTED.value, kind=said.kind.value, what=said.what.strip(),
        whose=(core.Whose.OURS if said.inbound else core.Whose.THEIRS).value, inbound=said.inbound,
        occurred_at=said.occurred_at, reported_at=at, reported_by=by, self_reported=self_reported,
    )  # fmt: skip


def change(row: Incident, **columns: Any) -> None:
    """Compare and swap: of two who read the same incident, one writes."""
    read = Incident.objects.filter(pk=row.pk, version=row.version)
    if not read.update(version=row.version + 1, **columns):
        raise SomebodyElseChangedIt(row.reference)


def add_question(row: Incident, *, what: str, due: date, by: str, at: datetime) -> Question:
    return Question.objects.create(incident=row, what=what.strip(), due=due, asked_by=by, asked_at=at)


def answered(row: Question, *, says: str, by: str, at: datetime) -> None:
    waiting = Question.objects.filter(pk=row.pk, answered_at__isnull=True)
    if not waiting.update(answer=says.strip(), answered_by=by, answered_at=at):
        raise SomebodyElseChangedIt(row.incident.reference)


NEXT = {
    core.State.SUSPECTED: "Assess it",
    core.State.ASSESSED: "Decide whether the regulator and the people are told",
    core.State.DECIDED: "Close it, with reasons",
}


def open_work(by: Actor) -> list[WorkItem]:
    """Incidents that are not closed: every step from here on is the DPO's."""
    if not by.has(Role.DPO):
        return []
    return [
        WorkItem(
            reference=row.reference,
            title=f"Incident of ours with data of {row.party_name}"
            if row.inbound
            else f"Incident at {row.party_name}",
            next=_next(row),
            url=reverse("aftercare:incident", args=[row.reference]),
            due=_decide_by(row),
        )
        for row in rows().filter(state__in=[each.value for each in NEXT])[:50]
    ]


def _next(row: Incident) -> str:
    if row.inbound and row.giver_told_at is None:
        return f"Tell {row.party_name}, who gave us the data, within 24 hours"
    return NEXT[core.State(row.state)]


def _decide_by(row: Incident) -> date | None:
    """The day on which the 72 hours end (Article 33(1)); None once it is decided who is told."""
    if row.state == core.State.DECIDED:
        return None
    return ((row.aware_at or row.reported_at) + core.NOTIFY_WITHIN).astimezone(clock.LONDON).date()
