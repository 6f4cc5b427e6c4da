"""What a check found: where, how often, why it matters and what to do. Never a value of the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sharewell.release.checks import BY_ID, Severity

SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding of one check.

    `field` is a header fit to be shown (or "column 4"), None for the file as a whole. `count` is the number
    of failing rows and `rows` the first twenty of them; the first data record of the incoming file is 1.
    """

    check: str
    reason: str
    remedy: str
    severity: Severity
    field: str | None = None
    count: int = 0
    rows: tuple[int, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        check = BY_ID[self.check]
        return {
            "check": self.check,
            "code": check.code,
            "severity": str(self.severity),
            "field": self.field,
            "count": self.count,
            "rows": list(self.rows),
            "reason": self.reason,
            "remedy": self.remedy,
            "citation": check.citation,
        }


def found(
    check: str,
    reason: str,
    remedy: str,
    *,
    field: str | None = None,
    count: int = 0,
    rows: Sequence[int] = (),
    severity: Severity | None = None,
) -> Finding:
    """A finding of that check, of its usual severity unless told otherwise."""
    return Finding(
        check=check,
        reason=reason,
        remedy=remedy,
        severity=severity or BY_ID[check].severity,
        field=field,
        count=count,
        rows=tuple(rows[:SHOWN_ROWS]),
    )
