"""One row of the table, in three values: the laws it keeps, whatever the row and whatever is known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.policy.tables import AtLeast, Row, Severity, Some
from sharewell.policy.truth import Open, Value, all_hold, fires, holds

NAMES = ("a", "b", "c")
VALUES = ("x", "y", "none", "", True, False, 0, 1, 3)

cells = st.sampled_from(("x", True, False, 1, ("x", "y"), AtLeast(2), Some.SOME, Some.NONE, Some.BLANK))
conditions = st.dictionaries(st.sampled_from(NAMES), cells, max_size=3)
knowledge = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES))
rows = conditions.map(lambda when: a_row(when))


def a_row(when: dict[str, Any]) -> Row:
    return Row(id="T-1", stage="S4", code="T", severity=Severity.BLOCK, when=when, citation="OPCC 3.1")


def known(facts: dict[str, Any]) -> Any:
    def look(name: str) -> Value | Open:
        return facts[name] if name in facts else Open(frozenset({name}))

    return look


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("f", "f", True),
        ("f", "e", False),
        (("f", "ea"), "ea", True),
        (("f", "ea"), "e", False),
        (True, True, True),
        (True, 1, False),
        (1, True, False),
        (AtLeast(3), 3, True),
        (AtLeast(3), 2, False),
        (AtLeast(3), "many", False),
        (Some.SOME, ("health",), True),
        (Some.SOME, (), False),
        (Some.SOME, "none", False),
        (Some.SOME, "bar.01", True),
        (Some.NONE, "none", True),
        (Some.NONE, (), True),
        (Some.NONE, (6,), False),
        (Some.BLANK, "  ", True),
        (Some.BLANK, "it would warn the suspect", False),
    ],
)
def test_a_cell_holds_for_the_values_it_asks_for_and_no_others(cell, value, expected):
    assert holds(cell, value) is expected


def test_a_row_fires_when_every_cell_holds():
    assert fires(a_row({"a": "x", "b": True}), known({"a": "x", "b": True})) is True


def test_one_cell_that_does_not_hold_settles_it_however_much_is_open():
    assert fires(a_row({"a": "x", "b": True}), known({"a": "y"})) is False


def test_a_missing_fact_that_a_row_would_otherwise_match_on_is_open_and_named():
    assert fires(a_row({"a": "x", "b": True}), known({"a": "x"})) == Open(frozenset({"b"}))


@given(row=rows, facts=knowledge, name=st.sampled_from(NAMES), value=st.sampled_from(VALUES))
def test_learning_one_more_fact_never_reverses_what_was_settled(row, facts, name, value):
    before = fires(row, known(facts))

    after = fires(row, known({name: value, **facts}))

    assert isinstance(before, Open) or after is before


@given(row=rows, facts=st.fixed_dictionaries({name: st.sampled_from(VALUES) for name in NAMES}))
def test_with_every_fact_known_nothing_is_open(row, facts):
    assert fires(row, known(facts)) in (True, False)


@given(row=rows, facts=knowledge)
def test_what_is_open_is_named_and_is_really_missing(row, facts):
    judged = fires(row, known(facts))

    assert not isinstance(judged, Open) or (judged.names and not judged.names & set(facts))


@given(condition=conditions, facts=knowledge)
def test_the_order_of_the_cells_does_not_matter(condition, facts):
    backwards = dict(reversed(condition.items()))

    assert all_hold(condition, known(facts)) == all_hold(backwards, known(facts))
