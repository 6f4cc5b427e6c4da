"""The least loss that reaches k: found with few questions, and never beaten by a node that was not asked about."""

from __future__ import annotations

from collections import Counter
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from sharewell.release.generalising import least_loss, loss

# Each value and what it becomes: a place, its area, everywhere; an age, its band, any age.
PLACES = {"a": ("a", "north", "*"), "b": ("b", "north", "*"), "c": ("c", "south", "*")}
AGES = {"31": ("31", "30-39", "*"), "34": ("34", "30-39", "*"), "47": ("47", "40-49", "*")}
PEOPLE = st.lists(
    st.tuples(st.sampled_from(sorted(PLACES)), st.sampled_from(sorted(AGES))), min_size=1, max_size=12
)


def reaches(people, k):
    """Whether everybody shares both fields with k people at those levels; remembers what it was asked."""
    asked = []

    def answer(levels):
        asked.append(levels)
        classes = Counter((PLACES[place][levels[0]], AGES[age][levels[1]]) for place, age in people)
        return min(classes.values()) >= k

    answer.asked = asked
    return answer


@given(PEOPLE, st.integers(min_value=1, max_value=6))
def test_no_other_levels_reach_k_at_less_loss(people, k):
    found = least_loss((2, 2), reaches=reaches(people, k))

    every = [node for node in product(range(3), range(3)) if reaches(people, k)(node)]
    assert (found is None) == (not every)
    if found is not None:
        assert found in every
        assert loss(found, (2, 2)) == min(loss(node, (2, 2)) for node in every)


def test_what_reaches_k_as_it_came_is_left_as_it_is():
    assert least_loss((2, 2), reaches=reaches([("a", "31")] * 5, 5)) == (0, 0)


def test_what_never_reaches_k_is_said_at_once():
    ask = reaches([("a", "31")] * 4, 5)

    assert least_loss((2, 2), reaches=ask) is None
    assert ask.asked == [(2, 2)]


def test_nothing_below_what_failed_is_asked_about():
    failing = {(1, 1, 1)}
    asked = []

    def ask(levels):
        asked.append(levels)
        return levels == (2, 2, 2) or not any(
            all(a <= b for a, b in zip(levels, f, strict=True)) for f in failing
        )

    least_loss((2, 2, 2), reaches=ask)

    assert len(asked) == len(set(asked))
    assert len(asked) < 12
