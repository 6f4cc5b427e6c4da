"""The gate's report as a paper: what was examined, what was found, and every check, to be kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sharewell.release.checks import BY_ID
from sharewell.vocabulary.paper import Block, Facts, Heading, Paper, Table, Words

HEADLINES = {
    "pass": "This file may leave under these terms",
    "pass_with_review": "A person must look at this file before it leaves",
    "refuse": "This file must not leave as it is",
}
RESULTS = {
    "pass": "passed",
    "warn": "passed, with a warning",
    "review": "for review",
    "refuse": "refused",
    "not_asked": "nothing was asked",
}
SEVERITIES = {"block": "Blocks", "review": "For review", "warn": "Warning"}


def paper(
    report: Mapping[str, Any],
    *,
    issuer: str,
    reference: str,
    on: date,
    about: Sequence[tuple[str, str]] = (),
    cleared: Mapping[int, str] | None = None,
) -> Paper:
    """A report (as `Report.as_dict` gives it) as a paper. It holds no value of the file.

    `reference` is that of the release or the terms, `about` what else stands at its head, and `cleared` says of a
    finding, by its place in the report, who cleared it and why.
    """
    return Paper(
        title="Report of the gate",
        issuer=issuer,
        reference=reference,
        on=on,
        blocks=tuple(_blocks(report, about, cleared or {})),
    )


def _blocks(
    report: Mapping[str, Any], about: Sequence[tuple[str, str]], cleared: Mapping[int, str]
) -> Iterator[Block]:
    yield Words(text=f"{HEADLINES[report['decision']]}.", strong=True)
    yield Facts(pairs=(*about, *_file(report)))
    yield Heading(text="What the gate found")
    if not report["findings"]:
        yield Words(text="Nothing that keeps the file from leaving.")
    for number, finding in enumerate(report["findings"]):
        yield from _finding(finding, cleared.get(number, ""))
    yield Heading(text="Every check")
    yield Table(
        caption="Each check, and what came of it",
        columns=("Check", "What it asks", "Result"),
        rows=tuple((each["check"], BY_ID[each["check"]].title, _result(each)) for each in report["checks"]),
    )


def _file(report: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    file, treated = report["file"], report["treated"]
    yield "File", f"{file['name']}: {file['rows']} rows, {file['columns']} columns"
    yield "SHA-256 of the file", file["sha256"]
    if treated:
        yield "As it leaves, treated", f"{treated['rows']} rows, {treated['columns']} columns"
        yield "SHA-256 as it leaves", treated["sha256"]
    measured = {name: value for name, value in (report["disclosure"] or {}).items() if value is not None}
    if measured:
        yield "Disclosure", ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in measured.items())
    yield "SHA-256 of the terms", report["terms_sha256"]
    yield "Engine", f"{report['engine']['name']} {report['engine']['version']}"


def _finding(finding: Mapping[str, Any], cleared: str) -> Iterator[Block]:
    where = finding["field"] or "The file as a whole"
    yield Heading(text=f"{SEVERITIES[finding['severity']]}: {where}", level=2)
    rows = ", ".join(map(str, finding["rows"]))
    more = " and more" if finding["count"] > len(finding["rows"]) else ""
    yield Facts(
        pairs=(
            ("Why", finding["reason"]),
            *([("Rows", f"{finding['count']} in all: {rows}{more}")] if rows else ()),
            ("What can be done", finding["remedy"]),
            ("Source", f"{finding['citation']} ({finding['code']})"),
            *([("Cleared", cleared)] if cleared else ()),
        )
    )


def _result(each: Mapping[str, Any]) -> str:
    by = f" (by {each['engine']})" if each.get("engine") else ""
    return "cleared by a person" if each.get("cleared") else RESULTS[each["result"]] + by
