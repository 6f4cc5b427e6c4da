"""A table of counts, put through the very gate before anybody says that nobody can be picked out of it."""

from __future__ import annotations

import csv
import hashlib
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
    """What the gate said of a table: its report, its digest, its columns, and the smallest count it shows."""

    report: Report
    sha256: str
    columns: tuple[str, ...]
    smallest: int

    @property
    def passed(self) -> bool:
        return self.report.passes

    @property
    def codes(self) -> list[str]:
        return [finding["code"] for finding in self.findings]

    @property
    def findings(self) -> list[dict[str, Any]]:
        return list(self.report.as_dict()["findings"])


def tested(path: Path, name: str, *, request: Request, count: str, min_cell: int, on: date) -> Tested:
    """Put a table (CSV) through the gate. Raises `FileUnusable`, also where the column of counts is not in it."""
    content = path.read_bytes()
    rows = _rows(content)
    columns = tuple(rows[0]) if rows else ()
    if count not in columns:
        raise FileUnusable(f"{name}: there is no column '{count}'; its columns are {', '.join(columns)}")
    terms = _terms(request, columns, count=count, min_cell=min_cell, on=on)
    return Tested(
        report=examine(path, terms, terms_sha256="", on=on, name=name),
        sha256=hashlib.sha256(content).hexdigest(),
        columns=columns,
        smallest=_smallest(rows, columns.index(count)),
    )


def _rows(content: bytes) -> list[list[str]]:
    return [row for row in csv.reader(content.decode("utf-8-sig", "replace").splitlines()) if row]


def _smallest(rows: list[list[str]], column: int) -> int:
    shown = [int(row[column]) for row in rows[1:] if len(row) > column and row[column].strip().isdigit()]
    return min(shown, default=0)


def _terms(request: Request, columns: tuple[str, ...], *, count: str, min_cell: int, on: date) -> Terms:
    return Terms.parse(
        {
            "determination": request.reference,
            "recipient": request.recipient_name,
            "valid_from": (on - timedelta(days=1)).isoformat(),
            "valid_until": (on + VALIDITY).isoformat(),
            **terms_of_table(columns, count=count, min_cell=min_cell, kept=request.retention),
        }
    )
