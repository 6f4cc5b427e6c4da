"""`sharewell check FILE`: would the gate let this file out under these terms? Needs no server and no
database.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sharewell.cli.console import Unusable, day, printable, progress, say_json, today
from sharewell.cli.terms_file import beside, read_terms, terms_unusable
from sharewell.engine.endpoint import EndpointUnusable, refuse_unsafe
from sharewell.engine.examine import Look, examine, look_at
from sharewell.engine.files import write_whole
from sharewell.engine.printing import pdf
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Terms, TermsUnusable
from sharewell.release.checks import BY_ID, Result, Severity
from sharewell.release.finding import Finding
from sharewell.release.page import HEADLINES, page, place
from sharewell.release.printed import paper
from sharewell.release.report import Report, look_dict

NAME = "check"
QUIET_SECONDS = 10
SUMMARY = "Would the gate let this file out under these terms? Without terms: what is in it?"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, TSV, XLSX, Parquet or JSON Lines")
    parser.add_argument("--terms", type=Path, metavar="TERMS", help="the terms, YAML or JSON")
    parser.add_argument(
        "--prior", type=Path, action="append", default=[], metavar="FILE", help="what they hold already"
    )
    parser.add_argument("--withhold", type=Path, metavar="LIST", help="people whose data do not leave")
    parser.add_argument(
        "--on", type=day, metavar="DATE", help="judge as of this day (default: today in London)"
    )
    parser.add_argument(
        "--engine", metavar="ENDPOINT", help="a Spark Connect endpoint that answers the plan (sc://HOST:PORT)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--report", type=Path, metavar="REPORT", help="write a report: .html, .json or .pdf")


def run(args: argparse.Namespace) -> int:
    """0: it may leave. 1: it may not, or a person must look first. 2: the file or the call cannot be used."""
    on = args.on or today()
    try:
        _check_call(args)
        return _judge(args, on) if args.terms else _look(args, on)
    except FileUnusable as problem:
        raise Unusable(str(problem)) from None
    except EndpointUnusable as problem:
        raise Unusable(f"--engine: {problem}") from None


def _check_call(args: argparse.Namespace) -> None:
    if args.terms is None and (args.prior or args.withhold):
        raise Unusable("--prior and --withhold: name the terms they are judged under with --terms")
    if args.engine is not None:
        refuse_unsafe(args.engine)
    if args.report is None:
        return
    suffix = args.report.suffix.lower()
    if suffix not in (".html", ".json", ".pdf"):
        raise Unusable(f"--report {args.report.name}: expected a name ending in .html, .json or .pdf")
    if args.terms is None and suffix != ".json":
        raise Unusable("--report: without --terms there is no judgement to report as a page; use .json")


def _judge(args: argparse.Namespace, on: date) -> int:
    terms, terms_sha256 = read_terms(args.terms)
    lying_beside = beside(args, terms)
    _refuse_other_files(lying_beside.digests(terms), terms)
    try:
        report = examine(
            args.file,
            terms,
            terms_sha256=terms_sha256,
            on=on,
            beside=lying_beside,
            progress=progress_of(args.file),
            endpoint=args.engine,
        )
    except TermsUnusable as problem:
        raise terms_unusable(args.terms, problem) from None
    _write_report(args, lambda suffix: _reported(report, suffix, on))
    if args.json:
        say_json(report.as_dict())
    else:
        print(in_words(report))
    return 0 if report.passes else 1


def _refuse_other_files(there: Mapping[str, str], terms: Terms) -> None:
    """Where terms say which file they mean by a name, another one of that name would answer another question."""
    for name, digest in terms.digests.items():
        if there.get(name, digest) != digest:
            raise Unusable(
                f"{name}: its SHA-256 is not the one in the terms (`digests`); expected the file they mean"
            )


def _look(args: argparse.Namespace, on: date) -> int:
    seen = look_at(args.file, on=on, progress=progress_of(args.file), endpoint=args.engine)
    answer = look_dict(seen.facts, seen.findings, seen.disclosure)
    _write_report(args, lambda _: _as_json(answer))
    if args.json:
        say_json(answer)
    else:
        print(_looked_in_words(seen, answer))
    return 1 if any(finding.severity is not Severity.WARN for finding in seen.findings) else 0


def progress_of(file: Path) -> Callable[[str], None]:
    """Tell a person what is going on; a script's standard error stays free for the one line that matters.

    Where nobody is watching, only work that takes long says where it is.
    """
    began, quiet = time.monotonic(), 0 if sys.stderr.isatty() else QUIET_SECONDS

    def tell(step: str) -> None:
        if time.monotonic() - began >= quiet:
            progress(f"{step} {printable(file.name)} …")

    return tell


def _reported(report: Report, suffix: str, on: date) -> bytes:
    match suffix:
        case ".html":
            return page(report).encode()
        case ".pdf":
            named = report.terms.reference or "no authority named"
            about = (("Recipient", report.terms.recipient or "nobody named"),)
            return pdf(
                paper(report.as_dict(), issuer="The release gate", reference=named, on=on, about=about)
            )
    return _as_json(report.as_dict())


def _as_json(answer: dict[str, Any]) -> bytes:
    return (json.dumps(answer, indent=2, ensure_ascii=False) + "\n").encode()


def _write_report(args: argparse.Namespace, written: Callable[[str], bytes]) -> None:
    """Write what is asked for by the suffix of its name, whole or not at all."""
    if args.report is None:
        return
    try:
        write_whole(args.report, written(args.report.suffix.lower()))
    except OSError as problem:
        raise Unusable(
            f"--report {args.report.name}: {(problem.strerror or 'cannot be written').lower()}"
        ) from None


# --- for a person at a terminal -----------------------------------------------------------------------
def in_words(report: Report) -> str:
    """The answer, then each finding with its remedy, then what was not asked."""
    facts, judgement = report.facts, report.judgement
    not_asked = [check for check, result in judgement.results.items() if result is Result.NOT_ASKED]
    lines = [
        f"{HEADLINES[judgement.decision]}.",
        f"  {facts.name}: {report.rows} rows, {report.columns} columns, SHA-256 {facts.sha256}",
        *treated_in_words(report),
        *disclosure_in_words(report),
        f"  Terms: {report.terms.reference or 'no authority named'}, to {report.terms.recipient or 'nobody named'}",
    ]
    for finding in judgement.findings:
        lines += ["", *_finding_in_words(finding)]
    return _on_lines([*lines, "", *engines_in_words(report), f"Not asked here: {', '.join(not_asked)}."])


def _on_lines(lines: Sequence[str]) -> str:
    """A line stays one line: what a file or a recipient is called may hold anything, also what moves a cursor."""
    return "\n".join(map(printable, lines))


def treated_in_words(report: Report) -> list[str]:
    if report.treated_sha256 is None:
        return []
    done = ", ".join(f"{treatment.field}: {treatment.do}" for treatment in report.terms.treatments)
    return [f"  Treated ({done}); {report.leaving} leave. What leaves was judged."]


def disclosure_in_words(report: Report) -> list[str]:
    if report.disclosure is None:
        return []
    held = {name: value for name, value in report.disclosure.items() if value is not None}
    told = (f"{name} {value:.4g}" if name == "t" else f"{name} {value}" for name, value in held.items())
    return [f"  Disclosure: {', '.join(told)}"]


def engines_in_words(report: Report) -> list[str]:
    """Which checks each engine answered, where more than one was at work."""
    by: dict[str, list[str]] = {}
    for check in BY_ID:
        if engine := report.engine_of(check):
            by.setdefault(engine, []).append(check)
    return [f"Answered by {engine}: {', '.join(checks)}." for engine, checks in by.items()]


def _finding_in_words(finding: Finding) -> list[str]:
    check = BY_ID[finding.check]
    return [
        f"{finding.check} {finding.severity}: {place(finding)}",
        f"  {finding.reason}",
        f"  {finding.remedy} ({check.citation})",
    ]


def _looked_in_words(seen: Look, answer: dict[str, Any]) -> str:
    facts = seen.facts
    lines = [f"{facts.name}: {facts.rows} rows, {len(facts.headers)} columns, SHA-256 {facts.sha256}", ""]
    for column in answer["profile"]:
        held = f"{column['filled']:>12} filled {column['distinct']:>12} different"
        lines.append(f"  {column['field']:<32} {column['type']:<10}{held}")
    if measured := answer["disclosure"]:
        by = ", ".join(measured["quasi_identifiers"])
        alone = f"{measured['uniques']} of {facts.rows} rows are alone in theirs"
        lines += ["", f"  By {by} there are {measured['classes']} classes; {alone}."]
    for finding in seen.findings:
        lines += ["", *_finding_in_words(finding)]
    return _on_lines([*lines, "", "Nothing was judged: name the terms with --terms."])
