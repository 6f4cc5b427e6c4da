"""The lines of the Data Sharing Activity Log: one for every final outcome, and for every emergency (OPCC 7.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import datetime
from typing import Any

from django.urls import reverse

from sharewell.decisions.request import Status
from sharewell.policy.law import law_of_version
from sharewell_office.adapters import clock
from sharewell_office.adapters.clock import LONDON
from sharewell_office.decisions import silence
from sharewell_office.decisions.activity import store
from sharewell_office.people import store as people


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What, why, to whom, when, on consent or not, decided by whom. A case that ended itself has no decider."""

    reference: str
    href: str
    finished: datetime
    outcome: str
    recipient: str
    asked: str
    data_set: str
    fields: str
    consent: str
    decided_by: str
    reasons: str
    valid_until: str
    received: datetime
    days: int
    do_not_tell: str = ""


COLUMNS = (
    "Reference",
    "Date",
    "Outcome",
    "Recipient",
    "What was asked for",
    "Data set",
    "Fields that may leave",
    "On consent",
    "Decided by",
    "Reasons",
    "Valid until",
    "Received",
    "Days taken",
    "Do not tell the person until",
)


def of_requests(rows: Iterable[Any]) -> list[Line]:
    """The lines of these requests, with the names of those who decided (one query for all)."""
    rows = list(rows)
    names = people.people_by_id(filter(None, map(_who, rows)))
    consents, silent = _consents(rows), silence.over_any((row.reference for row in rows), clock.today())
    return [
        replace(_line(row, names, consents), do_not_tell=str(silent.get(row.reference, ""))) for row in rows
    ]


def of_emergencies(rows: Iterable[Any]) -> list[Line]:
    """The lines of these emergencies: who told what, from the moment it was told."""
    rows = list(rows)
    names = people.people_by_id(row.told_by for row in rows)
    return [_told(row, names) for row in rows]


def _told(row: Any, names: Mapping[str, str]) -> Line:
    return Line(
        reference=row.reference,
        href=reverse("decisions:emergency", args=[row.reference]),
        finished=row.told_at,
        outcome=f"Emergency: {row.get_status_display().lower()}",
        recipient=row.recipient_name,
        asked=row.danger,
        data_set=row.data_set,
        fields=", ".join(row.told),
        consent="No",
        decided_by=names.get(row.told_by, row.told_by),
        reasons=row.why_urgent or row.danger,
        valid_until="",
        received=row.opened,
        days=_days(row.opened, row.told_at),
    )


def cells(line: Line) -> list[str]:
    """The line as a spreadsheet has it, in the order of `COLUMNS`."""
    return [_cell(getattr(line, field.name)) for field in dataclass_fields(Line) if field.name != "href"]


def _line(row: Any, names: Mapping[str, str], consents: frozenset[int]) -> Line:
    decision = _decision(row)
    return Line(
        reference=row.reference,
        href=reverse("decisions:detail", args=[row.reference]),
        finished=row.finished_at,
        outcome=_outcome(row, decision),
        recipient=row.recipient_name,
        asked=row.asked,
        data_set=row.data_set,
        fields=", ".join(field["name"] for field in decision.fields) if decision else "",
        consent="Yes" if row.pk in consents else "No",
        decided_by=_named(row, names),
        reasons=decision.reasons if decision else _outside(row),
        valid_until=decision.valid_until.isoformat() if decision and decision.valid_until else "",
        received=row.received,
        days=_days(row.received, row.finished_at),
    )


def _who(row: Any) -> str:
    """Who decided it, or settled that the policy does not apply; "" for a case that ended itself."""
    decision = _decision(row)
    return decision.by if decision else (row.determination or {}).get("by", "")


def _named(row: Any, names: Mapping[str, str]) -> str:
    return names.get(_who(row), _who(row))


def _outside(row: Any) -> str:
    """Why the policy does not apply, in the words of the law that it was settled under."""
    if not row.determination:
        return ""
    law = law_of_version(row.determination["policy_version"])
    return " ".join(law.reason[code].reason for code in row.determination["codes"])


def _days(received: datetime, finished: datetime) -> int:
    """Days from the day it reached us to the day it was finished, by the calendar on the wall."""
    return (finished.astimezone(LONDON).date() - received.astimezone(LONDON).date()).days


def _decision(row: Any) -> Any:
    return getattr(row, "decision", None)


REDUCED = {"approve_reduced": "Approved, reduced", "approve_with_conditions": "Approved, with conditions"}


def _outcome(row: Any, decision: Any) -> str:
    status = Status(row.status)
    if status in (Status.APPROVED, Status.DELIVERED) and decision:
        approved = REDUCED.get(decision.outcome, "Approved")
        return f"{approved}, delivered" if status is Status.DELIVERED else approved
    return status.label


def _consents(rows: Iterable[Any]) -> frozenset[int]:
    """The rows whose sharing rests on consent."""
    return store.on_consent([row.pk for row in rows])


def _cell(value: object) -> str:
    return value.astimezone(LONDON).date().isoformat() if isinstance(value, datetime) else str(value)
