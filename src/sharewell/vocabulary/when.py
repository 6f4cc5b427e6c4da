"""Dates as the field counts them: an ISO 8601 period added to a day, and the working days of an office."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_PERIOD = re.compile(r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?", re.ASCII)

_SAID = re.compile(
    r"(?:(\d{1,4}) years?)?(?:(?:^|,? and |, ?| )(\d{1,4}) months?)?(?:(?:^|,? and |, ?| )(\d{1,4}) weeks?)?"
    r"(?:(?:^|,? and |, ?| )(\d{1,5}) days?)?",
    re.ASCII,
)


class PeriodUnreadable(ValueError):
    """The text is not a period of years, months, weeks and days: of ISO 8601, or as people say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """An ISO 8601 period of whole years, months, weeks and days ("P24M"). Time of day does not come into it."""

    years: int = 0
    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "P3Y11M", "P90D", "P2W". Raises `PeriodUnreadable` for anything else."""
        return cls._of(_PERIOD.fullmatch(text), text)

    @classmethod
    def said(cls, text: str) -> Period:
        """Read "24 months" or "3 years and 11 months", as `in_words` tells it and people say it; and "P24M".

        Raises `PeriodUnreadable`.
        """
        given = " ".join(text.lower().split())
        if not given[:1].isdigit():
            return cls.parse(given.upper())
        return cls._of(_SAID.fullmatch(re.sub(r"(?<=\d)(?=[a-z])", " ", given)), text)

    @classmethod
    def _of(cls, match: re.Match[str] | None, text: str) -> Period:
        if match is None:
            raise PeriodUnreadable(text)
        years, months, weeks, days = (int(group or 0) for group in match.groups())
        return cls(years=years, months=months, days=7 * weeks + days)

    def after(self, day: date) -> date:
        """The day this period after `day`; 31 January + P1M is the last day of February."""
        month_index = day.year * 12 + day.month - 1 + self.years * 12 + self.months
        year, month = divmod(month_index, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) + timedelta(days=self.days)

    def before(self, day: date) -> date:
        """The day this period before `day`, by the same rule."""
        month_index = day.year * 12 + day.month - 1 - self.years * 12 - self.months
        year, month = divmod(month_index, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last)) - timedelta(days=self.days)

    def in_words(self) -> str:
        """The period as people say it: "3 years and 11 months"."""
        parts = [
            f"{n} {unit}{'s' if n != 1 else ''}"
            for n, unit in ((self.years, "year"), (self.months, "month"), (self.days, "day"))
            if n
        ]
        return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts) or "no time"

    def __str__(self) -> str:
        parts = [f"{n}{unit}" for n, unit in ((self.years, "Y"), (self.months, "M"), (self.days, "D")) if n]
        return "P" + ("".join(parts) or "0D")


def period_in_words(text: str) -> str:
    """ "P24M" is "24 months"; what is no period of ISO 8601 says itself."""
    try:
        return Period.parse(text).in_words()
    except PeriodUnreadable:
        return text
