"""`sharewell evidence`: write a file that shows an outsider what was recorded. `sharewell verify` checks it."""

from __future__ import annotations

import argparse
import os
from datetime import datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sharewell.cli.console import LONDON, Unusable, day, progress, say_json
from sharewell_office.config.office import set_up

if TYPE_CHECKING:
    from sharewell.ledger.evidence import Evidence

NAME = "evidence"
SUMMARY = "Write evidence of what was recorded, for others to verify."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("reference", metavar="REFERENCE", nargs="?", help="one record, such as DSR-2026-0001")
    what.add_argument("--period", metavar="FROM..TO", type=_period, help="days in London, both included")
    what.add_argument("--all", action="store_true", help="the whole record")
    parser.add_argument("--out", metavar="BUNDLE", type=Path, required=True, help="the file to write")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0 when the file is written, 1 when there is nothing to show or the record was changed, 2 for a wrong call."""
    set_up()
    from sharewell_office.ledger import services

    try:
        evidence = _evidence(args)
    except services.NothingOnTheRecord:
        return _no(args, "There is nothing on the record about that. No file was written.")
    except services.LedgerForked as forked:
        return _no(args, f"The record was changed: {forked}. No file was written.")
    _say(args, evidence, _write(args.out, evidence))
    return 0


def _evidence(args: argparse.Namespace) -> Evidence:
    from django.db import DatabaseError

    from sharewell_office.adapters import clock
    from sharewell_office.ledger import services

    start, end = args.period or (None, None)
    try:
        return services.evidence_of(about=args.reference or "", start=start, end=end, at=clock.now())
    except DatabaseError:
        raise Unusable(
            "there is no office here: set SHAREWELL_HOME or DATABASE_URL, or start one first"
        ) from None


def _write(path: Path, evidence: Evidence) -> bytes:
    """Put the file in its place whole, or not at all."""
    from sharewell.ledger.evidence import write

    bundle = write(evidence)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(bundle)
        unfinished.replace(path)
    except OSError as problem:
        unfinished.unlink(missing_ok=True)
        raise Unusable(f"{path}: {(problem.strerror or 'cannot be written').lower()}") from None
    return bundle


def _say(args: argparse.Namespace, evidence: Evidence, bundle: bytes) -> None:
    answer: dict[str, Any] = {
        "bundle": str(args.out),
        "sha256": sha256(bundle).hexdigest(),
        "events": len(evidence.events),
        "verifier_key": evidence.verifier_key,
    }
    if args.json:
        say_json(answer)
        return
    print(f"{args.out}: {answer['events']} entries. Check it with:")
    print(f"  sharewell verify {args.out} --key {evidence.verifier_key}")


def _no(args: argparse.Namespace, why: str) -> int:
    if args.json:
        say_json({"bundle": None, "events": 0, "problem": why})
    else:
        progress(why)
    return 1


def _period(text: str) -> tuple[datetime, datetime]:
    """From the first moment of the first day until the last moment of the last, in London."""
    first, dots, last = text.partition("..")
    if not dots:
        raise argparse.ArgumentTypeError("expected two dates such as 2026-04-01..2026-06-30")
    start, end = day(first), day(last)
    if end < start:
        raise argparse.ArgumentTypeError("the period ends before it begins")
    return (
        datetime.combine(start, time.min, LONDON),
        datetime.combine(end + timedelta(days=1), time.min, LONDON),
    )
