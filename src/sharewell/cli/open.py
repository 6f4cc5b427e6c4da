"""`sharewell open PARCEL`: verify a parcel and take its file out. Needs the recipient's identity and nothing
else.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sharewell.cli.console import Unusable, printable, say_json
from sharewell.engine import sealing
from sharewell.engine.documents import DocumentUnreadable, read_text
from sharewell.engine.sealing import KeyUnusable, Opened, ParcelUnusable, SealDoesNotMatch
from sharewell.release.manifest import NO_AUTHORITY

NAME = "open"
SUMMARY = "Verify a parcel and take its file out."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("parcel", type=Path, metavar="PARCEL", help="the folder, or a bare .age file")
    parser.add_argument(
        "--identity", type=Path, required=True, metavar="KEYFILE", help="the recipient's age identity"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the file goes")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0: opened. 1: it is not what was sealed, and nothing was left behind. 2: the call cannot be used."""
    try:
        identities = sealing.identities_of(read_text(args.identity))
        opened = sealing.open_parcel(args.parcel, identities, args.out)
    except (KeyUnusable, DocumentUnreadable) as problem:
        raise Unusable(f"--identity: {problem}") from None
    except ParcelUnusable as problem:
        raise Unusable(str(problem)) from None
    except FileExistsError as problem:
        raise Unusable(f"--out {args.out.name}: {(problem.strerror or 'already there').lower()}") from None
    except SealDoesNotMatch as problem:
        return _not_opened(args, str(problem))
    except OSError as problem:
        raise Unusable(
            f"--out {args.out.name}: {(problem.strerror or 'cannot be written').lower()}"
        ) from None
    return _opened(args, opened)


def _not_opened(args: argparse.Namespace, problem: str) -> int:
    if args.json:
        say_json({"opened": False, "reason": problem})
    else:
        print(f"Not opened: {problem}. Nothing was kept.")
    return 1


def _opened(args: argparse.Namespace, opened: Opened) -> int:
    content = opened.manifest or {}
    if args.json:
        say_json(
            {
                "opened": True,
                "authority": content.get("authority"),
                "verified": opened.manifest is not None,
                "file": {"name": opened.file.name, "sha256": opened.sha256},
                "manifest": opened.manifest,
            }
        )
        return 0
    if content.get("authority") == NO_AUTHORITY:
        print("REHEARSAL: no authority stands behind this parcel (authority: none).")
    if opened.manifest is None:
        print("A bare .age file: there is no manifest to verify it against.")
    print(f"Opened {printable(str(opened.file))} (SHA-256 {opened.sha256}).")
    return 0
