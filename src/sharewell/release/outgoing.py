"""A file on its way out, and what is so at the moment it is to go: the two records that letting it go compares.

EXAMINING --the gate--> REFUSED --mend, examine again--> REVIEW --clear--> READY --permit--> PERMITTED --seal--> SEALED
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sharewell.register.authority import Authority
from sharewell.register.card import Duty, Incident
from sharewell.register.party import Party


class Status(StrEnum):
    """Where a release stands."""

    EXAMINING = "examining"
    REFUSED = "refused"
    REVIEW = "review"
    READY = "ready"
    PERMITTED = "permitted"
    SEALED = "sealed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """What an examination was of: SHA-256 of the plan (terms, treatments, lists), of the file as it leaves, and of the
    report. "" where there is none.
    """

    plan: str = ""
    file: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """A named person's word that one finding for review may stand. It counts for these digests and no others."""

    finding: str
    digests: Digests
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What goes with data under Part 3 (DPA 2018 s.38): how sure they are, and whom they are about."""

    accuracy: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDecision:
    """The Chief Executive's decision that a release may go although its recipient has that incident open.

    It was advised on by the DPO, holds for one authority until a day, and carries conditions.
    """

    reference: str
    incident: str
    authority: str
    conditions: tuple[str, ...]
    by: str
    valid_until: date

    def covers(self, incident: str, authority: str, on: date) -> bool:
        return (self.incident, self.authority) == (incident, authority) and on <= self.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A file on its way out: what was examined, under which authority, by whom it was brought.

    `terms_sha256` are the terms as they were agreed on the day of the examination. `open_checks` are checks that the
    terms ask for and nobody could answer. `reviews` are the findings a person must clear, by their id (see `clearing`).
    `withheld_sha256` is the list of withheld people that the file was compared with, "" for none, and
    `compared_with` are the releases to this recipient that it was set beside. `fields` are those of
    the file as it came and as it leaves. `collected` says that the recipient has it.
    """

    reference: str
    status: Status
    authority: str
    file_name: str
    rows: int
    terms_sha256: str
    prepared_by: str
    digests: Digests = Digests()
    data_set: str = ""
    open_checks: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    clearances: tuple[Clearance, ...] = ()
    withheld_sha256: str = ""
    compared_with: tuple[str, ...] = ()
    fields: frozenset[str] = frozenset()
    quality: Quality = Quality()
    collected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What is so at the moment of release, looked up afresh.

    `digests` are those of what lies in the office now. `others` are releases under the same one-off decision that were
    permitted already. `incidents` are the recipient's open ones, `overdue` what it owes us, `decisions` what the Chief
    Executive decided about them. `withheld_sha256` and `withheld_by` are the list of people withheld from the data set,
    and the fields they are known by. `compared_with` are the releases that the file would be set beside now.
    """

    on: date
    at: datetime
    authority: Authority | None
    terms_sha256: str
    party: Party | None
    digests: Digests
    others: tuple[str, ...] = ()
    incidents: tuple[Incident, ...] = ()
    overdue: tuple[Duty, ...] = ()
    decisions: tuple[IncidentDecision, ...] = ()
    withheld_sha256: str = ""
    withheld_by: tuple[str, ...] = ()
    compared_with: tuple[str, ...] = ()
