"""`sharewell doctor`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import argparse

from sharewell.cli.console import Unusable, say_json
from sharewell_office.config.doctor import Finding, Result, examine
from sharewell_office.config.office import set_up

NAME = "doctor"
SUMMARY = "Say what is wrong with this installation, and how to mend it."
_MARKS = {Result.OK: "ok   ", Result.NOTE: "note ", Result.WRONG: "WRONG"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0 where nothing is wrong (there may be notes), 1 where something is."""
    findings = _findings()
    well = not any(finding.result is Result.WRONG for finding in findings)
    if args.json:
        say_json({"well": well, "findings": [finding.as_dict() for finding in findings]})
    else:
        _say(findings, well)
    return 0 if well else 1


def _findings() -> list[Finding]:
    """Settings that cannot be read are a finding too: whoever asks the doctor is not helped by a refusal."""
    try:
        set_up()
    except Unusable as problem:
        remedy = "Mend the setting, then run doctor again."
        return [Finding(area="settings", result=Result.WRONG, what=str(problem), remedy=remedy)]
    return examine()


def _say(findings: list[Finding], well: bool) -> None:
    for finding in findings:
        print(f"{_MARKS[finding.result]}  {finding.area:<9} {finding.what}")
        if finding.remedy:
            print(f"{'':17} -> {finding.remedy}")
    wrong = sum(finding.result is Result.WRONG for finding in findings)
    print("\nNothing is wrong." if well else f"\n{wrong} thing{'s' if wrong > 1 else ''} to mend.")
