"""The report and the manifest of a release as files to keep."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from sharewell.engine import printing
from sharewell.release.answering import results
from sharewell.release.clearing import finding_id
from sharewell.release.printed import paper
from sharewell_office.adapters import clock, ourselves
from sharewell_office.people import store as people
from sharewell_office.release import services, store
from sharewell_office.release.models import Release

Made = tuple[bytes, str] | None


def _json(document: Mapping[str, Any] | None) -> Made:
    if not document:
        return None
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode(), "application/json"


def _pdf(row: Release) -> Made:
    if not row.report:
        return None
    report = row.report | {"checks": _checks(row)}
    attempt, names = row.current, people.people_by_id([row.prepared_by])
    made = paper(
        report,
        issuer=ourselves.name(),
        reference=row.reference,
        on=clock.today(),
        about=(
            ("Recipient", row.recipient_name),
            ("Authority", row.authority),
            ("Brought by", names.get(row.prepared_by, row.prepared_by)),
            ("SHA-256 of the plan", attempt.plan_sha256),
            ("SHA-256 of the report", attempt.report_sha256),
        ),
        cleared=_cleared(row),
    )
    return printing.pdf(made), "application/pdf"


def _checks(row: Release) -> list[dict[str, Any]]:
    if row.manifest is not None:
        return list(row.manifest["checks"])
    return results(row.report["checks"], services.answers(row))


def _cleared(row: Release) -> dict[int, str]:
    given = {each.finding: each for each in store.clearances(row)}
    names = people.people_by_id([each.by for each in given.values()])
    said = {}
    for number, finding in enumerate(row.report["findings"]):
        clearance = given.get(finding_id(finding))
        if clearance is not None:
            said[number] = f"{names.get(clearance.by, clearance.by)}: {clearance.reason}"
    return said


MADE: dict[str, Callable[[Release], Made]] = {
    "report.pdf": _pdf,
    "report.json": lambda row: _json(row.report),
    "manifest.json": lambda row: _json(row.manifest),
}
