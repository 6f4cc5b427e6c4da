"""`sharewell policy flowchart | handbook | prove`: the policy, printed from its own tables."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sharewell.cli.console import Unusable, say_json, today
from sharewell.policy import drawing, flowchart
from sharewell.policy.handbook import handbook
from sharewell.policy.law import law_on
from sharewell.policy.law.record import Law

if TYPE_CHECKING:
    from sharewell.decisions.proving.prove import Proof

NAME = "policy"
SUMMARY = "The flowchart and the handbook of the policy, printed from its tables; and its proof."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("flowchart", "handbook", "prove"))
    parser.add_argument("flow", nargs="?", choices=("one-off", "systematic"), help="which flow to draw")
    parser.add_argument("--format", choices=("mermaid", "svg"), default="mermaid")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    if args.what == "prove":
        return _prove(args)
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
        case _:
            return _flowchart(args.flow, args.format)


def _flowchart(flow: str | None, form: str) -> str:
    if flow is None:
        raise Unusable(
            "policy flowchart: name the flow, 'one-off' or 'systematic' (see 'sharewell policy --help')."
        )
    return _DRAWN[flow, form](law_on(today()))


_DRAWN: Mapping[tuple[str, str], Callable[[Law], str]] = {
    ("one-off", "mermaid"): flowchart.mermaid,
    ("one-off", "svg"): drawing.one_off,
    ("systematic", "mermaid"): flowchart.systematic,
    ("systematic", "svg"): drawing.systematic,
}


# --- proving --------------------------------------------------------------------------------------


def _prove(args: argparse.Namespace) -> int:
    """0: every obligation holds of every case. 1: one does not, and here is the case."""
    try:
        from sharewell.decisions.proving.prove import prove
    except ModuleNotFoundError as missing:
        raise Unusable(
            f"policy prove: it needs {missing.name}, which is not installed: pip install 'sharewell[prove]'"
        ) from None
    proof = prove(law_on(today()), today())
    if args.json:
        say_json(as_dict(proof))
    else:
        print(in_words(proof))
    return 0 if proof.holds else 1


def as_dict(proof: Proof) -> dict[str, Any]:
    """The proof as JSON; a counter-example is the facts and answers of a case."""
    return {
        "holds": proof.holds,
        "law_as_of": proof.law.as_of.isoformat(),
        "policy_version": proof.law.version,
        "obligations": [
            {
                "id": one.obligation.id,
                "says": one.obligation.says,
                "citation": one.obligation.citation,
                "holds": one.holds,
                "counter_example": None if one.against is None else dict(one.against),
            }
            for one in proof.obligations
        ],
        "dead_end": None if proof.dead_end is None else dict(proof.dead_end),
        "ways_out": proof.ways_out,
        "never_fire": list(proof.silent),
        "unread": list(proof.unread),
        "redundant": list(proof.redundant),
    }


def in_words(proof: Proof) -> str:
    """The proof for a person: each promise, and whether it is kept by every case there can be."""
    lines = [f"Of every case that may be released under version {proof.law.version}:", ""]
    for one in proof.obligations:
        lines.append(
            f"  {'holds' if one.holds else 'FAILS'}  {one.obligation.says} ({one.obligation.citation})"
        )
        if one.against is not None:
            lines += ["         A case in which it does not:", *_case(one.against)]
    lines += ["", *_about_the_rules(proof)]
    kept = sum(one.holds for one in proof.obligations)
    lines += ["", f"{kept} of {len(proof.obligations)} obligations hold."]
    return "\n".join(lines)


def _about_the_rules(proof: Proof) -> list[str]:
    if proof.dead_end is None:
        dead_end = [f"No dead ends: {proof.ways_out} ways out serve every situation there can be."]
    else:
        dead_end = ["DEAD END: no choice leads out of this situation:", *_case(proof.dead_end)]
    return [
        *dead_end,
        f"Rules that can never fire: {_listed(proof.silent)}.",
        f"Facts that no rule reads: {_listed(proof.unread)}.",
        f"Rules that never alone keep a case back: {_listed(proof.redundant)}.",
    ]


def _case(said: Mapping[str, Any]) -> list[str]:
    return [f"           {name}: {value}" for name, value in said.items()]


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "none"
