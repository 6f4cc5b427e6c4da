"""How long the recipient may keep what was sent."""

from __future__ import annotations

from datetime import date

from sharewell.vocabulary.when import Period


def destroy_by(released_on: date, *, retention: Period | None, given: date | None) -> date:
    """The last day the recipient may hold the data: the earlier of release + period and the given date.

    Raises `NobodySaidWhen` when neither was agreed; the gate lets no such file out (G10).
    """
    after_period = retention.after(released_on) if retention else None
    days = [day for day in (after_period, given) if day is not None]
    if not days:
        raise NobodySaidWhen
    return min(days)


class NobodySaidWhen(Exception):
    """Data left without anybody having agreed when they are destroyed."""
