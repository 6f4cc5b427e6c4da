"""`sharewell assess CASE`: what does the policy say of this one-off case, and why?"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from sharewell.cli.console import Unusable, day, say_json, today
from sharewell.decisions.assessment import Assessment, Verdict, assess
from sharewell.decisions.case import CaseUnusable, parse_case
from sharewell.decisions.reasons import Reason
from sharewell.engine.documents import DocumentUnreadable, read_document
from sharewell.policy.law import NoLawOnRecord, law_on
from sharewell.policy.law.record import Law

NAME = "assess"
SUMMARY = "What the policy says of a one-off case, and why."

YES = (Verdict.MAY_PROCEED, Verdict.EMERGENCY)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", type=Path, metavar="CASE", help="YAML or JSON: facts, answers, roles")
    parser.add_argument("--on", type=day, metavar="DATE", help="judge it on this day (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    assessment = _assess(args.case, args.on or today())
    if args.json:
        say_json(assessment.as_dict())
    else:
        print(in_words(assessment))
    return 0 if assessment.outcome in YES else 1


def _assess(path: Path, on: date) -> Assessment:
    law = _law(on)
    try:
        case = parse_case(read_document(path), law)
    except DocumentUnreadable as problem:
        raise Unusable(str(problem)) from None
    except CaseUnusable as problem:
        raise Unusable(f"{path.name}: {problem}") from None
    return assess(case, law=law, on=on)


def _law(on: date) -> Law:
    try:
        return law_on(on)
    except NoLawOnRecord as problem:
        raise Unusable(f"--on {on.isoformat()}: {problem}") from None


HEADLINES = {
    Verdict.MAY_PROCEED: "It may proceed to a decision.",
    Verdict.BLOCKED: "It is blocked for now.",
    Verdict.REFUSED: "It must be refused.",
    Verdict.DIVERTED: "It goes another way.",
    Verdict.OUT_OF_SCOPE: "The policy does not apply to it.",
    Verdict.EMERGENCY: "Emergency: disclose what is needed now, and record it within 24 hours.",
}


def in_words(assessment: Assessment) -> str:
    """The answer for a person: the headline, every stage, and every reason with its remedy."""
    lines = [HEADLINES[assessment.outcome], ""]
    for stage in assessment.law.judged:
        result = assessment.of_stage(stage)
        title = assessment.law.stage[stage].title
        lines.append(f"  {stage:<4}{title:<36}{result.result.value.replace('_', ' ')}")
    for reason in assessment.reasons:
        lines += ["", *_told(reason)]
    lines += ["", f"Law and policy as of {assessment.law.as_of}, version {assessment.law.version}."]
    return "\n".join(lines)


def _told(reason: Reason) -> list[str]:
    mark = "answered" if reason.answered else reason.severity.value.replace("_", " ")
    confirm = " (to be confirmed by your DPO)" if reason.verify else ""
    return [
        f"{reason.stage} {reason.code} [{mark}] {reason.citation}{confirm}",
        f"    {reason.reason}",
        f"    {reason.remedy}",
    ]
