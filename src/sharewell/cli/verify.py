"""`sharewell verify`: does this bundle of evidence prove itself? Needs no office and no network."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from cryptography.x509 import Certificate

from sharewell.cli.console import Unusable, printable, say_json
from sharewell.ledger.evidence import Entry
from sharewell.ledger.note import KeyUnreadable, VerifierKey
from sharewell.ledger.seen import NothingWasKept, disagreements, kept
from sharewell.ledger.stamp import CertificatesUnreadable, certificates
from sharewell.ledger.verdict import Verdict, verify

NAME = "verify"
SUMMARY = "Check a pack, a bundle of evidence or a receipt, offline."
_SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bundle", metavar="BUNDLE", help="the pack, evidence or receipt to check")
    parser.add_argument(
        "--key",
        metavar="VERIFIER_KEY",
        type=verifier_key,
        help="the log's key as you hold it; without it the bundle is only checked against itself",
    )
    parser.add_argument(
        "--seen",
        metavar="KEPT",
        type=Path,
        help="a checkpoint, receipt or evidence that you kept: the log must go on from it (needs --key)",
    )
    parser.add_argument(
        "--tsa",
        metavar="CERTIFICATES",
        type=Path,
        help="the time stamping authority's certificates (PEM): time stamps must be signed under them",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0 where it verifies, 1 for any readable file that does not, 2 where the file cannot be read."""
    tsa = _certificates(args.tsa) if args.tsa is not None else ()
    verdict = verify(_bytes(Path(args.bundle)), key=args.key, tsa=tsa)
    if args.seen is not None:
        verdict = _beside_what_was_kept(verdict, args)
    if args.json:
        say_json(verdict.as_dict())
    else:
        sys.stdout.writelines(line + "\n" for line in _lines(verdict))
    return 0 if verdict.verified else 1


def _beside_what_was_kept(verdict: Verdict, args: argparse.Namespace) -> Verdict:
    if args.key is None:
        raise Unusable("--seen needs --key: whoever forged the one could have forged the other")
    try:
        before = kept(_bytes(args.seen), key=args.key)
    except NothingWasKept:
        raise Unusable(
            f"{args.seen}: neither a checkpoint nor a receipt nor evidence that verifies under that key"
        ) from None
    if not verdict.verified or verdict.evidence is None or verdict.checkpoint is None:
        return verdict
    return replace(verdict, problems=tuple(disagreements(verdict.evidence, verdict.checkpoint, before)))


def _certificates(path: Path) -> tuple[Certificate, ...]:
    try:
        return certificates(_bytes(path))
    except CertificatesUnreadable as problem:
        raise Unusable(f"{path}: {problem}") from None


def verifier_key(text: str) -> VerifierKey:
    """An argument that is the log's public key, as a signed note names it."""
    try:
        return VerifierKey.parse(text)
    except KeyUnreadable as problem:
        raise argparse.ArgumentTypeError(f"expected a verifier key NAME+ID+KEY: {problem}") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "this is not the name of a file"
        raise Unusable(f"{path}: {reason.lower()}") from None


def _lines(verdict: Verdict) -> Iterator[str]:
    if not verdict.verified:
        yield "This bundle does NOT prove itself. Rely on nothing in it."
        for problem in verdict.problems:
            yield f"  {problem.where}: {problem.problem}"
        return
    yield from _proved(verdict)


def _proved(verdict: Verdict) -> Iterator[str]:
    evidence, checkpoint = verdict.evidence, verdict.checkpoint
    assert evidence is not None
    assert checkpoint is not None
    shown, all_of_it = len(evidence.events), f"{checkpoint.size} entries of {checkpoint.origin}"
    yield f"This bundle proves itself: {shown} of the {all_of_it}."
    if verdict.erased:
        yield f"Of these, {verdict.erased} are proved to stand in the log while their words were destroyed."
    yield f"  root hash  {checkpoint.root.hex()}"
    yield f"  signed by  {evidence.verifier_key}"
    for name, at in verdict.witnessed:
        yield f"  witness    {name} at {at:%Y-%m-%d %H:%M} UTC"
    for stamp in verdict.stamps:
        signed = (
            "signed by the authority you trust" if stamp.trusted else "NOT checked: bring --tsa CERTIFICATES"
        )
        yield f"  time stamp {stamp.at:%Y-%m-%d %H:%M} UTC, {signed}"
    if verdict.files:
        yield f"  papers     {len(verdict.files) - 2} files, each the one that was put on record"
    yield _anchor(verdict)
    yield from (f"  {printable(_said(entry))}" for entry in evidence.events[:_SHOWN])
    if len(evidence.events) > _SHOWN:
        yield f"  and {len(evidence.events) - _SHOWN} more (--json counts them; the file holds them)"


def _anchor(verdict: Verdict) -> str:
    if verdict.anchored:
        return "  anchored   yes: signed by the key you brought"
    return "  anchored   NO: whoever wrote the bundle chose the key. Bring the log's key with --key."


def _said(entry: Entry) -> str:
    if entry.payload is None:
        return f"#{entry.index} {entry.leaf.kind} (words destroyed)"
    words = entry.payload
    return f"#{entry.index} {words['at']} {words['kind']} {words['about']} by {words['by']}"
