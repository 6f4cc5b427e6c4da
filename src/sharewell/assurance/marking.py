"""Marking a sampled case, and what the marks prove: was it handled by the book, stage by stage? (OPCC 8.2)

A case is not marked by anybody who had a part in it; one in ten is marked twice, and where two markers differ somebody
other than the first settles it. One deviation among the cases drawn by chance widens the sample.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import comb

from sharewell.assurance.sampling import Plan, sample_size
from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

MARKERS = frozenset({Role.AUDITOR, Role.DPO})
STAGES = tuple(f"S{number}" for number in range(16))
TIME_TO_MEND = timedelta(days=30)
SYSTEMIC = 2  # so many deviations of one cause are the system's, not somebody's


class Finding(StrEnum):
    """What was found of one stage: whether it is there, and adequate, and in time. The worst of the three is told."""

    GOOD = "good"
    ABSENT = "absent"
    INADEQUATE = "inadequate"
    LATE = "late"
    NOT_REACHED = "not_reached"

    @property
    def deviates(self) -> bool:
        return self in (Finding.ABSENT, Finding.INADEQUATE, Finding.LATE)

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Finding.GOOD: "By the book",
    Finding.ABSENT: "Not present",
    Finding.INADEQUATE: "Not adequate",
    Finding.LATE: "Late",
    Finding.NOT_REACHED: "Not reached",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One marker's sheet: a finding for every stage, and whether a reasonable owner would have decided the same."""

    case: str
    by: str
    stages: Mapping[str, Finding]
    reasonable: bool
    cause: str = ""
    note: str = ""

    @property
    def deviating(self) -> tuple[str, ...]:
        """The stages that deviate, and "decision" where nobody reasonable would have decided so."""
        found = tuple(stage for stage in STAGES if stage in self.stages and self.stages[stage].deviates)
        return found if self.reasonable else (*found, "decision")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """One case of a sample: by chance or certain, who had a part in it, who marks it, its marks, and what was settled.

    `second` is who marks it as well, if anybody. `settled` is True or False once a disagreement was settled: whether
    it deviates.
    """

    sample: str
    case: str
    random: bool
    parts: frozenset[str]
    marker: str
    second: str = ""
    marks: tuple[Mark, ...] = ()
    settled: bool | None = None

    @property
    def complete(self) -> bool:
        """Marked by everybody who has to, and agreed upon."""
        by = {mark.by for mark in self.marks}
        return {self.marker, *filter(None, (self.second,))} <= by and not self.disagreed

    @property
    def disagreed(self) -> bool:
        return self.settled is None and len({bool(mark.deviating) for mark in self.marks}) > 1

    @property
    def deviates(self) -> bool:
        if self.settled is not None:
            return self.settled
        return any(mark.deviating for mark in self.marks)


# --- marking ----------------------------------------------------------------------------------------------------------
def assign(parts: frozenset[str], *, drawer: str, others: Sequence[str]) -> str:
    """Who marks a case: whoever drew the sample or, where they had a part in it, the first other who had none."""
    return next((each for each in (drawer, *others) if each not in parts), "")


def may_mark(sampled: Sampled, *, by: Actor) -> tuple[Refusal, ...]:
    """Why this person may not mark the case, if they may not: shown before they have looked through it all."""
    return (*_marker(sampled, by), *_open(sampled, by, concluded=False))


def mark(sampled: Sampled, given: Mark, *, by: Actor, at: datetime, concluded: bool) -> Outcome:
    """Take a marking sheet, or say everything that is wrong with it."""
    refusals = (
        *_marker(sampled, by),
        *_open(sampled, by, concluded),
        *_whole(given),
    )
    details: dict[str, JSON] = {
        "case": sampled.case,
        "deviating": list(given.deviating),
        "stages": {stage: finding.value for stage, finding in given.stages.items()},
        "reasonable": given.reasonable,
        "cause": given.cause,
    }
    return decide(
        refusals, Event(kind="sample.marked", about=sampled.sample, by=by.person, at=at, details=details)
    )


def settle(sampled: Sampled, *, deviates: bool, why: str, by: Actor, at: datetime) -> Outcome:
    """Settle what two markers saw differently: by somebody other than the first, who had no part in the case."""
    refusals = [*_marker(sampled, by)]
    if not sampled.disagreed:
        refusals.append(
            _not_now("The markers agree, or have not both marked it.", "Nothing needs to be settled.")
        )
    if sampled.marker in by.accounts:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_OWN_CASE,
                reason="Whoever marked it first does not settle it.",
                remedy="Have the second marker, or somebody else, settle it.",
            )
        )
    if not why.strip():
        refusals.append(_reasons("Say what was agreed, and why."))
    details: dict[str, JSON] = {"case": sampled.case, "deviates": deviates, "why": why}
    return decide(
        refusals,
        Event(kind="sample.settled", about=sampled.sample, by=by.person, at=at, details=details),
    )


def _marker(sampled: Sampled, by: Actor) -> Iterator[Refusal]:
    yield from _no_part(sampled, by)
    if not by.roles & MARKERS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Samples are marked by the auditor or the Data Protection Officer.",
            remedy="Ask one of them.",
        )


def _no_part(sampled: Sampled, by: Actor) -> Iterator[Refusal]:
    if by.accounts & sampled.parts:
        other = sampled.marker if sampled.marker not in by.accounts else sampled.second
        yield Refusal(
            rule=rulebook.NOT_OWN_CASE,
            reason="You had a part in this case, in this post or an earlier one.",
            remedy="It is marked by the second marker."
            if other
            else "Have somebody mark it who had no part in it.",
            where=other,
        )


def _open(sampled: Sampled, by: Actor, concluded: bool) -> Iterator[Refusal]:
    if concluded:
        yield _not_now("The sample is concluded.", "What was found later belongs into the next one.")
    if any(each.by in by.accounts for each in sampled.marks):
        yield _not_now(
            "You have marked this case.", "A mark is never changed: a second marker may see it otherwise."
        )
    if by.person not in (sampled.marker, sampled.second):
        yield _not_now("This case is marked by somebody else.", "Mark those that are yours.")


def _whole(given: Mark) -> Iterator[Refusal]:
    missing = [stage for stage in STAGES if stage not in given.stages]
    if missing:
        yield Refusal(
            rule=rulebook.EVERY_STAGE_MARKED,
            reason=f"Nothing is said of {', '.join(missing)}.",
            remedy="Say of each stage what you found, or that the case ended before it.",
        )
    if given.deviating and not given.cause.strip():
        yield _reasons("Say what it came from, in a few words: the same cause twice is not an accident.")


def _reasons(remedy: str) -> Refusal:
    return Refusal(rule=rulebook.REASONS_GIVEN, reason="Nothing was written.", remedy=remedy, where="cause")


def _not_now(reason: str, remedy: str) -> Refusal:
    return Refusal(rule=rulebook.NOT_IN_THIS_STATE, reason=reason, remedy=remedy)


# --- what it proves ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the marks say. `upper` is the Clopper–Pearson bound: with that confidence no more than so many deviate."""

    sampled: int
    random: int
    deviations: int
    random_deviations: int
    confidence: Fraction
    by_stage: Mapping[str, int]
    causes: Mapping[str, int]

    @property
    def estimate(self) -> float:
        """The share of deviations among the cases drawn by chance: the certain ones say nothing of the rest."""
        return self.random_deviations / self.random if self.random else 0.0

    @property
    def upper(self) -> float:
        return upper_bound(self.random_deviations, self.random, confidence=self.confidence)

    @property
    def systemic(self) -> tuple[str, ...]:
        """Causes that were found more than once."""
        return tuple(cause for cause, times in self.causes.items() if times >= SYSTEMIC)


def result(cases: Sequence[Sampled], plan: Plan) -> Result:
    """Evaluate marked cases. What a second marker has still to see, or two have still to settle, does not count yet."""
    deviating = [each for each in cases if each.complete and each.deviates]
    return Result(
        sampled=len(cases),
        random=sum(each.random for each in cases),
        deviations=len(deviating),
        random_deviations=sum(each.random for each in deviating),
        confidence=plan.confidence,
        by_stage=dict(Counter(stage for each in deviating for stage in _stages_of(each))),
        causes=dict(Counter(cause for each in deviating if (cause := _cause(each)))),
    )


def _stages_of(sampled: Sampled) -> frozenset[str]:
    return frozenset(stage for mark in sampled.marks for stage in mark.deviating)


def _cause(sampled: Sampled) -> str:
    return next((each.cause.strip().lower() for each in sampled.marks if each.deviating), "")


def upper_bound(deviations: int, sampled: int, *, confidence: Fraction) -> float:
    """The one-sided Clopper–Pearson upper bound on the rate: the p at which so few deviations become unlikely.

    Solved by halving, to twelve places. 1 where nothing was sampled: no evidence is never a yes.
    """
    if deviations >= sampled:
        return 1.0
    unlikely, low, high = float(1 - confidence), 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        at_most = sum(
            comb(sampled, found) * middle**found * (1 - middle) ** (sampled - found)
            for found in range(deviations + 1)
        )
        low, high = (middle, high) if at_most > unlikely else (low, middle)
    return (low + high) / 2


def widened(plan: Plan, random_deviations: int) -> Plan | None:
    """The plan to go on with after so many deviations among the random cases; None while it still holds."""
    if random_deviations <= plan.accept:
        return None
    return Plan(confidence=plan.confidence, tolerable=plan.tolerable, accept=random_deviations)


def widens_to(remaining: int, plan: Plan, random_deviations: int) -> int:
    """How many of the remaining cases are looked at once so many of those drawn by chance deviate."""
    return sample_size(remaining, widened(plan, random_deviations) or plan)


def mend_by(on: date) -> date:
    """The day by which what was found is mended."""
    return on + TIME_TO_MEND
