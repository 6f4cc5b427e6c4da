"""`sharewell evidence`: write a file that shows an outsider what was recorded. `sharewell verify` checks it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sharewell.cli.console import LONDON, Unusable, day, progress, say_json
from sharewell.ledger.checkpoint import Checkpoint
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
    parser.add_argument(
        "--pack",
        action="store_true",
        help="a ZIP with the papers, receipts and a page to read them by as well",
    )
    parser.add_argument(
        "--tiles", action="store_true", help="--all as a folder for mirrors and monitors (C2SP tlog-tiles)"
    )
    parser.add_argument("--out", metavar="BUNDLE", type=Path, required=True, help="the file to write")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0 when the file is written, 1 when there is nothing to show or the record was changed, 2 for a wrong call."""
    set_up()
    from django.db import DatabaseError

    from sharewell_office.desk.silence import heard
    from sharewell_office.ledger import services

    if args.tiles:
        return _tiles(args)
    try:
        evidence, data = _pack(args) if args.pack else _bundle(args)
    except services.NothingOnTheRecord:
        return _no(args, "There is nothing on the record about that. No file was written.")
    except services.LedgerForked as forked:
        return _no(args, f"The record was changed: {forked}. No file was written.")
    except DatabaseError:
        raise Unusable(
            "there is no office here: set SHAREWELL_HOME or DATABASE_URL, or start one first"
        ) from None
    digest = _write(args.out, heard(data, progress))
    _say(args, evidence, digest)
    return 0


def _tiles(args: argparse.Namespace) -> int:
    """The whole record as a folder that holds no word of what was said."""
    from sharewell.ledger.tiles import tiles
    from sharewell_office.adapters import clock
    from sharewell_office.ledger import services, store

    if not args.all or args.pack:
        raise Unusable("--tiles shows the whole record: use it with --all, without --pack")
    if args.out.exists():
        raise Unusable(f"{args.out}: there is something already")
    note = services.checkpoint(at=clock.now())
    if note is None:
        return _no(args, "There is nothing on the record yet. Nothing was written.")
    leaves = list(store.leaves(Checkpoint.parse(note.text).size))
    unfinished = args.out.with_name(f".{args.out.name}.{os.getpid()}")
    for path, data in [("checkpoint", str(note).encode()), *tiles(leaves)]:
        (unfinished / path).parent.mkdir(parents=True, exist_ok=True)
        (unfinished / path).write_bytes(data)
    unfinished.rename(args.out)
    if args.json:
        say_json({"tiles": str(args.out), "entries": len(leaves)})
    else:
        print(
            f"{args.out}: {len(leaves)} entries. Any web server can hold the folder out to mirrors and monitors."
        )
    return 0


def _bundle(args: argparse.Namespace) -> tuple[Evidence, Iterable[bytes]]:
    from sharewell.ledger.evidence import write

    evidence = _evidence(args)
    return evidence, [write(evidence)]


def _pack(args: argparse.Namespace) -> tuple[Evidence, Iterable[bytes]]:
    """A pack, made by whoever holds the machine: it is on the record as the system's."""
    from sharewell.policy.showing import Scope
    from sharewell_office.desk.packs import services
    from sharewell_office.desk.packs.gathering import MOST_ENTRIES, TooMuchToShow
    from sharewell_office.people import store as people

    if args.all:
        raise Unusable("--pack shows a reference or a --period; --all has no papers")
    if args.period:
        scope = Scope(first=args.period[0].date(), last=args.period[1].date() - timedelta(days=1))
    else:
        scope = Scope(references=(args.reference.upper(),))
    try:
        made = services.make(scope, by=people.command_line())
    except TooMuchToShow:
        raise Unusable(
            f"that is more than {MOST_ENTRIES} entries: make a pack of each shorter period, or leave out --pack"
        ) from None
    assert made.evidence is not None  # the machine may make packs, and there was something to show
    return made.evidence, made.pieces


def _evidence(args: argparse.Namespace) -> Evidence:
    from sharewell_office.adapters import clock
    from sharewell_office.ledger import services

    start, end = args.period or (None, None)
    return services.evidence_of(about=args.reference or "", start=start, end=end, at=clock.now())


def _write(path: Path, pieces: Iterable[bytes]) -> str:
    """Put the file in its place whole, or not at all; its SHA-256."""
    unfinished, digest = path.with_name(f".{path.name}.{os.getpid()}"), sha256()
    try:
        with unfinished.open("wb") as out:
            for piece in pieces:
                out.write(piece)
                digest.update(piece)
        unfinished.replace(path)
    except OSError as problem:
        unfinished.unlink(missing_ok=True)
        raise Unusable(f"{path}: {(problem.strerror or 'cannot be written').lower()}") from None
    return digest.hexdigest()


def _say(args: argparse.Namespace, evidence: Evidence, digest: str) -> None:
    answer: dict[str, Any] = {
        "bundle": str(args.out),
        "sha256": digest,
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
