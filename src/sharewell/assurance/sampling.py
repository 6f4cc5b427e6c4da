"""How many cases to sample, and which: dip sampling of handled requests (OPCC 8.2).

A sample of `n` out of `N` cases is large enough when, if as many cases had gone wrong as is tolerable, a sample with
no more than the accepted number of them would be unlikely: P[X <= c | N, K = ceil(N x tolerable), n] <= 1 - confidence
(the exact hypergeometric, so small offices are not asked for more than they have). Which cases is decided by a seed
put on the record before the draw: anyone can draw again and find the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, comb


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How sure to be. The default is ours: nine in ten, one case in ten, not one deviation accepted."""

    confidence: Fraction = Fraction(9, 10)
    tolerable: Fraction = Fraction(1, 10)
    accept: int = 0


def sample_size(population: int, plan: Plan) -> int:
    """The smallest sample that proves the plan, never more than the population; 0 for an empty one.

    Exact: integers throughout, so two offices never get two answers. `population` counts cases, at least 0.
    """
    deviating = ceil(population * plan.tolerable)
    return next(
        (n for n in range(population + 1) if _unlikely(population, deviating, n, plan)),
        population,
    )


def _unlikely(population: int, deviating: int, sampled: int, plan: Plan) -> bool:
    ways = sum(
        comb(deviating, found) * comb(population - deviating, sampled - found)
        for found in range(min(plan.accept, sampled, deviating) + 1)
    )
    return Fraction(ways, comb(population, sampled)) <= 1 - plan.confidence


def draw(cases: Sequence[str], size: int, *, seed: str) -> tuple[str, ...]:
    """Draw `size` of the cases' references: those whose SHA-256 with the seed comes first.

    The order in which the cases are given does not matter, and one case more or less does not reshuffle the rest.
    """
    return tuple(sorted(cases, key=lambda case: hashlib.sha256(f"{seed}\n{case}".encode()).digest())[:size])
