"""`sharewell policy flowchart | handbook | prove`: the policy, printed from its own tables."""

from __future__ import annotations

import argparse

from sharewell.cli.console import Unusable, say_json, today
from sharewell.policy.flowchart import mermaid
from sharewell.policy.handbook import handbook
from sharewell.policy.law import law_on

NAME = "policy"
SUMMARY = "The flowchart and the handbook of the policy, printed from its tables."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("flowchart", "handbook", "prove"))
    parser.add_argument("flow", nargs="?", choices=("one-off", "systematic"), help="which flow to draw")
    parser.add_argument("--format", choices=("mermaid", "svg"), default="mermaid")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    text = _text(args)
    if args.json:
        law = law_on(today())
        say_json(
            {
                "what": args.what,
                "law_as_of": law.as_of.isoformat(),
                "policy_version": law.version,
                "text": text,
            }
        )
    else:
        print(text, end="" if text.endswith("\n") else "\n")
    return 0


def _text(args: argparse.Namespace) -> str:
    match args.what:
        case "handbook":
            return handbook(law_on(today()))
        case "prove":
            raise Unusable("policy prove: this version of Sharewell has no model checker yet.")
        case _:
            return _flowchart(args.flow, args.format)


def _flowchart(flow: str | None, form: str) -> str:
    if flow is None:
        raise Unusable("policy flowchart: name the flow, 'one-off' (see 'sharewell policy --help').")
    if flow == "systematic":
        raise Unusable("policy flowchart systematic: this version draws the one-off flow only.")
    if form == "svg":
        raise Unusable(
            "policy flowchart --format svg: this version draws Mermaid only; use --format mermaid."
        )
    return mermaid(law_on(today()))
