"""Terms, files and facts that are right by default: a test changes only what it is about."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from sharewell.engine.beside import NOTHING_BESIDE, TREATED, Beside
from sharewell.engine.child import examined
from sharewell.engine.examine import report_of
from sharewell.engine.limits import Limits
from sharewell.register.terms import Terms
from sharewell.release.judgement import Column, Facts, Hidden, Judgement, judge
from sharewell.release.personal import Seen
from sharewell.release.plan import Observation, Probe
from sharewell.release.report import Report

MONDAY = date(2026, 6, 1)
COLUMNS = ("referral_id", "ward", "referred_on")
FIELDS = [
    {"name": "referral_id", "constraints": {"required": True, "unique": True, "pattern": "SW[0-9]+"}},
    {"name": "ward"},
    {"name": "referred_on", "type": "date"},
]
GOOD = b"referral_id,ward,referred_on\nSW1,Eastmoor,2026-05-01\nSW2,Westmoor,2026-05-02\n"


def a_document(**changes: Any) -> dict[str, Any]:
    """A terms document under which `GOOD` passes. A change to None takes the key out."""
    document = {
        "agreement": "ISA-2026-0007",
        "recipient": "Northshire Council",
        "valid_from": "2026-04-01",
        "valid_until": "2027-04-01",
        "retention": "P24M",
        "schema": {"fields": FIELDS},
    } | changes
    return {key: value for key, value in document.items() if value is not None}


def some_terms(**changes: Any) -> Terms:
    return Terms.parse(a_document(**changes))


def terms_of_columns(*names: str, **changes: Any) -> Terms:
    """Terms with these columns of text and nothing asked of them."""
    return some_terms(schema={"fields": [{"name": name} for name in names]}, **changes)


def terms_of_one(name: str = "x", missing: Sequence[str] = ("",), **field: Any) -> Terms:
    """Terms with one field of that description."""
    return some_terms(schema={"fields": [{"name": name, **field}], "missingValues": list(missing)})


def some_facts(
    headers: Sequence[str] = COLUMNS,
    *,
    rows: int = 2,
    hidden: Sequence[Hidden] = (),
    seen: Sequence[Seen] = (),
    filled: int | None = None,
) -> Facts:
    column = Column(filled=rows if filled is None else filled, distinct=min(rows, 1))
    return Facts(
        name="file.csv",
        sha256="0" * 64,
        rows=rows,
        headers=tuple(headers),
        columns=(column,) * len(headers),
        hidden=tuple(hidden),
        seen=tuple(seen),
    )


def judged(
    terms: Terms | None = None,
    facts: Facts | None = None,
    observations: Sequence[tuple[Probe, Observation]] = (),
    *,
    on: date = MONDAY,
) -> Judgement:
    return judge(terms or some_terms(), facts or some_facts(), observations, on=on)


def gate(
    folder: Path,
    content: bytes,
    terms: Terms | None = None,
    *,
    name: str = "file.csv",
    beside: Beside = NOTHING_BESIDE,
    limits: Limits | None = None,
) -> Report:
    """Have a file of that content examined and judged. In this process, so that a hundred files take a second."""
    file, work = folder / name, folder / "work"
    file.write_bytes(content)
    work.mkdir(exist_ok=True)
    terms = terms or some_terms()
    answer = examined(file, terms.document(), MONDAY.isoformat(), work, limits or Limits(), beside)
    return report_of(answer, terms, terms_sha256="0" * 64, on=MONDAY, beside=beside)


def found(report: Report) -> list[tuple[str, str | None, tuple[int, ...]]]:
    """What a report found: check, field, rows."""
    return [(each.check, each.field, each.rows) for each in report.judgement.findings]


def a_workbook(change: Callable[[openpyxl.Workbook, Worksheet], Any] = lambda book, sheet: None) -> bytes:
    """A workbook that passes under `some_terms()`, after a change."""
    book = openpyxl.Workbook()
    book.properties.creator = ""
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (COLUMNS, ("SW1", "Eastmoor", date(2026, 5, 1)), ("SW2", "Westmoor", date(2026, 5, 2))):
        sheet.append(row)
    change(book, sheet)
    written = io.BytesIO()
    book.save(written)
    return _on_a_fixed_day(written.getvalue())


def _on_a_fixed_day(workbook: bytes) -> bytes:
    """The same workbook without the time it was written, so that the mutant of a seed is the same every day."""
    pinned = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as before,
        zipfile.ZipFile(pinned, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-05-03T09:00:00Z", before.read(name))
            after.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return pinned.getvalue()


def leaving(folder: Path) -> bytes:
    """The file that left the gate treated, after `gate` in that folder."""
    return (folder / "work" / TREATED).read_bytes()


def treated(folder: Path, cells: Sequence[str], *, key: bytes = b"k" * 32, **treatment: Any) -> list[str]:
    """What becomes of a column `x` of these cells under one treatment."""
    terms = terms_of_columns("x", "row", treatments=[{"field": "x", **treatment}], scope={"min_rows": 0})
    hierarchy = treatment.get("hierarchy")
    beside = Beside(key=key, hierarchies={hierarchy: folder / hierarchy} if hierarchy else {})
    gate(folder, a_csv([("x", "row"), *((cell, "r") for cell in cells)]), terms, beside=beside)
    return [row[0] for row in csv.reader(io.StringIO(leaving(folder).decode()))][1:]


def a_csv(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()
