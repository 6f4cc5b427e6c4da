"""`sharewell restore FILE`: bring an office back from its backup, and verify its record."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sharewell.cli.console import Unusable, progress, say_json
from sharewell_office.config.office import reason_of, set_up

if TYPE_CHECKING:
    from sharewell_office.ledger.verification import Check

NAME = "restore"
SUMMARY = "Bring an office back from its backup, and verify its record."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a file that `sharewell backup` wrote")
    parser.add_argument(
        "--replace", action="store_true", help="set aside the office that is here (SQLite only)"
    )
    parser.add_argument(
        "--destroyed",
        metavar="LIST",
        type=Path,
        help="a newer list of destroyed keys, kept apart (keys/destroyed)",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0 when the office is back and its record verifies, 1 when it does not or one is here already, 2 unusable."""
    set_up()
    from django.db import DatabaseError

    from sharewell_office.adapters import clock
    from sharewell_office.config import backup, restore
    from sharewell_office.ledger import destroyed

    try:
        check, again, aside = restore.restore(
            args.file, replace=args.replace, gone=args.destroyed, at=clock.now()
        )
    except restore.OfficeIsHere:
        return _no(args, "There is an office here already. Nothing was changed. " + _instead())
    except restore.RecordDoesNotVerify as no:
        return _no(args, "The record in this backup does not verify. Nothing was changed.", no.problems)
    except (backup.NotABackup, restore.DoesNotFit, destroyed.ListUnreadable) as problem:
        raise Unusable(f"{args.file}: {problem}") from None
    except OSError as problem:
        raise Unusable(
            f"{problem.filename or args.file}: {(problem.strerror or 'unusable').lower()}"
        ) from None
    except DatabaseError as problem:
        raise Unusable(f"the database cannot be restored: {reason_of(problem)}") from None
    _say(args, check, again, aside)
    return 0


def _instead() -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        return "With --replace it is set aside, inside SHAREWELL_HOME."
    return "Make an empty database and point DATABASE_URL at it."


def _say(args: argparse.Namespace, check: Check, again: int, aside: Path | None) -> None:
    if args.json:
        answer = {
            "restored": True,
            "entries": check.entries,
            "root": check.root.hex(),
            "destroyed_again": again,
        }
        say_json(answer | {"set_aside": str(aside) if aside else None, "problems": []})
        return
    print(f"The office is back, and its record of {check.entries:,} entries verifies.")
    if again:
        print(f"{again} keys that had been destroyed were destroyed again.")
    if aside:
        progress(f"What was here before lies in {aside}. Throw it away when you no longer need it.")


def _no(args: argparse.Namespace, why: str, problems: list[str] | None = None) -> int:
    if args.json:
        say_json({"restored": False, "problem": why, "problems": problems or []})
    else:
        for line in (why, *(problems or [])):
            progress(line)
    return 1
