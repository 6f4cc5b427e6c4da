"""The law in force, by date. Old versions stay here, and stay executable: a case is decided under the law of
its day."""

from __future__ import annotations

from datetime import date

from sharewell.policy.law import y2026_06_30
from sharewell.policy.law.record import Law

VERSIONS: tuple[Law, ...] = (y2026_06_30.LAW,)  # oldest first


class NoLawOnRecord(LookupError):
    """The day lies before the oldest version on record; the text says which day that begins."""


def law_on(day: date, versions: tuple[Law, ...] = VERSIONS) -> Law:
    """The version in force on that day. Raises `NoLawOnRecord` for a day before the first.

    `versions` are those an office has adopted (`adoption.adopted`), oldest first.
    """
    in_force = [law for law in versions if law.in_force_from <= day]
    if not in_force:
        raise NoLawOnRecord(f"no law on record before {versions[0].in_force_from.isoformat()}")
    return in_force[-1]


def law_of_version(version: str, versions: tuple[Law, ...] = VERSIONS) -> Law:
    """The version a case was decided under. Raises `NoLawOnRecord` where it is unknown."""
    for law in versions:
        if law.version == version:
            return law
    raise NoLawOnRecord(f"no version {version} of the law on record")
