"""What is wrong with this installation, and how to mend it.

Each check below looks at one thing and yields findings. A finding is `ok`, a `note` (good to know, nothing is broken)
or `wrong`. In production (SHAREWELL_PRODUCTION=1) what would let somebody in or lose something is wrong, and
`sharewell serve` refuses to start over it; on a desk it is a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sharewell_office.config.doctor import database, record, running, safety
from sharewell_office.config.doctor.finding import Finding, Result
from sharewell_office.config.office import reason_of

__all__ = ["Finding", "Result", "examine", "refusals"]

Check = Callable[[], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "settings": safety.settings,
    "keys": safety.keys,
    "database": database.database,
    "record": record.record,
    "people": safety.people,
    "jobs": running.jobs,
    "disk": running.disk,
    "clock": record.clock,
    "pages": running.pages,
}


def examine() -> list[Finding]:
    """Look at everything. Raises nothing: what cannot be looked at is a finding."""
    return [finding for area, check in CHECKS.items() for finding in _tried(area, check)]


def refusals() -> list[Finding]:
    """Why the office must not be served: it would let somebody in, or lose something.

    Late jobs, a full disk and a changed record are for the people inside, who need the office to see them.
    """
    return [each for each in examine() if each.result is Result.WRONG and each.area in _BARS]


_BARS = {"settings", "keys", "database", "people"}


def _tried(area: str, check: Check) -> list[Finding]:
    try:
        return list(check())
    except Exception as problem:
        return [
            Finding(
                area=area, result=Result.WRONG, what=f"This could not be looked at: {reason_of(problem)}."
            )
        ]
