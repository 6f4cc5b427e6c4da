"""`sharewell import KIND FILE`: take over the spreadsheets people have, row by row, with a report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sharewell.cli.console import Unusable, progress
from sharewell_office.config.office import bring_up_to_date, set_up

if TYPE_CHECKING:
    from sharewell_office.register.services import ImportReport

NAME = "import"
SUMMARY = "Take over a register from a file, row by row, with a report."
KINDS = ("register", "assets", "dpias", "activity-log", "organisations", "people", "actions", "teams")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV, TSV or XLSX file")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Exit 0 when every row is in, 1 when some were refused, 2 when the file is no such register."""
    set_up()
    from sharewell_office.assurance.actions import services as actions
    from sharewell_office.assurance.survey.services import launching
    from sharewell_office.people.store import command_line
    from sharewell_office.register import services

    bring_up_to_date()
    given = {"name": args.file.name, "by": command_line(), "dry_run": args.dry_run, "say": _progress}
    try:
        own = {"actions": actions.take_over, "teams": launching.take_over_teams}
        if take_over := own.get(args.kind):
            report = take_over(args.file, **given)
        else:
            report = services.import_file(args.file, kind=args.kind, **given)
    except services.FileUnusable as problem:
        raise Unusable(str(problem)) from None
    if args.json:
        sys.stdout.writelines(report.as_json())
    else:
        _say(report)
    return 1 if report.counts["refused"] else 0


def _progress(done: int, of: int) -> None:
    """A line for every five thousand rows: less would look like a machine that has stopped."""
    if done % 5_000 == 0 or (done == of and of > 5_000):
        progress(f"{done:,} of {of:,} rows …")


def _say(report: ImportReport) -> None:
    if report.dry_run:
        print("Nothing was written. This is what would happen:")
    for row in report.rows:
        print(f"row {row.row}: {row.result}{f' as {row.reference}' if row.reference else ''}")
        for no in row.refusals:
            print(f"    {no['column'] + ': ' if no['column'] else ''}{no['reason']} {no['remedy']}")
        for mend in row.mended:
            print(f"    {mend['column']}: {mend['what']}")
    for heading in report.left_out:
        print(f"left out, for no column of ours goes by that name: {heading}")
    counted = ", ".join(f"{count} {result}" for result, count in report.counts.items())
    print(f"{report.file}: {counted}.")
