"""Something that happened and goes on the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

JSON = None | bool | int | float | str | list["JSON"] | dict[str, "JSON"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened.

    `kind` is `noun.verb-ed` ("decision.approved") and never holds a name. `about` is the reference of the record it
    happened to ("DSR-2026-0004"). `by` is the person's id ("system" when a clock did it). `at` carries a time zone.
    `details` are JSON values and hold what a reader of the record needs to understand it.
    """

    kind: str
    about: str
    by: str
    at: datetime
    details: Mapping[str, JSON] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise TimeHasNoZone(self.kind)

    def payload(self) -> dict[str, JSON]:
        """The event as the ledger commits to it: canonical JSON is made of exactly this."""
        return {
            "kind": self.kind,
            "about": self.about,
            "by": self.by,
            "at": self.at.isoformat(timespec="milliseconds"),
            "details": dict(self.details),
        }


class TimeHasNoZone(ValueError):
    """An event was given a time without a zone: nobody could say later when it was."""
