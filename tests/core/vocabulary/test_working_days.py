"""Working days against the bank holidays that gov.uk published for England and Wales."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.working_days import NONE
from sharewell.vocabulary.working_days import (
    bank_holidays,
    is_working_day,
    working_days_after,
    working_days_between,
)

PUBLISHED = {
    2021: ("01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"),
    2024: ("01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"),
    2025: ("01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"),
    2026: ("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"),
    2027: ("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"),
    2028: ("01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"),
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_bank_holidays_are_those_that_were_published(year):
    published = {date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year]}

    assert bank_holidays(year) == published


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        ("2026-03-03", 2, "2026-03-05"),
        ("2026-04-02", 1, "2026-04-07"),  # over Easter
        ("2027-01-14", 10, "2027-01-28"),
        ("2026-12-24", 1, "2026-12-29"),
        ("2026-04-07", -1, "2026-04-02"),
        ("2026-03-07", 0, "2026-03-07"),
    ],
)
def test_the_day_that_many_working_days_later(day, count, expected):
    assert working_days_after(date.fromisoformat(day), count, proclaimed=NONE) == date.fromisoformat(expected)


def test_a_proclaimed_holiday_is_no_working_day():
    coronation = frozenset({date(2023, 5, 8)})

    assert is_working_day(date(2023, 5, 8), proclaimed=NONE)
    assert not is_working_day(date(2023, 5, 8), coronation)
    assert working_days_after(date(2023, 5, 5), 1, coronation) == date(2023, 5, 9)


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.integers(1, 60))
def test_counting_on_and_counting_between_agree(day, count):
    later = working_days_after(day, count, proclaimed=NONE)

    assert is_working_day(later, proclaimed=NONE)
    assert working_days_between(day, later, proclaimed=NONE) == count
    assert working_days_between(later, day, proclaimed=NONE) == 0


@given(st.integers(1980, 2099))
def test_every_year_has_eight_and_none_on_a_weekend(year):
    holidays = bank_holidays(year)

    assert len(holidays) == 8
    assert all(day.weekday() < 5 for day in holidays)
    assert any(day + timedelta(days=3) in holidays for day in holidays)  # Good Friday, Easter Monday
