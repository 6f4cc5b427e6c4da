"""Periods and days, as the field counts them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.vocabulary.when import Period, PeriodUnreadable

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("text", "day", "after"),
    [
        ("P24M", "2026-04-01", "2028-04-01"),
        ("P3Y11M", "2019-02-18", "2023-01-18"),
        ("P1M", "2026-01-31", "2026-02-28"),
        ("P1Y", "2024-02-29", "2025-02-28"),
        ("P2W", "2026-01-01", "2026-01-15"),
        ("P90D", "2026-01-01", "2026-04-01"),
        ("P1Y2M3D", "2026-01-01", "2027-03-04"),
    ],
)
def test_a_period_after_a_day(text, day, after):
    assert Period.parse(text).after(date.fromisoformat(day)).isoformat() == after


@pytest.mark.parametrize("text", ["", "P", "24M", "P24", "PT1H", "P-1M", "p1m", "P1M ", "P1.5Y", "P١M"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(PeriodUnreadable):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [("P24M", "24 months"), ("P1Y", "1 year"), ("P3Y11M", "3 years and 11 months"), ("P0D", "no time"),
     ("P1Y2M3D", "1 year, 2 months and 3 days")],
)  # fmt: skip
def test_a_period_in_words(text, words):
    assert Period.parse(text).in_words() == words


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("24 months", "P24M"), ("1 Year", "P1Y"), ("3 years and 11 months", "P3Y11M"), ("2 weeks", "P14D"),
        ("1 year, 2 months and 3 days", "P1Y2M3D"), ("  90   days ", "P90D"), ("6years", "P6Y"),
        ("1 year 6 months", "P1Y6M"), ("P24M", "P24M"), ("p2y", "P2Y"), (" P90D ", "P90D"),
    ],
)  # fmt: skip
def test_a_period_as_people_say_it(text, iso):
    assert str(Period.said(text)) == iso


@pytest.mark.parametrize(
    "text",
    ["", "24", "months", "two years", "24 months or so", "6 months 1 year", "1 month 2 months", "-1 year", "1.5 years",
     "٣ years", "a"],
)  # fmt: skip
def test_what_says_no_period_is_refused(text):
    with pytest.raises(PeriodUnreadable):
        Period.said(text)


@given(years=st.integers(0, 50), months=st.integers(0, 50), days=st.integers(0, 900))
def test_what_is_told_in_words_is_read_as_the_same(years, months, days):
    period = Period(years=years, months=months, days=days)

    assert period == Period() or Period.said(period.in_words()) == period


@given(years=st.integers(0, 50), months=st.integers(0, 50), days=st.integers(0, 900))
def test_a_period_is_written_as_it_is_read(years, months, days):
    period = Period(years=years, months=months, days=days)

    assert Period.parse(str(period)) == period


@given(day=DAYS, months=st.integers(0, 200))
def test_a_month_later_is_never_earlier_and_never_a_day_that_is_not(day, months):
    later = Period(months=months).after(day)

    assert later >= day
    assert later.day <= day.day
