"""Jobs: what the office does by itself when its time has come.

    JOBS = (Job(name="chase-certificates", every=Daily(time(6, 30)), run=chase),)     in any app's jobs.py

`sharewell worker` calls `run_due()` again and again; a test calls `run_due(moment)`. What holds, and how:

- A moment of a job is run once, however many workers there are: a row in the database says whose it is.
- A job that was not run in time (nobody worked, or the clock leapt ahead) runs once for all it missed.
- A clock that is put back runs nothing twice: the moments it comes to again are taken already.
- A worker that is killed loses nothing: after `within` another takes the run over. So every job must be such that doing
  it again after half of it was done is right, and must end well before `within`.
- A run that failed is tried again after 1, 4, 9, 16 and 25 minutes; then it waits for its next moment.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib import import_module
from time import monotonic
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from sharewell_office.adapters import clock, store
from sharewell_office.adapters.models import Run

log = logging.getLogger("sharewell.jobs")

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day, at that time in London; on the night the clocks go back it is still once."""

    at: time

    def __str__(self) -> str:
        return f"daily at {self.at:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to do when its time has come.

    `run` is given the moment and says in words what it did ("3 reminders sent"), without personal data. `within` is how
    long it may take before others may think its worker was killed.
    """

    name: str
    every: timedelta | Daily
    run: Callable[[datetime], str]
    within: timedelta = timedelta(minutes=15)

    def due(self, at: datetime) -> datetime:
        """The moment for which the job last became due, at or before `at`."""
        if isinstance(self.every, Daily):
            return _last_time_of_day(self.every.at, at)
        return at - (at - _EPOCH) % self.every

    @property
    def rhythm(self) -> str:
        """How often, in words."""
        if isinstance(self.every, Daily):
            return str(self.every)
        minutes = int(self.every.total_seconds()) // 60
        return f"every {minutes} minutes" if minutes > 1 else "every minute"

    @property
    def period(self) -> timedelta:
        return timedelta(days=1) if isinstance(self.every, Daily) else self.every


def _last_time_of_day(when: time, at: datetime) -> datetime:
    local = at.astimezone(clock.LONDON)
    # Compared in UTC: in London's own time the hour that comes twice would compare as the same.
    due = datetime.combine(local.date(), when, clock.LONDON).astimezone(UTC)
    if due > at:
        due = datetime.combine(local.date() - timedelta(days=1), when, clock.LONDON).astimezone(UTC)
    return due


class TwoJobsOfOneName(Exception):
    """Two apps gave a job the same name: one of them would never run."""


def every_job() -> tuple[Job, ...]:
    """The jobs of all apps, in the order of the apps. Raises `TwoJobsOfOneName`."""
    found: dict[str, Job] = {}
    for app in apps.get_app_configs():
        if not (app.name.startswith("sharewell_office.") and module_has_submodule(app.module, "jobs")):
            continue
        for job in import_module(f"{app.name}.jobs").JOBS:
            if job.name in found:
                raise TwoJobsOfOneName(job.name)
            found[job.name] = job
    return tuple(found.values())


# --- running ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A job that was run just now, whether it went well, and what it said."""

    name: str
    ok: bool
    said: str


def run_due(
    at: datetime | None = None,
    *,
    jobs: Sequence[Job] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> list[Ran]:
    """Run what is due and nobody has taken. With `at` the office's clock is held there meanwhile (tests, drills).

    `stop` is asked between two jobs: a worker that was told to stop begins nothing more.
    """
    ran = []
    for job in every_job() if jobs is None else jobs:
        if stop():
            break
        with clock.set_to(at) if at else nullcontext():
            done = _run(job)
        if done:
            ran.append(done)
    return ran


def _run(job: Job) -> Ran | None:
    now = clock.now()
    # A name of its own for each attempt: what a holder that was overtaken says afterwards counts for nothing.
    taken = {
        "due": job.due(now),
        "holder": f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}",
    }
    if not store.take(job.name, at=now, within=job.within, **taken):
        return None
    began = monotonic()
    try:
        said = job.run(now)
    except Exception as problem:
        # Its kind only: the words of an exception may quote what was being worked on.
        said = f"It failed: {type(problem).__name__}."
        store.failed(job.name, at=clock.now(), said=said, **taken)
        _tell(job, began, ok=False, said=said, where=_where(problem))
        return Ran(name=job.name, ok=False, said=said)
    store.done(job.name, at=clock.now(), said=said, **taken)
    _tell(job, began, ok=True, said=said)
    return Ran(name=job.name, ok=True, said=said)


def _where(problem: BaseException) -> str:
    """The innermost place in the code: enough to find the fault, without a value."""
    trace = problem.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""


def _tell(job: Job, began: float, **words: Any) -> None:
    """One line for each run; the office's log writes the facts as JSON (`config.logs`)."""
    facts = {"job": job.name, "seconds": round(monotonic() - began, 3), **words}
    log.log(logging.INFO if words["ok"] else logging.ERROR, "job", extra={"facts": facts})


# --- telling ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a job stands: when it was last taken and with what result, when it last went well, and whether it is late."""

    job: Job
    last: Run | None
    went_well_at: datetime | None
    late: bool


def standings(at: datetime) -> list[Standing]:
    """Every job with when it last ran. One that missed two of its moments, and five minutes more, is late."""
    jobs = every_job()
    names = [job.name for job in jobs]
    latest, well = store.latest(names), store.last_done(names)
    return [
        Standing(
            job=job,
            last=latest.get(job.name),
            went_well_at=well.get(job.name),
            late=_late(job, well.get(job.name), at),
        )
        for job in jobs
    ]


def _late(job: Job, went_well_at: datetime | None, at: datetime) -> bool:
    return went_well_at is None or at - went_well_at > 2 * job.period + timedelta(minutes=5)


def _forget(_at: datetime) -> str:
    return f"{store.forget(job.name for job in every_job())} old runs forgotten"


JOBS = (Job(name="forget-old-runs", every=Daily(time(4, 10)), run=_forget),)
