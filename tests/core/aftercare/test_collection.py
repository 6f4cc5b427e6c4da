"""Collection: once, in time, against the code, by somebody who says who they are and accepts the terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.aftercare.collection import (
    CODE_LENGTH,
    CODE_LETTERS,
    MOST_ATTEMPTS,
    Acceptance,
    Collection,
    State,
    collect,
    grouped,
    hash_of,
    is_alive,
)
from sharewell.aftercare.retention import NobodySaidWhen, destroy_by
from sharewell.policy import rulebook
from sharewell.vocabulary.when import Period

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CODE = "ABCDE23456"
SALT = b"0123456789abcdef"
WAITING = Collection(
    release="REL-2026-0001",
    recipient="ORG-0001",
    state=State.OFFERED,
    expires_at=NOON + timedelta(days=14),
    code_hash=hash_of(CODE, salt=SALT),
    code_salt=SALT,
)
SAID = Acceptance(code=CODE, name="Rhea Castell", post="Information manager", accepts=True)


def rules(collection=WAITING, said=SAID, at=NOON):
    return [refusal.rule for refusal in collect(collection, said, at=at).refusals]


@pytest.mark.requirement("OPCC-7.5c")
def test_who_has_the_code_and_accepts_the_terms_gets_the_parcel_and_that_is_on_the_record():
    events = collect(WAITING, SAID, at=NOON).events

    assert [event.kind for event in events] == ["terms.accepted", "release.delivered"]
    assert events[0].details == {
        "name": "Rhea Castell",
        "post": "Information manager",
        "recipient": "ORG-0001",
    }


@pytest.mark.parametrize("accepts", [True, False])
def test_what_has_no_terms_is_handed_over_without_accepting_any_and_the_record_says_no_such_thing(accepts):
    without_terms = replace(WAITING, terms=False)

    outcome = collect(without_terms, replace(SAID, accepts=accepts), at=NOON)

    assert [event.kind for event in outcome.events] == ["release.delivered"]


@pytest.mark.parametrize("lacks", [{"name": " "}, {"post": ""}, {"code": "x"}])
def test_without_terms_it_still_takes_the_code_and_somebody_who_says_who_they_are(lacks):
    assert rules(replace(WAITING, terms=False), replace(SAID, **lacks))


REFUSED = [
    ({"state": State.COLLECTED}, {}, NOON, [rulebook.COLLECTED_ONCE]),
    ({}, {}, NOON + timedelta(days=14), [rulebook.COLLECTED_IN_TIME]),
    ({"attempts": MOST_ATTEMPTS}, {}, NOON, [rulebook.COLLECTED_WITH_THE_CODE]),
    ({}, {"code": "ABCDE23457"}, NOON, [rulebook.COLLECTED_WITH_THE_CODE]),
    ({}, {"code": ""}, NOON, [rulebook.COLLECTED_WITH_THE_CODE]),
    ({}, {"name": " "}, NOON, [rulebook.STANDARD_TERMS_ACCEPTED]),
    ({}, {"post": ""}, NOON, [rulebook.STANDARD_TERMS_ACCEPTED]),
    ({}, {"accepts": False}, NOON, [rulebook.STANDARD_TERMS_ACCEPTED]),
    (
        {},
        {"code": "x", "name": "", "accepts": False},
        NOON,
        [
            rulebook.COLLECTED_WITH_THE_CODE,
            rulebook.STANDARD_TERMS_ACCEPTED,
            rulebook.STANDARD_TERMS_ACCEPTED,
        ],
    ),
]


@pytest.mark.parametrize(("collection", "said", "at", "expected"), REFUSED)
def test_each_thing_that_is_missing_refuses_and_all_are_told(collection, said, at, expected):
    assert rules(replace(WAITING, **collection), replace(SAID, **said), at) == expected


def test_a_dead_link_does_not_say_whether_the_code_was_right():
    collected = replace(WAITING, state=State.COLLECTED)

    assert rules(collected, replace(SAID, code="wrong")) == rules(collected, SAID)


@pytest.mark.parametrize("said", ["abcde-23456", " ABCDE 23456 ", "Abcde23456", grouped(CODE)])
def test_a_code_read_out_over_the_telephone_is_the_same_code(said):
    assert rules(said=replace(SAID, code=said)) == []


def test_the_letters_of_a_code_cannot_be_taken_for_one_another():
    assert not set("IO01LU") & set(CODE_LETTERS)
    assert len(CODE_LETTERS) ** CODE_LENGTH > 2**47


@given(
    state=st.sampled_from(State),
    attempts=st.integers(0, 9),
    late=st.integers(-20, 20),
    code=st.sampled_from([CODE, "", "ABCDE23457"]),
    name=st.sampled_from(["A", ""]),
    accepts=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_nothing_is_handed_over_unless_everything_is_so(state, attempts, late, code, name, accepts):
    collection = replace(WAITING, state=state, attempts=attempts)
    at = NOON + timedelta(days=14 + late)

    outcome = collect(collection, Acceptance(code=code, name=name, post="Post", accepts=accepts), at=at)

    everything = (
        state is State.OFFERED
        and attempts < MOST_ATTEMPTS
        and late < 0
        and code == CODE
        and name == "A"
        and accepts
    )
    assert outcome.permitted is everything
    assert bool(is_alive(collection, at=at)) is (
        state is not State.OFFERED or attempts >= MOST_ATTEMPTS or late >= 0
    )


DESTROY = [
    (Period.parse("P24M"), None, date(2028, 3, 2)),
    (None, date(2027, 1, 1), date(2027, 1, 1)),
    (Period.parse("P24M"), date(2027, 1, 1), date(2027, 1, 1)),
    (Period.parse("P1M"), date(2027, 1, 1), date(2026, 4, 2)),
]


@pytest.mark.requirement("OPCC-3.4d4")
@pytest.mark.parametrize(("retention", "given_day", "expected"), DESTROY)
def test_data_are_destroyed_by_the_earlier_of_the_two_days(retention, given_day, expected):
    assert destroy_by(date(2026, 3, 2), retention=retention, given=given_day) == expected


def test_that_nobody_said_when_is_not_passed_over():
    with pytest.raises(NobodySaidWhen):
        destroy_by(date(2026, 3, 2), retention=None, given=None)
