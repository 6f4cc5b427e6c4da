"""When somebody is told that a day comes near: sixty, thirty and seven days before it, each once (OPCC 6.4)."""

from __future__ import annotations

from datetime import date, timedelta

DAYS_BEFORE = (60, 30, 7)


def begun(due: date, on: date) -> date | None:
    """The day on which the latest reminder of `due` fell; None before the first, and after the day itself.

    Whoever was not told since then is told now: a reminder that nobody was there to send goes out late, and once.
    """
    if on > due:
        return None
    return max((day for day in (due - timedelta(days=n) for n in DAYS_BEFORE) if day <= on), default=None)
