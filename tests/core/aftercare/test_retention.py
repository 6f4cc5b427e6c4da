"""A copy is kept no longer than agreed, its holder is reminded, and only a whole certificate ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.working_days import NONE
from sharewell.aftercare import retention
from sharewell.aftercare.retention import (
    OVERDUE,
    Certificate,
    Copy,
    Method,
    State,
    certificate_due,
    certify,
    hold,
    lift,
    rung,
)
from sharewell.policy import rulebook
from sharewell.vocabulary.people import Actor, Role


@pytest.mark.parametrize(
    ("asked", "special_category", "bulk", "level"),
    [
        (None, False, False, 2),
        (1, False, False, 1),
        (1, True, False, 2),
        (1, False, True, 2),
        (3, False, False, 3),
        (4, True, True, 4),
    ],
)
def test_special_category_data_and_bulk_need_a_signed_certificate_whatever_was_agreed(
    asked, special_category, bulk, level
):
    assert retention.least_level(asked, special_category=special_category, bulk=bulk) == level


NOON, TODAY = datetime(2026, 5, 19, 12, tzinfo=UTC), date(2026, 5, 19)
COPY = Copy(
    reference="REL-77",
    party="ORG-0001",
    inbound=False,
    state=State.HELD,
    received_on=date(2026, 1, 14),
    destroy_by=date(2026, 3, 18),
)
WHOLE = Certificate(
    copies="One folder on the case server and its nightly backup",
    method=Method.PURGE,
    standard="NIST SP 800-88",
    destroyed_on=date(2026, 5, 18),
    name="Rhea Castell",
    post="Information manager",
    signed=True,
)
RHEA = Actor(person="r1", name="Rhea Castell", roles=frozenset({Role.RECIPIENT}))
DILYS = Actor(person="d1", name="Dilys", roles=frozenset({Role.DPO}))


def gives(certificate=WHOLE, copy=COPY):
    return certify(copy, certificate, by=RHEA, at=NOON, on=TODAY)


def codes(outcome):
    return [refusal.rule.code for refusal in outcome.refusals]


# --- the clock --------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-3.4d4")
@pytest.mark.parametrize(
    ("destroy_by", "due"),
    [
        (date(2027, 1, 14), date(2027, 1, 28)),  # LIFE-1
        (date(2026, 8, 20), date(2026, 9, 4)),  # ONE-5: the summer bank holiday does not count
        (date(2026, 12, 18), date(2027, 1, 6)),  # Christmas, Boxing Day (kept on the Monday), New Year's Day
    ],
)
def test_the_certificate_is_due_ten_working_days_after_the_last_day(destroy_by, due):
    assert certificate_due(destroy_by, proclaimed=NONE) == due


@pytest.mark.parametrize(
    ("on", "sent"),
    [
        (date(2026, 11, 29), 0),
        (date(2026, 11, 30), 1),
        (date(2027, 1, 5), 2),
        (date(2027, 1, 13), 2),
        (date(2027, 1, 14), 3),
        (date(2027, 1, 21), 4),
        (date(2027, 1, 27), 4),
        (date(2027, 1, 28), OVERDUE),
        (date(2029, 1, 1), OVERDUE),
    ],
)
def test_the_ladder_is_climbed_by_working_days(on, sent):
    assert rung(date(2027, 1, 14), on, proclaimed=NONE) == sent


def test_a_day_proclaimed_off_moves_the_certificate_and_every_reminder_after_it():
    last, day_off = date(2027, 1, 14), frozenset({date(2027, 1, 20)})

    assert certificate_due(last, day_off) == date(2027, 1, 29)
    assert [rung(last, date(2027, 1, day), day_off) for day in (14, 21, 22, 28, 29)] == [3, 3, 4, 4, OVERDUE]


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.dates())
def test_a_later_day_never_means_fewer_reminders(one, other, destroy_by):
    destroy_by = destroy_by.replace(year=2028) if (destroy_by.month, destroy_by.day) != (2, 29) else one

    assert rung(destroy_by, min(one, other), proclaimed=NONE) <= rung(
        destroy_by, max(one, other), proclaimed=NONE
    )


# --- the certificate --------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-3.4d4")
def test_a_whole_certificate_ends_it_and_clears_the_duty():
    outcome = gives()

    assert [event.kind for event in outcome.events] == ["retention.certified", "duty.cleared"]


@pytest.mark.requirement("OPCC-3.4d4")
@pytest.mark.parametrize(
    "lacking",
    [
        {"copies": " "},
        {"method": None},
        {"standard": ""},
        {"destroyed_on": None},
        {"name": ""},
        {"post": "  "},
        {"signed": False},
    ],
    ids=lambda each: next(iter(each)),
)
def test_one_thing_lacking_is_enough_to_refuse(lacking):
    assert codes(gives(replace(WHOLE, **lacking))) == [rulebook.CERTIFIED_DESTRUCTION.code]


def test_everything_lacking_is_said_at_once():
    empty = Certificate(copies="", method=None, standard="", destroyed_on=None, name="", post="")

    assert len(gives(empty).refusals) == 7


@pytest.mark.parametrize("day", [date(2026, 1, 13), date(2026, 5, 20)])
def test_nothing_is_destroyed_before_it_came_or_on_a_day_to_come(day):
    assert codes(gives(replace(WHOLE, destroyed_on=day))) == [rulebook.CERTIFIED_DESTRUCTION.code]


@pytest.mark.parametrize(
    ("least", "evidence", "audit", "taken"),
    [
        (2, "", "", True),
        (3, "", "", False),
        (3, "", "AUD-1", False),
        (3, "LOG-7", "", True),
        (4, "LOG-7", "", False),
        (4, "", "AUD-1", False),
        (4, "LOG-7", "AUD-1", True),
    ],
)
def test_a_copy_that_needs_a_surer_certificate_takes_no_lesser_one(least, evidence, audit, taken):
    outcome = gives(replace(WHOLE, evidence=evidence, audit=audit), replace(COPY, least_level=least))

    assert outcome.permitted is taken


def test_a_second_certificate_is_refused():
    assert codes(gives(copy=replace(COPY, state=State.GONE))) == [rulebook.NOT_IN_THIS_STATE.code]


# --- holds ------------------------------------------------------------------------------------------------------------
def test_on_hold_nobody_certifies_a_destruction():
    assert codes(gives(copy=replace(COPY, state=State.ON_HOLD))) == [rulebook.HELD_FOR_THE_LAW.code]


@pytest.mark.parametrize("role", [each for each in Role if each not in (Role.DPO, Role.CHIEF_EXECUTIVE)])
def test_only_the_dpo_or_the_chief_executive_holds_and_lifts(role):
    somebody = Actor(person="x", name="X", roles=frozenset({role}))

    assert codes(hold(COPY, reason="an inquiry", by=somebody, at=NOON)) == [rulebook.NOT_YOUR_STEP.code]
    assert codes(lift(replace(COPY, state=State.ON_HOLD), by=somebody, at=NOON)) == [
        rulebook.NOT_YOUR_STEP.code
    ]


def test_a_hold_gives_its_reason():
    assert codes(hold(COPY, reason=" ", by=DILYS, at=NOON)) == [rulebook.REASONS_GIVEN.code]


@pytest.mark.parametrize("state", State)
def test_each_step_only_from_the_state_that_leads_to_it(state):
    copy = replace(COPY, state=state)

    assert hold(copy, reason="an inquiry", by=DILYS, at=NOON).permitted is (state is State.HELD)
    assert lift(copy, by=DILYS, at=NOON).permitted is (state is State.ON_HOLD)


def test_the_ladder_ends_where_the_certificate_is_due():
    assert retention.LADDER[-1] == retention.CERTIFICATE_WITHIN
