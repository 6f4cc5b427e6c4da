"""Which cases are always looked at, and how chance is spread over the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.assurance.sampling import Plan
from sharewell.assurance.strata import Always, Handled, allocate, fingerprint, for_second_marker, take

SIZES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.integers(1, 40), min_size=1, max_size=8
)


def cases(number: int, **changed) -> list[Handled]:
    return [
        Handled(
            reference=f"DSR-{each:03}",
            data_set=("a", "b")[each % 2],
            outcome=("no", "yes")[each % 3 > 0],
            **changed,
        )
        for each in range(number)
    ]


@pytest.mark.requirement("OPCC-8.2b")
@pytest.mark.parametrize("why", Always)
def test_a_case_of_a_certain_stratum_is_always_in_and_takes_no_place_of_chance(why):
    frame = [*cases(36), Handled(reference="DSR-900", data_set="a", outcome="yes", always=frozenset({why}))]

    taken = take(frame, Plan(), seed="any")

    assert taken.certain == ("DSR-900",)
    assert (taken.remaining, len(taken.random)) == (36, 16)


@pytest.mark.parametrize(("number", "random"), [(0, 0), (1, 1), (9, 9), (10, 10), (11, 8)])
def test_ten_cases_or_fewer_are_all_looked_at(number, random):
    assert len(take(cases(number), Plan(), seed="any").random) == random


@given(sizes=SIZES, total=st.integers(1, 200))
def test_every_stratum_has_one_and_none_has_more_than_it_holds(sizes, total):
    given_out = allocate(sizes, total)

    assert all(1 <= given_out[name] <= sizes[name] for name in sizes)
    assert sum(given_out.values()) == min(max(total, len(sizes)), sum(sizes.values()))


@given(sizes=SIZES, total=st.integers(1, 200))
def test_a_larger_sample_takes_nothing_away_from_any_stratum(sizes, total):
    smaller, larger = allocate(sizes, total), allocate(sizes, total + 1)

    assert all(larger[name] >= smaller[name] for name in sizes)


@pytest.mark.requirement("OPCC-8.2b")
@given(number=st.integers(0, 80), seed=st.text(max_size=10), accept=st.integers(0, 2))
def test_a_widened_sample_holds_every_case_of_the_one_before(number, seed, accept):
    before = take(cases(number), Plan(accept=accept), seed=seed)
    after = take(cases(number), Plan(accept=accept + 1), seed=seed)

    assert set(before.random) <= set(after.random)


@given(number=st.integers(0, 60), seed=st.text(max_size=10))
def test_one_in_ten_is_marked_twice_rounded_up(number, seed):
    references = [each.reference for each in cases(number)]

    twice = for_second_marker(references, seed=seed)

    assert len(twice) == -(-number // 10)
    assert twice <= set(references)


def test_the_fingerprint_knows_the_strata_and_not_the_order():
    frame = cases(5)
    other = [*frame[:4], Handled(reference="DSR-004", data_set="b", outcome="no")]

    assert fingerprint(frame) == fingerprint(frame[::-1])
    assert fingerprint(frame) != fingerprint(other)
