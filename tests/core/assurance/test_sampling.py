"""How many cases to sample, and which."""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.assurance.sampling import Plan, draw, sample_size

CASES = st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=60)


def test_every_published_sample_size_comes_out(shared):
    with (shared / "reference" / "sample_sizes.csv").open() as file:
        rows = list(csv.DictReader(file))

    wrong = [
        row
        for row in rows
        if sample_size(
            int(row["population"]),
            Plan(
                confidence=Fraction(row["confidence"]),
                tolerable=Fraction(row["tolerable_rate"]),
                accept=int(row["accept_deviations"]),
            ),
        )
        != int(row["sample_size"])
    ]

    assert len(rows) > 300
    assert wrong == []


@pytest.mark.parametrize(("population", "size"), [(0, 0), (1, 1), (5, 5), (36, 16)])
def test_small_offices_are_not_asked_for_more_than_they_have(population, size):
    assert sample_size(population, Plan()) == size


@pytest.mark.requirement("OPCC-8.2b")
@given(cases=CASES, size=st.integers(0, 70), seed=st.text(max_size=20))
def test_anyone_draws_the_same_cases_again(cases, size, seed):
    drawn = draw(cases, size, seed=seed)

    assert drawn == draw(list(reversed(cases)), size, seed=seed)
    assert len(set(drawn)) == len(drawn) == min(size, len(cases))
    assert set(drawn) <= set(cases)


@given(cases=CASES.filter(lambda cases: len(cases) > 1), size=st.integers(1, 70), seed=st.text(max_size=20))
def test_taking_a_case_away_that_was_not_drawn_changes_nothing(cases, size, seed):
    drawn = draw(cases, size, seed=seed)
    left_over = [case for case in cases if case not in drawn]

    fewer = [case for case in cases if case not in left_over[:1]]

    assert draw(fewer, size, seed=seed) == drawn
