"""Which handled cases a sample is drawn from, which of them are always in it, and how the rest is spread.

Certain strata are taken whole: where harm or discretion is greatest, nobody should have to be lucky to be looked at.
The rest is spread over data owners and outcomes (refusals and what was out of scope too), at least one of each; and so
that a larger sample holds every case of the smaller one, for a sample is widened when it finds something (OPCC 8.2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sharewell.assurance.sampling import Plan, draw, sample_size

WHOLE = 10  # so few cases are all looked at
SECOND_MARKED = 10  # one in so many is marked by somebody else as well


class Always(StrEnum):
    """Why a case is in every sample."""

    EMERGENCY = "emergency"
    OVERSEAS = "overseas"
    DPO_AGAINST = "dpo_advice_against"
    OVERRIDE = "override"
    LARGE_SPECIAL = "special_category_large"
    REVERSED = "refusal_reversed"
    SMALL_OFFICE = "two_duties_in_one_person"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Always.EMERGENCY: "Emergency",
    Always.OVERSEAS: "Abroad",
    Always.DPO_AGAINST: "The Data Protection Officer advised against",
    Always.OVERRIDE: "Decided by the Chief Executive",
    Always.LARGE_SPECIAL: "Special category data about 1,000 people or more",
    Always.REVERSED: "Refused first, and approved later",
    Always.SMALL_OFFICE: "One person held two duties",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """One finished case: whose data, how it ended, and why it is always looked at, if it is."""

    reference: str
    data_set: str
    outcome: str
    always: frozenset[Always] = frozenset()

    @property
    def stratum(self) -> str:
        return f"{self.data_set}: {self.outcome}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is to be marked: the certain cases, and those drawn by chance from the `remaining`."""

    certain: tuple[str, ...]
    random: tuple[str, ...]
    remaining: int


def take(frame: Sequence[Handled], plan: Plan, *, seed: str) -> Drawn:
    """Draw a sample. The seed is on the record before, so that anybody can do this again."""
    certain = tuple(sorted(each.reference for each in frame if each.always))
    rest = [each for each in frame if not each.always]
    size = len(rest) if len(frame) <= WHOLE else sample_size(len(rest), plan)
    strata: dict[str, list[str]] = {}
    for each in rest:
        strata.setdefault(each.stratum, []).append(each.reference)
    shares = allocate({name: len(cases) for name, cases in strata.items()}, size)
    drawn = (draw(strata[name], share, seed=seed) for name, share in shares.items())
    return Drawn(
        certain=certain, random=tuple(sorted(one for some in drawn for one in some)), remaining=len(rest)
    )


def allocate(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Spread `total` over strata in proportion to their sizes, at least one of each and never more than there are.

    Seat by seat to whichever is owed most (Sainte-Laguë): so a larger total takes nothing away from any stratum.
    """
    given = {name: min(1, size) for name, size in sorted(sizes.items())}
    wanted = min(max(total, sum(given.values())), sum(sizes.values())) if total else 0
    if not total:
        return dict.fromkeys(given, 0)
    while sum(given.values()) < wanted:
        open_still = [name for name in given if given[name] < sizes[name]]
        # Ties go to the first by name: two offices never get two answers.
        given[max(open_still, key=lambda name: sizes[name] / (2 * given[name] + 1))] += 1
    return given


def for_second_marker(cases: Sequence[str], *, seed: str) -> frozenset[str]:
    """One in ten, rounded up, drawn by the same seed: nobody chooses whose marks are checked."""
    return frozenset(draw(cases, -(-len(cases) // SECOND_MARKED), seed=f"{seed}\nsecond"))


def fingerprint(frame: Sequence[Handled]) -> str:
    """SHA-256 of the frame with its strata, which goes on the record with the seed, before the draw."""
    lines = sorted(
        "\t".join((each.reference, each.stratum, ",".join(sorted(one.value for one in each.always))))
        for each in frame
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
