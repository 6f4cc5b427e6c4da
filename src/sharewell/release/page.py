"""The gate's answer as one HTML file that a person reads, prints or passes on. It loads nothing and runs
nothing.
"""

from __future__ import annotations

from html import escape

from sharewell.release.checks import BY_ID, Result
from sharewell.release.finding import Finding
from sharewell.release.report import Report

HEADLINES = {
    "pass": "This file may leave under these terms",
    "pass_with_review": "A person must look at this file before it leaves",
    "refuse": "This file must not leave as it is",
}
RESULT_WORDS = {
    Result.PASS: "passed",
    Result.WARN: "passed, with a warning",
    Result.REVIEW: "for review",
    Result.REFUSE: "refused",
    Result.NOT_ASKED: "not asked here",
}
_STYLE = """
body { font-family: Arial, sans-serif; line-height: 1.5; max-width: 50rem; margin: 2rem auto; padding: 0 1rem;
} section { border-left: 5px solid #505a5f; padding: 0 0 0 1rem; margin: 2rem 0; overflow-wrap: anywhere; }
section.block { border-color: #d4351c } section.review { border-color: #f47738 } table { border-collapse:
collapse; width: 100% } th, td { text-align: left; padding: .4rem; border-bottom: 1px solid #b1b4b6; } dt {
font-weight: bold } dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
"""


def page(report: Report) -> str:
    """The report as HTML. Every word of it that comes from a file or from terms is escaped."""
    headline = HEADLINES[report.judgement.decision]
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(headline)}: {escape(report.facts.name)}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{escape(headline)}</h1>",
            _about(report),
            *map(_finding, report.judgement.findings),
            _checks(report),
            "</body></html>\n",
        ]
    )


def _entries(report: Report) -> tuple[tuple[str, str], ...]:
    """What was judged, and by what: names and what they are."""
    facts, terms = report.facts, report.terms
    return (
        ("File", f"{facts.name}: {report.rows} rows, {report.columns} columns"),
        ("SHA-256 of the file", facts.sha256),
        *_treated(report),
        *_disclosure(report),
        ("Authority", terms.reference or "not named"),
        ("Recipient", terms.recipient or "not named"),
        ("SHA-256 of the terms", report.terms_sha256),
        ("Engine", " ".join(report.engine)),
    )


def _about(report: Report) -> str:
    entries = (f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in _entries(report))
    return f"<dl>{''.join(entries)}</dl>"


def _treated(report: Report) -> list[tuple[str, str]]:
    if report.treated_sha256 is None:
        return []
    done = ", ".join(f"{treatment.field}: {treatment.do}" for treatment in report.terms.treatments)
    return [("Treated, and judged as it leaves", f"{done}; {report.leaving} leave")]


def _disclosure(report: Report) -> list[tuple[str, str]]:
    held = {name: value for name, value in (report.disclosure or {}).items() if value is not None}
    told = ", ".join(
        f"{name} {value:.4g}" if name == "t" else f"{name} {value}" for name, value in held.items()
    )
    return [("Disclosure", told)] if told else []


def _finding(finding: Finding) -> str:
    check = BY_ID[finding.check]
    return (
        f'<section class="{finding.severity}"><h2>{check.id}: {escape(check.title)}</h2>'
        f"<p><strong>{escape(place(finding))}</strong></p>"
        f"<p>{escape(finding.reason)}</p><p>{escape(finding.remedy)}</p><p>{escape(check.citation)}</p></section>"
    )


def place(finding: Finding) -> str:
    """Where a finding is, in words: the field, how many rows, and the first of them."""
    where = finding.field or "The file as a whole"
    if not finding.count:
        return where
    rows = ", ".join(map(str, finding.rows))
    more = " …" if finding.count > len(finding.rows) else ""
    return f"{where}: {finding.count} found" + (f", rows {rows}{more}" if rows else "")


def _checks(report: Report) -> str:
    rows = "".join(
        f"<tr><td>{check.id}</td><td>{escape(check.title)}</td>"
        f"<td>{RESULT_WORDS[report.judgement.results[check.id]]}{_by(report, check.id)}</td></tr>"
        for check in BY_ID.values()
    )
    return f"<h2>Every check</h2><table><tr><th>Check</th><th>What it asks</th><th>Result</th></tr>{rows}</table>"


def _by(report: Report, check: str) -> str:
    """By which engine, where more than one was at work."""
    engine = report.engine_of(check)
    return f" (by {escape(engine)})" if engine else ""
