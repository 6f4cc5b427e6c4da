"""A table of counts, put through the very gate before anybody says that nobody can be picked out of it."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sharewell.decisions.request import VALIDITY, Request
from sharewell.decisions.table import terms_of_table
from sharewell.engine.examine import examine
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Terms
from sharewell.release.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """What the gate said of a table: its report, its digest, its columns, and the smallest count (or class) in it."""

    report: Report
    sha256: str
    columns: tuple[str, ...]
    smallest: int

    @property
    def passed(self) -> bool:
        return self.report.passes

    @property
    def left_to_a_person(self) -> bool:
        """Whether nothing is left but to try as somebody would who wanted to recognise a person in its records."""
        stops = [one for one in self.findings if one["severity"] != "warn"]
        left = {(one["check"], one["severity"], one["field"]) for one in stops}
        return left == {("G07", "review", None)}

    @property
    def codes(self) -> list[str]:
        return [finding["code"] for finding in self.findings]

    @property
    def findings(self) -> list[dict[str, Any]]:
        return list(self.report.as_dict()["findings"])


def tested(path: Path, name: str, *, request: Request, on: date, how: Mapping[str, Any]) -> Tested:
    """Put a table (CSV) through the gate; `how` is what it is tested by, as in `terms_of_table`.

    Raises `FileUnusable`, also where a column that is named is not in it.
    """
    content = path.read_bytes()
    rows = _rows(content)
    columns = tuple(rows[0]) if rows else ()
    for column in _named(how):
        if column not in columns:
            raise FileUnusable(f"{name}: there is no column '{column}'; its columns are {', '.join(columns)}")
    report = examine(path, _terms(request, columns, how, on), terms_sha256="", on=on, name=name)
    return Tested(
        report=report,
        sha256=hashlib.sha256(content).hexdigest(),
        columns=columns,
        smallest=_smallest(rows, columns.index(how["count"]))
        if "count" in how
        else (report.disclosure or {}).get("k") or 0,
    )


def _named(how: Mapping[str, Any]) -> tuple[str, ...]:
    return (how["count"],) if "count" in how else (*how["quasi_identifiers"], *how["sensitive"])


def _rows(content: bytes) -> list[list[str]]:
    return [row for row in csv.reader(content.decode("utf-8-sig", "replace").splitlines()) if row]


def _smallest(rows: list[list[str]], column: int) -> int:
    shown = [int(row[column]) for row in rows[1:] if len(row) > column and row[column].strip().isdigit()]
    return min(shown, default=0)


def _terms(request: Request, columns: tuple[str, ...], how: Mapping[str, Any], on: date) -> Terms:
    return Terms.parse(
        {
            "determination": request.reference,
            "recipient": request.recipient_name,
            "valid_from": (on - timedelta(days=1)).isoformat(),
            "valid_until": (on + VALIDITY).isoformat(),
            **terms_of_table(columns, kept=request.retention, **how),
        }
    )
