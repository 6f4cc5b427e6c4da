"""A flow that a team declared, beside the register: is it agreed, was it agreed once, or did nobody agree to it?

Only a reference makes a flow registered: that some agreement with the same body exists does not say that it covers
these data, and no evidence is never a yes. What looks alike is offered to the person who looks into it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON
from sharewell.vocabulary.outcome import Refusal, Rule


class Finding(StrEnum):
    """What the register says of a flow."""

    REGISTERED = "registered"
    STALE = "stale"
    UNREGISTERED = "unregistered"
    NO_AGREEMENT = "no_agreement"
    INTERNAL = "internal"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def opens_case(self) -> bool:
        return self in (Finding.STALE, Finding.UNREGISTERED, Finding.NO_AGREEMENT)

    @property
    def rule(self) -> Rule | None:
        return _RULES.get(self)


_LABELS = {
    Finding.REGISTERED: "Registered",
    Finding.STALE: "Agreement out of date",
    Finding.UNREGISTERED: "Not on the register",
    Finding.NO_AGREEMENT: "No agreement",
    Finding.INTERNAL: "Inside the organisation",
}
_RULES = {
    Finding.STALE: rulebook.FLOW_STALE,
    Finding.UNREGISTERED: rulebook.FLOW_UNREGISTERED,
    Finding.NO_AGREEMENT: rulebook.FLOW_UNREGISTERED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """One agreement, decision or contract as the register has it: with whom, and from when to when it holds.

    `in_force` is whether it lets anything leave; `ends` and `review_on` are its last day and its next review, or None.
    """

    reference: str
    others: frozenset[str]
    in_force: bool
    ends: date | None = None
    review_on: date | None = None

    def fresh(self, on: date) -> bool:
        ended = self.ends is not None and self.ends < on
        return self.in_force and not ended and (self.review_on is None or on <= self.review_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The finding on one flow, the entry it rests on (""), why, and entries with the same body to look at."""

    finding: Finding
    reference: str = ""
    why: str = ""
    alike: tuple[str, ...] = ()

    def refusal(self) -> Refusal | None:
        """Why the flow may not go on, as every "no" is said; None where it may."""
        if self.finding.rule is None:
            return None
        return Refusal(
            rule=self.finding.rule,
            reason=self.why,
            remedy="Stop it, agree it, or have it decided as a one-off with a last day. Until then it is paused.",
        )


def match(flow: Mapping[str, JSON], known: Sequence[Registered], *, on: date) -> Match:
    """Hold a flow against what the register knows on that day."""
    claimed, other = _reference(flow), folded(flow.get("other"))
    alike = tuple(each.reference for each in known if _with(each, other))
    entry = next((each for each in known if each.reference.upper() == claimed), None)
    if claimed and entry is not None:
        return _beside(entry, other, alike, inside=flow.get("where") == "inside", on=on)
    if flow.get("where") == "inside":
        return Match(finding=Finding.INTERNAL, why="It stays inside: the owner of the data looks at it.")
    if claimed:
        return Match(
            finding=Finding.UNREGISTERED, why="The register has no entry of that reference.", alike=alike
        )
    if flow.get("agreed") == "no":
        return Match(finding=Finding.NO_AGREEMENT, why="The team says that nobody agreed to it.", alike=alike)
    return Match(
        finding=Finding.UNREGISTERED, why="Nobody could say which agreement it goes under.", alike=alike
    )


def _beside(entry: Registered, other: str, alike: tuple[str, ...], *, inside: bool, on: date) -> Match:
    if not inside and not _with(entry, other):
        return Match(
            finding=Finding.UNREGISTERED, why=f"{entry.reference} is with another body.", alike=alike
        )
    if entry.fresh(on):
        return Match(finding=Finding.REGISTERED, reference=entry.reference)
    return Match(
        finding=Finding.STALE,
        reference=entry.reference,
        why=f"{entry.reference} is not in force, or its review is overdue.",
        alike=alike,
    )


def _with(entry: Registered, other: str) -> bool:
    return bool(other) and other in {folded(name) for name in entry.others}


def _reference(flow: Mapping[str, JSON]) -> str:
    return str(flow.get("agreement") or "").strip().upper()


def folded(name: JSON) -> str:
    """A body's name as it is compared: no case, punctuation or "the" counts."""
    words = re.sub(r"[\W_]+", " ", str(name or "").lower()).split()
    return " ".join(word for word in words if word not in ("the", "ltd", "limited", "plc"))
