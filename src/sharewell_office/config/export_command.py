"""`sharewell export register`, `sharewell export terms REFERENCE`: what others may take away and build on."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from pathlib import Path

from sharewell.cli.console import Unusable
from sharewell.exchange.register_columns import OUR_COLUMNS
from sharewell_office.config.office import bring_up_to_date, set_up

NAME = "export"
SUMMARY = "Write out the register, or the signed terms of an agreement or decision."
KINDS = ("register", "terms")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help="register, or terms")
    parser.add_argument(
        "reference", metavar="REFERENCE", nargs="?", help="for terms: ISA-2026-0001 or DSR-2026-0001"
    )
    parser.add_argument(
        "--format", choices=("csv", "json"), default=None, help="register: csv (default) or json"
    )
    parser.add_argument(
        "--beside",
        type=Path,
        metavar="FOLDER",
        help="terms: the folder of the lists that they name (default: .)",
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to FILE instead of standard output")


def run(args: argparse.Namespace) -> int:
    """Exit 0 when written, 1 when there is no live authority to export, 2 when the call cannot be used."""
    set_up()
    bring_up_to_date()
    if args.kind == "terms":
        return _terms(args)
    if args.reference:
        raise Unusable("export register takes no reference; export terms does")
    from sharewell_office.register import services

    rows = list(services.export_register())
    _write(
        args.out,
        json.dumps(rows, ensure_ascii=False, indent=2) + "\n" if args.format == "json" else _as_csv(rows),
    )
    return 0


def _terms(args: argparse.Namespace) -> int:
    from sharewell_office.release import terms_export

    if not args.reference:
        raise Unusable("export terms needs a reference, such as ISA-2026-0001")
    try:
        exported = terms_export.signed_terms(args.reference, beside=args.beside)
    except OSError as problem:
        missing = Path(problem.filename or "").name
        raise Unusable(f"{missing}: the terms name it, and it is not in the folder --beside") from None
    if isinstance(exported, str):
        _write(args.out, exported)
        return 0
    for refusal in exported:
        print(f"{refusal.reason} {refusal.remedy} ({refusal.rule.citation})", file=sys.stderr)
    return 1


def _as_csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=OUR_COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _write(path: Path | None, text: str) -> None:
    if path is None:
        sys.stdout.write(text)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise Unusable(f"{path.name}: {(problem.strerror or 'cannot be written').lower()}") from None
