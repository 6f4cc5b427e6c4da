"""The one clock of the office. Nothing else asks the machine what time it is, so that a test can say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_set_to: datetime | None = None


def now() -> datetime:
    """This moment, with its time zone."""
    return _set_to or datetime.now(UTC)


def today() -> date:
    """The day it is in London: agreements begin and end by the calendar of those who signed them."""
    return now().astimezone(LONDON).date()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Hold the clock at a moment (tests, and the loading of the demonstration office)."""
    global _set_to
    before, _set_to = _set_to, moment
    try:
        yield
    finally:
        _set_to = before
