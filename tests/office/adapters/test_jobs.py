"""Jobs run when their time has come, once, whatever the clock does and however many look."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell_office.adapters import clock, jobs, store
from sharewell_office.adapters.jobs import Daily, Job, run_due
from sharewell_office.adapters.models import Run
from sharewell_office.config.doctor import running
from sharewell_office.config.doctor.finding import Result

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Diary:
    """A job's work that writes down when it was done, and fails as often as it is told to."""

    def __init__(self, fail: int = 0) -> None:
        self.times, self.fail = [], fail

    def __call__(self, at: datetime) -> str:
        self.times.append(at)
        if len(self.times) <= self.fail:
            raise OSError("the words of a fault may hold a name")
        return "done"


def a_job(every=HOUR, work=None, **changes) -> Job:
    return Job(**{"name": "a-job", "every": every, "run": work or Diary()} | changes)


# --- when it is due ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-03-02T06:29:59+00:00", "2026-03-01T06:30:00+00:00"),
        ("2026-03-02T06:30:00+00:00", "2026-03-02T06:30:00+00:00"),
        ("2026-07-01T05:30:00+00:00", "2026-07-01T05:30:00+00:00"),  # summer: half past six in London
        ("2026-07-01T05:29:00+00:00", "2026-06-30T05:30:00+00:00"),
    ],
)
def test_a_daily_job_is_due_at_its_time_in_london(at, due):
    job = a_job(every=Daily(time(6, 30)))

    assert job.due(datetime.fromisoformat(at)) == datetime.fromisoformat(due)


@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25"], ids=["clocks go forward", "clocks go back"])
@pytest.mark.parametrize("when", [time(0, 30), time(1, 30), time(2, 30)])
def test_on_the_nights_the_clocks_change_a_daily_job_is_due_once(night, when):
    midnight = datetime.fromisoformat(f"{night}T00:00").replace(tzinfo=clock.LONDON)
    hours = [midnight.astimezone(UTC) + n * timedelta(minutes=10) for n in range(6 * 26)]

    due = {a_job(every=Daily(when)).due(at) for at in hours}

    assert len([each for each in due if each.astimezone(clock.LONDON).date() == midnight.date()]) == 1


@given(
    moments=st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), min_size=2),
    every=st.sampled_from([MINUTE, timedelta(minutes=7), HOUR, Daily(time(1, 30)), Daily(time(23, 59))]),
)
def test_due_is_never_later_than_now_and_never_goes_back(moments, every):
    job, ordered = a_job(every=every), sorted(each.replace(tzinfo=UTC) for each in moments)

    due = [job.due(at) for at in ordered]

    assert due == sorted(due)
    assert all(timedelta(0) <= at - moment <= DAY + HOUR for at, moment in zip(ordered, due, strict=True))


# --- once -------------------------------------------------------------------------------------------------------------
def test_a_job_runs_when_due_and_not_again_before_it_is_due_again():
    work = Diary()
    for minutes in (0, 1, 59, 60, 61):
        run_due(NOON + minutes * MINUTE, jobs=[a_job(work=work)])

    assert work.times == [NOON, NOON + HOUR]


def test_after_a_leap_ahead_it_runs_once_for_all_it_missed():
    work = Diary()
    for at in (NOON, NOON + 400 * DAY, NOON + 400 * DAY + MINUTE):
        run_due(at, jobs=[a_job(work=work)])

    assert work.times == [NOON, NOON + 400 * DAY]


def test_a_clock_put_back_runs_nothing_twice_and_holds_nothing_up():
    work = Diary()
    for hours in (0, 1, 2, 1, 0, 2, 3):
        run_due(NOON + hours * HOUR, jobs=[a_job(work=work)])
    run_due(NOON + 900 * DAY, jobs=[a_job(work=work)])
    run_due(NOON + 4 * HOUR, jobs=[a_job(work=work)])

    assert work.times == [NOON + hours * HOUR for hours in (0, 1, 2, 3)] + [NOON + 900 * DAY, NOON + 4 * HOUR]


def test_what_another_worker_has_taken_is_left_to_it():
    job, work = a_job(), Diary()
    assert store.take(job.name, due=job.due(NOON), at=NOON, within=job.within, holder="another")

    run_due(NOON, jobs=[a_job(work=work)])

    assert work.times == []


def test_a_job_that_takes_longer_than_its_rhythm_never_overlaps_itself():
    job, work = a_job(every=MINUTE), Diary()
    store.take(job.name, due=job.due(NOON), at=NOON, within=job.within, holder="another")

    run_due(NOON + 2 * MINUTE, jobs=[a_job(every=MINUTE, work=work)])

    assert work.times == []


# --- killed, and failed -----------------------------------------------------------------------------------------------
def test_what_a_killed_worker_had_taken_is_taken_over_after_its_lease():
    job, work = a_job(), Diary()
    store.take(job.name, due=job.due(NOON), at=NOON, within=job.within, holder="killed")

    run_due(NOON + 14 * MINUTE, jobs=[a_job(work=work)])
    run_due(NOON + 15 * MINUTE, jobs=[a_job(work=work)])

    assert work.times == [NOON + 15 * MINUTE]


def test_a_holder_that_was_overtaken_cannot_say_it_is_done():
    due = a_job().due(NOON)
    store.take("a-job", due=due, at=NOON, within=MINUTE, holder="slow")
    store.take("a-job", due=due, at=NOON + 2 * MINUTE, within=MINUTE, holder="second")

    store.done("a-job", due=due, holder="slow", at=NOON + 2 * MINUTE, said="done")

    assert Run.objects.get().state == Run.State.RUNNING


def test_a_run_that_failed_is_tried_again_and_waits_longer_each_time():
    work = Diary(fail=99)
    for minutes in range(59):
        run_due(NOON + minutes * MINUTE, jobs=[a_job(work=work)])

    waited = [(after - before) // MINUTE for before, after in zip(work.times, work.times[1:], strict=False)]
    assert waited == [1, 4, 9, 16, 25]


def test_one_job_that_fails_holds_up_no_other():
    good, bad = Diary(), Diary(fail=1)

    ran = run_due(NOON, jobs=[a_job(name="bad", work=bad), a_job(name="good", work=good)])

    assert [(each.name, each.ok) for each in ran] == [("bad", False), ("good", True)]


def test_the_words_of_a_fault_reach_neither_the_log_nor_the_table(caplog):
    with caplog.at_level(logging.INFO, logger="sharewell.jobs"):
        run_due(NOON, jobs=[a_job(work=Diary(fail=1))])

    line = caplog.records[0].facts
    assert (line["job"], line["ok"], line["said"]) == ("a-job", False, "It failed: OSError.")
    assert line["where"].startswith("test_jobs.py:")
    assert "name" not in Run.objects.get().said


def test_a_worker_told_to_stop_begins_nothing_more():
    work = Diary()

    run_due(NOON, jobs=[a_job(work=work)], stop=lambda: True)

    assert work.times == []


# --- telling ----------------------------------------------------------------------------------------------------------
def test_every_job_says_when_it_last_ran_and_whether_it_is_late():
    name = "forget-old-runs"
    before = {each.job.name: each for each in jobs.standings(NOON)}[name]
    run_due(NOON, jobs=jobs.JOBS)
    soon = {each.job.name: each for each in jobs.standings(NOON + DAY)}[name]
    late = {each.job.name: each for each in jobs.standings(NOON + 3 * DAY)}[name]

    assert (before.last, before.late) == (None, True)
    assert (soon.went_well_at, soon.late) == (NOON, False)
    assert late.late


@pytest.mark.parametrize(("after", "late"), [(MINUTE, False), (3 * DAY, True)])
def test_the_doctor_names_the_jobs_that_are_late_and_no_others(after, late):
    every = jobs.every_job()
    for job in every:
        taken = {"due": job.due(NOON), "holder": "a-worker"}
        assert store.take(job.name, at=NOON, within=job.within, **taken)
        store.done(job.name, at=NOON, said="Done", **taken)

    with clock.set_to(NOON + after):
        found = list(running.jobs())

    assert [each.what for each in found if each.result is Result.WRONG] == [
        f"{job.name} is late." for job in every if late
    ]


def test_old_runs_are_forgotten_by_number_so_that_a_leap_ahead_forgets_nothing(monkeypatch):
    monkeypatch.setattr(store, "KEEP", 3)
    for hours in range(5):
        run_due(NOON + hours * HOUR, jobs=[a_job()])

    gone = store.forget(["a-job"])

    assert gone == 2
    assert Run.objects.count() == 3


def test_no_two_jobs_have_one_name_and_every_jobs_file_is_found():
    found = [job.name for job in jobs.every_job()]

    assert len(set(found)) == len(found)
    assert "forget-old-runs" in found
