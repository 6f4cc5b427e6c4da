"""`sharewell seal FILE`: check, then seal to the recipient. Nothing leaves by the side door.

In this order, and the parcel appears only when all of it held:
 (0) the terms are a signed export of an office, unexpired today and on the day of release (or this is a rehearsal, and
     says so)
 (1) the file and the files beside it are copied aside: what is checked is what is sealed
 (2) the keys are those the signed terms name, and the lists and hierarchies those they were signed with
 (3) the gate passes it as it leaves, treated: nothing to refuse, nothing to review, and nothing that the terms
     ask left unanswered
 (4) the terms of a one-off decision were not used before
 (5) the bytes encrypted have the digest of the bytes examined
"""

from __future__ import annotations

import argparse
import os
import shutil
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from sharewell.cli.check import in_words, progress_of
from sharewell.cli.console import Unusable, day, printable, say_json, today
from sharewell.cli.terms_file import beside, read_terms, terms_unusable
from sharewell.cli.used_once import UsedAlready, used_once
from sharewell.engine import locks, pseudonym, sealing
from sharewell.engine.documents import read_document
from sharewell.engine.examine import examine
from sharewell.engine.quarantine import quarantine
from sharewell.engine.unusable import FileUnusable
from sharewell.ledger.note import KeyUnreadable, VerifierKey
from sharewell.register.method import Method
from sharewell.register.signed_terms import departures, refusals
from sharewell.register.terms import Terms, TermsUnusable
from sharewell.release.manifest import manifest
from sharewell.release.report import Report
from sharewell.vocabulary.outcome import Refusal

NAME = "seal"
SUMMARY = "Check a file and seal it to its recipient."
MOST_KEY_BYTES = 4096


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--terms", type=Path, required=True, metavar="TERMS", help="a signed export from the office"
    )
    parser.add_argument("--to", nargs="+", required=True, metavar="RECIPIENT", help="age public keys (age1…)")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="the parcel: a folder to be made"
    )
    parser.add_argument(
        "--pseudonym-key", type=Path, metavar="FILE", help="the master key, where the terms pseudonymise"
    )
    parser.add_argument(
        "--prior", type=Path, action="append", default=[], metavar="FILE", help="what they hold already"
    )
    parser.add_argument("--withhold", type=Path, metavar="LIST", help="people whose data do not leave")
    parser.add_argument(
        "--rehearsal", action="store_true", help="seal under unsigned terms; the parcel says so first"
    )
    parser.add_argument("--key", metavar="VKEY", help="the office's verifier key, or a file that holds it")
    parser.add_argument(
        "--on", type=day, metavar="DATE", help="release on this day (default: today in London)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0: sealed. 1: refused, and nothing was written. 2: the file, the terms or the call cannot be used."""
    terms, terms_sha256 = read_terms(args.terms)
    _check_call(args)
    master = _pseudonym_key(args, terms)
    on = args.on or today()
    unsigned = () if args.rehearsal else _unsigned(args, on)
    if unsigned:
        return _refused(args, unsigned)
    try:
        return _seal(args, terms, terms_sha256, on, master)
    except UsedAlready as problem:
        return _refused(args, (problem.refusal(),))
    except FileUnusable as problem:
        raise Unusable(str(problem)) from None
    except TermsUnusable as problem:
        raise terms_unusable(args.terms, problem) from None
    except sealing.ChangedWhileSealing:
        raise Unusable(f"{args.file.name}: it changed while it was being sealed; nothing was kept") from None
    except OSError as problem:
        raise Unusable(f"{args.out.name}: {(problem.strerror or 'cannot be written').lower()}") from None


def _check_call(args: argparse.Namespace) -> None:
    """Whatever can be wrong with the call itself, before any work is done."""
    if args.out.exists() and (not args.out.is_dir() or any(args.out.iterdir())):
        raise Unusable(f"--out {args.out.name}: there is something there already")
    try:
        locks.recipients_of(args.to)
    except locks.KeyUnusable as problem:
        raise Unusable(f"--to: {problem}") from None


def _pseudonym_key(args: argparse.Namespace, terms: Terms) -> bytes | None:
    """The master key, where the terms pseudonymise: a key thrown away afterwards could link nothing later."""
    if not any(treatment.do == "pseudonymise" for treatment in terms.treatments):
        return None
    if args.pseudonym_key is None:
        raise Unusable("--pseudonym-key: these terms pseudonymise; expected a file that holds the master key")
    try:
        with args.pseudonym_key.open("rb") as file:
            master: bytes = file.read(MOST_KEY_BYTES)
        pseudonym.key_for(master, terms)
    except OSError as problem:
        reason = (problem.strerror or "cannot be read").lower()
        raise Unusable(f"--pseudonym-key: {args.pseudonym_key.name}: {reason}") from None
    except pseudonym.KeyTooShort:
        raise Unusable(
            f"--pseudonym-key: {args.pseudonym_key.name}: expected at least {pseudonym.LEAST_BYTES} bytes"
        ) from None
    return master


def _office_key(args: argparse.Namespace) -> VerifierKey | None:
    """The office's key: the one named, else the one in SHAREWELL_HOME, else none, and none trusts nothing."""
    home = Path(os.environ.get("SHAREWELL_HOME", "var")) / "keys" / "office.vkey"
    try:
        if args.key is None:
            return VerifierKey.parse(home.read_text().strip()) if home.is_file() else None
        named = Path(args.key)
        return VerifierKey.parse((named.read_text() if named.is_file() else args.key).strip())
    except (KeyUnreadable, OSError, UnicodeDecodeError, ValueError):
        raise Unusable("--key: expected a verifier key (NAME+ID+KEY) or a file that holds one") from None


def _unsigned(args: argparse.Namespace, on: date) -> tuple[Refusal, ...]:
    """Why the terms are not good: on the day of release, and today, whatever day was named for the release."""
    document, key = read_document(args.terms), _office_key(args)
    return refusals(document, key=key, on=on) or refusals(document, key=key, on=today())


def _seal(args: argparse.Namespace, terms: Terms, terms_sha256: str, on: date, master: bytes | None) -> int:
    there = beside(args, terms, key=pseudonym.key_for(master, terms) if master else None)
    with quarantine() as aside:
        copy, treated = _copied(args.file, aside), aside / ".treated"
        lying_beside = there.copied(Path(aside))
        other = () if args.rehearsal else departures(terms, keys=args.to, beside=lying_beside.digests(terms))
        if other:
            return _refused(args, other)
        report = examine(
            copy,
            terms,
            terms_sha256=terms_sha256,
            on=on,
            beside=lying_beside,
            keep=treated,
            progress=progress_of(args.file),
        )
        if not report.passes:
            return _not_passed(args, report)
        terms_name = "terms" + (args.terms.suffix.lower() if args.terms.suffix.lower() != ".yml" else ".yaml")
        content = manifest(
            report.as_dict(),
            terms,
            on=on,
            sealed_on=today(),
            recipients=args.to,
            terms_name=terms_name,
            rehearsal=args.rehearsal,
            pseudonym_key=pseudonym.key_id(master, terms) if master else None,
            method=Method.KEY,
        )
        with _once(args, terms, terms_sha256):
            sealing.seal(
                copy if report.treated_sha256 is None else treated,
                args.out,
                sha256=report.treated_sha256 or report.facts.sha256,
                manifest=content,
                terms_name=terms_name,
                terms=args.terms.read_bytes(),
                lock=locks.AgeKeys(tuple(args.to)),
            )
    return _sealed(args, report, content)


def _once(args: argparse.Namespace, terms: Terms, sha256: str) -> AbstractContextManager[None]:
    """A rehearsal uses nothing up, and an agreement lets more than one file leave."""
    if args.rehearsal or terms.kind != "decision":
        return nullcontext()
    return used_once(args.terms, sha256=sha256, on=today())


def _copied(file: Path, aside: Path) -> Path:
    if not file.is_file():
        raise FileUnusable(f"{file.name}: {'not a file' if file.exists() else 'no such file'}")
    copy = aside / file.name
    try:
        shutil.copyfile(file, copy)
    except OSError as problem:
        raise FileUnusable(f"{file.name}: {(problem.strerror or 'cannot be read').lower()}") from None
    return copy


# --- answers ------------------------------------------------------------------------------------------
def _refused(args: argparse.Namespace, unsigned: tuple[Refusal, ...]) -> int:
    if args.json:
        say_json({"sealed": False, "refusals": [refusal.as_dict() for refusal in unsigned], "report": None})
    else:
        print("Not sealed.")
        for refusal in unsigned:
            print(printable(f"  {refusal.reason} {refusal.remedy} ({refusal.rule.citation})"))
    return 1


def _not_passed(args: argparse.Namespace, report: Report) -> int:
    if args.json:
        say_json({"sealed": False, "refusals": [], "report": report.as_dict()})
    else:
        print(f"Not sealed. {in_words(report)}")
    return 1


def _sealed(args: argparse.Namespace, report: Report, content: dict[str, Any]) -> int:
    if args.json:
        say_json(
            {
                "sealed": True,
                "refusals": [],
                "parcel": str(args.out),
                "manifest": content,
                "report": report.as_dict(),
            }
        )
        return 0
    if args.rehearsal:
        print("REHEARSAL: no authority stands behind this parcel.")
    print(
        f"Sealed {printable(content['file']['name'])} ({content['file']['rows']} rows, "
        f"SHA-256 {content['file']['sha256']}) into {args.out}."
    )
    return 0
