"""Campaigns: bite-size, approved by somebody else, one a working day; and what reach counts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.assurance.campaigns import Bite, Campaign, add, approve, due, plan, reach
from sharewell.policy import rulebook
from sharewell.vocabulary.people import Actor, Role

MONDAY = datetime(2026, 2, 9, 9, tzinfo=UTC)
PLANNER = Actor(person="h1", name="Hana", roles=frozenset({Role.HANDLER}))
COMMS = Actor(person="c1", name="Cora", roles=frozenset({Role.COMMUNICATIONS}))
BITE = Bite(title="Ask first", text="Ask before you send.", question="When?", choices=("Before", "After"))


def a_campaign(**changed):
    given = {
        "reference": "CAM-2026-0001", "title": "Sharing safely", "starts_on": MONDAY.date(), "planned_by": "h1",
        "approver": "c1", "bites": (BITE,) * 5,
    }  # fmt: skip
    return Campaign(**(given | changed))


def planned(**changed):
    return plan(a_campaign(**changed), communications={"c1", "h1"}, by=PLANNER, at=MONDAY)


def rules(outcome):
    return {each.rule for each in outcome.refusals}


@pytest.mark.requirement("WMFS-3.1b")
def test_one_bite_goes_out_on_each_working_day_from_the_start():
    approved = a_campaign(approved_on=MONDAY.date())

    assert [approved.day_of(n) for n in range(1, 6)] == [date(2026, 2, day) for day in (9, 10, 11, 12, 13)]
    assert [due(approved, out=n, on=date(2026, 2, 9 + n)) for n in range(6)] == [1, 2, 3, 4, 5, None]


@pytest.mark.requirement("WMFS-3.1b")
@pytest.mark.parametrize(
    "changed",
    [{"text": "word " * 201}, {"text": " "}, {"question": ""}, {"title": ""}, {"choices": ("Only", "Only")}],
    ids=["too long", "no text", "no question", "no title", "one choice"],
)
def test_a_bite_is_short_and_asks_one_question(changed):
    outcome = add(a_campaign(), replace(BITE, **changed), by=PLANNER, at=MONDAY)

    assert rules(outcome) == {rulebook.CAMPAIGN_PLANNED}


@pytest.mark.requirement("WMFS-3.1b")
@pytest.mark.parametrize(
    "day", [date(2026, 2, 8), date(2026, 2, 14), date(2026, 4, 3)], ids=["past", "weekend", "holiday"]
)
def test_it_starts_on_a_working_day_to_come(day):
    assert rules(planned(starts_on=day)) == {rulebook.CAMPAIGN_PLANNED}


@given(day=st.dates(date(2026, 2, 9), date(2027, 2, 9)))
def test_a_day_off_that_was_proclaimed_is_no_day_to_start_on_or_to_send_on(day):
    off = a_campaign(starts_on=day, days_off=frozenset({day}), approved_on=MONDAY.date())

    assert rulebook.CAMPAIGN_PLANNED in rules(planned(starts_on=day, days_off=frozenset({day})))
    assert due(off, out=0, on=day) is None


@pytest.mark.requirement("WMFS-3.1c")
def test_only_the_colleague_named_for_communications_approves_and_nobody_names_themselves():
    assert rules(planned(approver="h1")) == {rulebook.CAMPAIGN_APPROVED}
    assert rules(approve(a_campaign(), by=PLANNER, at=MONDAY)) == {rulebook.CAMPAIGN_APPROVED}
    assert approve(a_campaign(), by=COMMS, at=MONDAY).permitted


@pytest.mark.requirement("WMFS-3.1c")
@pytest.mark.parametrize("approver", ["", "o1"], ids=["nobody", "somebody of another post"])
def test_communications_is_a_post_and_whoever_lost_it_does_not_approve(approver):
    moved_on = replace(COMMS, roles=frozenset({Role.OWNER}))

    assert rules(planned(approver=approver)) == {rulebook.CAMPAIGN_APPROVED}
    assert rules(approve(a_campaign(), by=moved_on, at=MONDAY)) == {rulebook.CAMPAIGN_APPROVED}


@pytest.mark.requirement("WMFS-3.1c")
def test_what_was_approved_changes_no_more_and_is_not_approved_twice():
    approved = a_campaign(approved_on=MONDAY.date())

    assert rules(add(approved, BITE, by=PLANNER, at=MONDAY)) == {rulebook.CAMPAIGN_APPROVED}
    assert rules(approve(approved, by=COMMS, at=MONDAY)) == {rulebook.CAMPAIGN_APPROVED}


def test_nothing_empty_or_too_late_is_approved():
    late = approve(a_campaign(), by=COMMS, at=MONDAY + timedelta(days=1))

    assert rules(approve(a_campaign(bites=()), by=COMMS, at=MONDAY)) == {rulebook.CAMPAIGN_PLANNED}
    assert rules(late) == {rulebook.CAMPAIGN_PLANNED}


@given(days=st.lists(st.integers(-5, 40), max_size=30))
def test_before_it_is_approved_nothing_goes_out_and_never_on_a_day_off(days):
    for ahead in days:
        day = MONDAY.date() + timedelta(days=ahead)
        assert due(a_campaign(), out=0, on=day) is None
        sent = due(a_campaign(approved_on=MONDAY.date()), out=0, on=day)
        assert (sent == 1) is (ahead >= 0 and day.weekday() < 5 and day != date(2026, 4, 3))


@pytest.mark.requirement("WMFS-3.1d")
def test_reach_counts_people_and_a_skip_is_an_answer():
    found = reach("Complaints", [(5, 0), (4, 1), (0, 2), (0, 0)], out=5)

    assert (found.people, found.read, found.begun, found.not_started, found.skipped) == (4, 1, 2, 1, 3)
