"""The gate's answer as a paper to print and sign off: the same words as the page and the terminal."""

from __future__ import annotations

from datetime import date

from sharewell.release.checks import BY_ID
from sharewell.release.finding import Finding
from sharewell.release.page import HEADLINES, RESULT_WORDS, about, place
from sharewell.release.report import Report
from sharewell.vocabulary.paper import Block, Facts, Heading, Paper, Table, Words


def paper(report: Report, *, on: date) -> Paper:
    """The report as it was judged for that day. No value of the file is in it."""
    findings = report.judgement.findings
    blocks: list[Block] = [Facts(pairs=about(report))]
    for finding in findings:
        blocks += _finding(finding)
    if not findings:
        blocks.append(Words(text="Nothing was found that stands against it."))
    return Paper(
        title=HEADLINES[report.judgement.decision],
        issuer="The release gate",
        on=on,
        reference=report.terms.reference or "",
        blocks=(*blocks, Heading(text="Every check"), _checks(report)),
    )


def _finding(finding: Finding) -> tuple[Block, ...]:
    check = BY_ID[finding.check]
    return (
        Heading(text=f"{check.id}: {check.title}"),
        Words(text=f"{finding.severity.capitalize()}. {place(finding)}.", strong=True),
        Words(text=finding.reason),
        Words(text=f"{finding.remedy} ({check.citation})"),
    )


def _checks(report: Report) -> Table:
    return Table(
        caption="What was asked of the file, and what became of it",
        columns=("Check", "What must hold", "Result"),
        rows=tuple(
            (check.id, check.title, RESULT_WORDS[report.judgement.results[check.id]])
            for check in BY_ID.values()
        ),
    )
