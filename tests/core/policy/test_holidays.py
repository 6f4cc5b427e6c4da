"""A day off that follows from nothing is proclaimed before it comes, with a reason, by those who keep the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.working_days import NONE
from sharewell.policy import holidays, rulebook
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.working_days import is_working_day, working_days_after

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
JUBILEE = date(2026, 6, 5)
KEEPER = Actor(person="k1", name="Kit", roles=frozenset({Role.REGISTER_KEEPER}))
HANDLER = Actor(person="h1", name="Hana", roles=frozenset({Role.HANDLER}))
CHANGES = (holidays.proclaim, holidays.take_back)


def ask(change, day=JUBILEE, **changed):
    known = frozenset({day} if change is holidays.take_back else ())
    return change(day, **({"why": "The jubilee.", "proclaimed": known, "by": KEEPER, "at": NOON} | changed))


def rules(outcome):
    return [each.rule for each in outcome.refusals]


@pytest.mark.parametrize("change", CHANGES)
def test_the_day_and_its_reason_are_on_the_record(change):
    [event] = ask(change).events

    assert event.details == {"day": "2026-06-05", "why": "The jubilee."}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"by": HANDLER}, rulebook.NOT_YOUR_STEP),
        ({"why": " "}, rulebook.REASONS_GIVEN),
        ({"day": NOON.date()}, rulebook.NOT_IN_THIS_STATE),
        ({"day": date(2026, 2, 27)}, rulebook.NOT_IN_THIS_STATE),
    ],
    ids=["not theirs to keep", "no reason", "today", "gone by"],
)
def test_it_is_refused(change, changed, rule):
    assert rules(ask(change, **changed)) == [rule]


@pytest.mark.parametrize("day", [date(2026, 6, 6), date(2026, 5, 25)], ids=["Saturday", "bank holiday"])
def test_a_day_that_nobody_works_is_not_proclaimed(day):
    assert rules(ask(holidays.proclaim, day)) == [rulebook.NOT_IN_THIS_STATE]


def test_no_day_is_proclaimed_twice_or_taken_back_that_was_not():
    assert rules(ask(holidays.proclaim, proclaimed={JUBILEE})) == [rulebook.NOT_IN_THIS_STATE]
    assert rules(ask(holidays.take_back, proclaimed=frozenset())) == [rulebook.NOT_IN_THIS_STATE]


def test_everything_that_is_wrong_is_said_at_once():
    assert len(ask(holidays.proclaim, date(2026, 2, 28), why="", by=HANDLER).refusals) == 4


@given(
    begun=st.dates(date(2026, 1, 1), date(2030, 12, 31)), count=st.integers(1, 40), ahead=st.integers(1, 60)
)
def test_a_clock_moves_by_a_working_day_where_the_day_lies_in_it_and_not_at_all_elsewhere(
    begun, count, ahead
):
    day, before = begun + timedelta(days=ahead), working_days_after(begun, count, proclaimed=NONE)

    after = working_days_after(begun, count, frozenset({day}))

    moves = is_working_day(day, proclaimed=NONE) and day <= before
    assert after == (working_days_after(before, 1, frozenset({day})) if moves else before)
