"""Runs of jobs, taken and told. Nothing else touches this app's models.

Taking a run is one statement that only one worker can succeed in: adding the row of that moment, or swapping a row that
failed back to running. So it is once on SQLite and on PostgreSQL alike, and a row that is there stays there: a clock
that is put back finds the moments it has passed already taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet

from sharewell_office.adapters.models import Run

MOST_TRIES = 6
KEEP = 2_000


def take(name: str, *, due: datetime, at: datetime, within: timedelta, holder: str) -> bool:
    """Whether the run of that moment is ours now. It is given back by `done` or `failed`, or after `within`."""
    _lost(name, at)
    ours = {"state": Run.State.RUNNING, "holder": holder, "started_at": at, "lease_until": at + within}
    try:
        with transaction.atomic():
            if _again(name, due, at).update(**ours, tries=F("tries") + 1, ended_at=None, again_at=None):
                return True
            if Run.objects.filter(name=name, due_at=due).exists():
                return False
            Run.objects.create(name=name, due_at=due, **ours)
    except IntegrityError:
        return False
    return True


def _again(name: str, due: datetime, at: datetime) -> QuerySet[Run]:
    failed = Run.objects.filter(name=name, due_at=due, state=Run.State.FAILED)
    return failed.filter(again_at__lte=at, tries__lt=MOST_TRIES)


def _lost(name: str, at: datetime) -> None:
    """What a worker took and never gave back was lost with it, and is tried again at once."""
    Run.objects.filter(name=name, state=Run.State.RUNNING, lease_until__lte=at).update(
        state=Run.State.FAILED, ended_at=at, again_at=at, said="The worker stopped in the middle."
    )


def done(name: str, *, due: datetime, holder: str, at: datetime, said: str) -> None:
    _ours(name, due, holder).update(state=Run.State.DONE, ended_at=at, said=said[:300])


def failed(name: str, *, due: datetime, holder: str, at: datetime, said: str) -> None:
    """It is tried again after 1, 4, 9 … minutes."""
    run = _ours(name, due, holder)
    tries = run.values_list("tries", flat=True).first() or 1
    again = at + timedelta(minutes=tries**2)
    run.update(state=Run.State.FAILED, ended_at=at, again_at=again, said=said[:300])


def _ours(name: str, due: datetime, holder: str) -> QuerySet[Run]:
    return Run.objects.filter(name=name, due_at=due, holder=holder, state=Run.State.RUNNING)


def latest(names: Iterable[str]) -> dict[str, Run]:
    """The run of each job that was taken last."""
    newest = Run.objects.filter(name__in=list(names)).values("name").annotate(newest=Max("pk"))
    return {run.name: run for run in Run.objects.filter(pk__in=newest.values("newest"))}


def last_done(names: Iterable[str]) -> dict[str, datetime]:
    """When each job last ended well."""
    done = Run.objects.filter(name__in=list(names), state=Run.State.DONE).values("name")
    return dict(done.annotate(last=Max("ended_at")).values_list("name", "last"))


def forget(names: Iterable[str]) -> int:
    """Take away all but the newest runs of each job, by their number: a clock that leaps ahead forgets nothing."""
    gone = 0
    for name in names:
        runs = Run.objects.filter(name=name).order_by("-pk")
        last_kept = runs.values_list("pk", flat=True)[KEEP - 1 : KEEP].first()
        if last_kept is not None:
            gone += runs.filter(pk__lt=last_kept).delete()[0]
    return gone
