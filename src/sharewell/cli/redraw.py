"""`sharewell redraw`: was this sample drawn by chance? Needs no office and no network."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from sharewell.assurance.redraw import NotASample, Published, disagreements, problems, read
from sharewell.cli.console import Unusable, printable, say_json
from sharewell.cli.verify import verifier_key
from sharewell.ledger.note import VerifierKey
from sharewell.ledger.verdict import verify

NAME = "redraw"
SUMMARY = "Draw a dip sample again from its seed, offline."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sample", metavar="SAMPLE", type=Path, help="the sample, taken away as JSON")
    parser.add_argument(
        "--evidence",
        metavar="BUNDLE",
        type=Path,
        help="evidence about the sample: the seed must stand in the log, before the draw",
    )
    parser.add_argument(
        "--key", metavar="VERIFIER_KEY", type=verifier_key, help="the log's key as you hold it"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0 where the same cases are drawn, 1 where they are not, 2 where a file cannot be read."""
    if args.key is not None and args.evidence is None:
        raise Unusable("--key needs --evidence: it is the record's key")
    published = _sample(args.sample)
    found = list(problems(published))
    if args.evidence is not None:
        found += _beside_the_record(published, args.evidence, args.key)
    again = published.again()
    answer = {
        "sample": published.sample,
        "redrawn": not found,
        "certain": len(again.certain),
        "random": len(again.random),
        "of": len(published.frame),
        "recorded": args.evidence is not None,
        "anchored": args.key is not None,
        "problems": found,
    }
    if args.json:
        say_json(answer)
    else:
        _say(published, answer, found)
    return 1 if found else 0


def _sample(path: Path) -> Published:
    try:
        return read(json.loads(_bytes(path)))
    except (NotASample, ValueError, RecursionError):
        raise Unusable(f"{path}: this is no published sample (take it away from its page as JSON)") from None


def _beside_the_record(published: Published, bundle: Path, key: VerifierKey | None) -> list[str]:
    verdict = verify(_bytes(bundle), key=key)
    if not verdict.verified or verdict.evidence is None:
        return ["the evidence does not prove itself (see `sharewell verify`)"]
    return list(disagreements(published, [each.payload for each in verdict.evidence.events if each.payload]))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "this is not the name of a file"
        raise Unusable(f"{path}: {reason.lower()}") from None


def _say(published: Published, answer: dict[str, object], found: list[str]) -> None:
    if found:
        print(f"{printable(published.sample)} does NOT come out of its seed. Rely on nothing in it.")
        for each in found:
            print(f"  {each}")
        return
    drawn = f"{answer['certain']} always looked at and {answer['random']} drawn by chance, of {answer['of']}"
    print(f"{printable(published.sample)}: the same cases are drawn again: {drawn}.")
    if not answer["recorded"]:
        print("  recorded   NOT SHOWN: bring evidence about the sample with --evidence.")
    elif not answer["anchored"]:
        print("  recorded   yes; but whoever wrote the evidence chose its key. Bring the log's with --key.")
    else:
        print("  recorded   yes: the seed stands in the log before the draw, under the key you brought.")
