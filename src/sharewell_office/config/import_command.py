"""`sharewell import register FILE`: take over a register, row by row, with a report."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sharewell.cli.console import Unusable, say_json
from sharewell_office.config.office import bring_up_to_date, set_up

if TYPE_CHECKING:
    from sharewell_office.register.services import ImportReport

NAME = "import"
SUMMARY = "Take over a register from a file, row by row, with a report."
KINDS = ("register",)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help="register")
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV or TSV file")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Exit 0 when every row is in, 1 when some were refused, 2 when the file is not a register."""
    set_up()
    from sharewell_office.people.store import command_line
    from sharewell_office.register import services

    bring_up_to_date()
    try:
        report = services.import_register(
            args.file, name=args.file.name, by=command_line(), dry_run=args.dry_run
        )
    except services.FileUnusable as problem:
        raise Unusable(str(problem)) from None
    if args.json:
        say_json(report.as_dict())
    else:
        _say(report)
    return 1 if report.counts["refused"] else 0


def _say(report: ImportReport) -> None:
    if report.dry_run:
        print("Nothing was written. This is what would happen:")
    for row in report.rows:
        print(f"row {row.row}: {row.result}{f' as {row.reference}' if row.reference else ''}")
        for no in row.refusals:
            print(f"    {no['column'] + ': ' if no['column'] else ''}{no['reason']} {no['remedy']}")
        for mend in row.mended:
            print(f"    {mend['column']}: {mend['what']}")
    counted = ", ".join(f"{count} {result}" for result, count in report.counts.items())
    print(f"{report.file}: {counted}.")
