"""Working days in England and Wales: Monday to Friday, without the bank holidays.

The yearly holidays follow from the calendar (Banking and Financial Dealings Act 1971, Sch 1). A day proclaimed for one
year only (a coronation, a jubilee) follows from nothing and is passed in as `proclaimed`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

DAY = timedelta(days=1)
MONDAY, SATURDAY = 0, 5


def is_working_day(day: date, proclaimed: frozenset[date]) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year) and day not in proclaimed


def working_days_after(day: date, count: int, proclaimed: frozenset[date]) -> date:
    """The `count`th working day after `day`; `day` itself is never counted. A negative count goes back."""
    step = DAY if count >= 0 else -DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day, proclaimed):
            day += step
    return day


def working_days_between(first: date, last: date, proclaimed: frozenset[date]) -> int:
    """How many working days lie after `first`, up to and with `last`; 0 where `last` is not later."""
    days = (first + timedelta(days=ahead) for ahead in range(1, (last - first).days + 1))
    return sum(is_working_day(day, proclaimed) for day in days)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The eight yearly bank holidays, each on the weekday it is kept."""
    easter = _easter(year)
    in_may = _first(MONDAY, date(year, 5, 1))
    spring = _first(MONDAY, date(year, 5, 25))
    summer = _first(MONDAY, date(year, 8, 25))
    moving = {easter - 2 * DAY, easter + DAY, in_may, spring, summer}
    return frozenset(moving | _kept(date(year, 1, 1)) | _kept(date(year, 12, 25), date(year, 12, 26)))


def _kept(*days: date) -> set[date]:
    """A holiday that falls on a weekend is kept on the next weekday that is not one already."""
    kept: set[date] = {day for day in days if day.weekday() < SATURDAY}
    for day in days:
        substitute = day
        while substitute.weekday() >= SATURDAY or (substitute != day and substitute in kept):
            substitute += DAY
        kept.add(substitute)
    return kept


def _first(weekday: int, day: date) -> date:
    """The first such weekday on or after a day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leaps, skipped = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    sunday = (32 + 2 * skipped + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
