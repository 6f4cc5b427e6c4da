"""`sharewell backup FILE`: database, vault and keys in one file, while everybody goes on working."""

from __future__ import annotations

import argparse
from pathlib import Path

from sharewell.cli.console import Unusable, progress, say_json
from sharewell_office.config.office import reason_of, set_up

NAME = "backup"
SUMMARY = "Write database, vault and keys into one file, while everybody goes on working."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="the backup to write; it must not be there yet"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0 when the file is written and on the disk, 2 where it cannot be."""
    if args.file.exists():
        raise Unusable(
            f"{args.file}: there is a file of that name already, and a backup never overwrites one"
        )
    set_up()
    from django.db import DatabaseError

    from sharewell_office.adapters import clock
    from sharewell_office.config import backup, restore
    from sharewell_office.ledger import keys

    try:
        if not restore.office_is_here():
            raise Unusable("there is no office here: set SHAREWELL_HOME or DATABASE_URL")
        manifest = backup.make(args.file, at=clock.now())
    except OSError as problem:
        raise Unusable(f"{args.file}: {(problem.strerror or 'cannot be written').lower()}") from None
    except DatabaseError as problem:
        raise Unusable(f"the database cannot be copied: {reason_of(problem)}") from None
    _say(args, manifest, key_inside=not keys.lies_elsewhere())
    return 0


def _say(args: argparse.Namespace, manifest: dict[str, object], *, key_inside: bool) -> None:
    from hashlib import file_digest

    with args.file.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    members = len(manifest["members"])  # type: ignore[arg-type]
    if args.json:
        size = args.file.stat().st_size
        answer = {"backup": str(args.file), "sha256": digest, "bytes": size, "at": manifest["at"]}
        say_json(answer | {"database": manifest["database"], "members": members, "record_key": key_inside})
        return
    print(f"{args.file}: {members} files of this office, {args.file.stat().st_size:,} bytes.")
    print(f"SHA-256 {digest}")
    progress(
        "Whoever holds this file holds everything in this office. Keep it as you keep the office, and elsewhere."
    )
    if not key_inside:
        progress("The record's signing key is not in it: it lies elsewhere. Keep a copy of it by itself.")
