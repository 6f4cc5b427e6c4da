"""Reminders before a day: sixty, thirty and seven days before it, late rather than never, and each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.register.reminders import DAYS_BEFORE, begun

DUE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("before", "fell"),
    [(61, None), (60, 60), (59, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)],
)
def test_the_latest_reminder_is_the_one_that_counts(before, fell):
    assert begun(DUE, DUE - timedelta(days=before)) == (fell and DUE - timedelta(days=fell))


@given(due=st.dates(date(2020, 1, 1), date(2090, 1, 1)), missed=st.sets(st.integers(0, 70)))
def test_somebody_who_looks_every_day_tells_each_reminder_once_and_skips_none_for_good(due, missed):
    told = []

    for before in range(70, -1, -1):
        on = due - timedelta(days=before)
        fell = begun(due, on)
        if before not in missed and fell and not any(each >= fell for each in told):
            told.append(on)

    reachable = {
        n for n in DAYS_BEFORE if any(n >= d > m for d in range(71) for m in (_next(n),) if d not in missed)
    }
    assert len(told) == len(reachable)


def _next(days):
    """The days before at which the reminder after this one falls: -1 after the last."""
    return max((each for each in DAYS_BEFORE if each < days), default=-1)
