"""What a party's card shows besides its name: incidents with data it was given, and what it still owes us.

Both are written by the rooms that learn of them (after-care), and read by those that decide: an open incident or an
overdue duty is weighed before anything else goes to that party (OPCC 7.4, 8.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An incident, or nearly one, with data the party was given. `closed` is None while it is open."""

    reference: str
    party: str
    severity: Severity
    opened: date
    closed: date | None = None
    about: str = ""


CERTIFICATE_WITHIN = 10  # working days after the last day that the data may be held


class DutyKind(StrEnum):
    """What a party can owe us after it received something."""

    CERTIFICATE = "certificate"
    CORRECTION = "correction"
    STOP_USE = "stop_use"
    ANSWER = "answer"

    @property
    def label(self) -> str:
        return _DUTIES[self]


_DUTIES = {
    DutyKind.CERTIFICATE: "Certificate of destruction",
    DutyKind.CORRECTION: "Confirm a correction",
    DutyKind.STOP_USE: "Confirm that use has stopped",
    DutyKind.ANSWER: "Answer a question of ours",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing the party owes us, `due` by the end of that day. `about` is the release or case it comes from."""

    reference: str
    party: str
    kind: DutyKind
    due: date
    about: str = ""
    done_on: date | None = None

    def overdue(self, on: date) -> bool:
        return self.done_on is None and self.due < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A security certification the party holds (Cyber Essentials Plus, ISO 27001, DSPT), good until that day."""

    name: str
    number: str = ""
    expires: date | None = None

    def current(self, on: date) -> bool:
        return self.expires is None or on <= self.expires
