"""The chase: each rung once, in order, none left out, whenever the job happens to run."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.survey import LAUNCHED
from builders.working_days import NONE
from sharewell.assurance.survey import ladder
from sharewell.assurance.survey.ladder import LADDER, Rung
from sharewell.vocabulary.working_days import is_working_day, working_days_after

due_day, day_of, owed, next_after = (
    partial(each, proclaimed=NONE) for each in (ladder.due_day, ladder.day_of, ladder.owed, ladder.next_after)
)
DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))
SOON = st.integers(0, 90).map(timedelta)


@pytest.mark.requirement("WMFS-2.2c")
@pytest.mark.parametrize(
    ("code", "day", "tells"),
    [
        ("su.L1", date(2026, 6, 15), ("respondent",)),
        ("su.L2", date(2026, 6, 23), ("respondent", "deputy")),
        ("su.L3", date(2026, 6, 30), ("manager",)),
        ("su.L4", date(2026, 7, 7), ("head",)),
        ("su.L5", date(2026, 7, 14), ("director",)),
    ],
)
def test_each_rung_has_its_day_and_its_readers(code, day, tells):
    chase = next(each for each in LADDER if each.code == code)

    assert day_of(chase, due=due_day(LAUNCHED)) == day
    assert chase.tells == tells


def test_a_return_is_due_on_the_fifteenth_working_day():
    assert due_day(LAUNCHED) == date(2026, 6, 22)


def test_bank_holidays_do_not_count():
    over_christmas = due_day(date(2026, 12, 21))

    assert over_christmas == date(2027, 1, 14)  # three weeks, and three bank holidays
    assert due_day(date(2026, 12, 21), proclaimed=frozenset({date(2027, 1, 8)})) == date(2027, 1, 15)


@pytest.mark.requirement("WMFS-2.2c")
@given(launched=DAYS, waits=st.lists(SOON, max_size=12), answered=SOON)
def test_whenever_the_job_runs_each_rung_is_taken_once_in_order_and_none_is_missed(launched, waits, answered):
    """Runs on any days, even the same day twice; the team signs on some day, or never within the runs."""
    due, signed = due_day(launched), launched + answered
    rung, taken = Rung.INVITED, []

    for run in sorted(launched + wait for wait in waits):
        if run >= signed:
            break
        steps = owed(due=due, rung=rung, on=run)
        taken += [(step.rung, run) for step in steps]
        rung = steps[-1].rung if steps else rung
        assert rung == max([Rung.INVITED, *(each.rung for each in LADDER if day_of(each, due=due) <= run)])

    assert [each for each, _ in taken] == list(Rung)[1 : len(taken) + 1]
    assert all(run >= day_of(LADDER[each - 1], due=due) for each, run in taken)


@given(due=DAYS, on=DAYS, rung=st.sampled_from(Rung))
def test_a_clock_that_is_put_back_takes_nothing_again(due, on, rung):
    steps = owed(due=due, rung=rung, on=on)
    after = steps[-1].rung if steps else rung

    assert owed(due=due, rung=after, on=on) == ()
    assert owed(due=due, rung=after, on=on - timedelta(days=20)) == ()


@given(
    due=DAYS.filter(lambda day: is_working_day(day, NONE)),
    more=st.integers(1, 20),
    chase=st.sampled_from(LADDER),
)
def test_whoever_has_more_time_is_chased_that_much_later(due, more, chase):
    later = working_days_after(due, more, NONE)

    assert day_of(chase, due=later) == working_days_after(day_of(chase, due=due), more, NONE)


@given(due=DAYS)
def test_the_next_step_is_the_first_that_will_be_owed(due):
    chase, day = next_after(Rung.INVITED, due=due)

    assert owed(due=due, rung=Rung.INVITED, on=day - timedelta(days=1)) == ()
    assert owed(due=due, rung=Rung.INVITED, on=day) == (chase,)
    assert next_after(Rung.DIRECTOR, due=due) is None
