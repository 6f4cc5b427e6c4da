"""`sharewell open PARCEL`: verify a parcel and take its file out. Needs what it was sealed to, and nothing else: an
age identity, the secret half of an OpenPGP key, or the words that were read out.
"""

from __future__ import annotations

import argparse
import sys
from getpass import getpass
from pathlib import Path

from sharewell.cli.console import Unusable, printable, say_json
from sharewell.engine import locks, openpgp, sealing
from sharewell.engine.documents import DocumentUnreadable, read_text
from sharewell.engine.locks import Key, KeyUnusable
from sharewell.engine.sealing import Opened, ParcelUnusable, SealDoesNotMatch
from sharewell.release.manifest import NO_AUTHORITY

NAME = "open"
SUMMARY = "Verify a parcel and take its file out."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("parcel", type=Path, metavar="PARCEL", help="the folder, or a bare .age file")
    parser.add_argument(
        "--identity",
        type=Path,
        metavar="KEYFILE",
        help="the recipient's age identity, or the secret half of their OpenPGP key",
    )
    parser.add_argument(
        "--passphrase",
        type=Path,
        metavar="FILE",
        help="a file with the words that were read out, or that protect the OpenPGP key (default: it asks for them)",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the file goes")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0: opened. 1: it is not what was sealed, and nothing was left behind. 2: the call cannot be used."""
    try:
        opened = sealing.open_parcel(args.parcel, _key(args), args.out)
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


def _key(args: argparse.Namespace) -> Key:
    """What opens this parcel. Raises `Unusable` where it is not there."""
    asks = sealing.asks_for(args.parcel)
    if args.identity is None and (asks == "passphrase" or (args.passphrase and asks == "key")):
        return locks.Passphrase(_words(args, "the words that were read out to you"))
    if args.identity is None:
        raise Unusable("--identity: this parcel opens with a key; expected the file that holds it")
    text = read_text(args.identity)
    if asks != "openpgp":
        return locks.identities_of(text)
    if openpgp.SECRET not in text:
        raise KeyUnusable(f"expected the secret half of an OpenPGP key ({openpgp.SECRET})")
    return locks.OpenPGPSecret(text, _words(args, "the key's passphrase", needed=False))


def _words(args: argparse.Namespace, what: str, *, needed: bool = True) -> str:
    """From a file, or asked for where somebody can answer: never from the command line, where others read it."""
    if args.passphrase is not None:
        try:
            return read_text(args.passphrase).strip()
        except DocumentUnreadable as problem:
            raise Unusable(f"--passphrase: {problem}") from None
    if sys.stdin.isatty():
        return getpass(f"{what[0].upper()}{what[1:]}: ")
    if needed:
        raise Unusable(f"--passphrase: this parcel opens with words; expected a file with {what}")
    return ""


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
