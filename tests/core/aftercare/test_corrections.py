"""Everybody who holds a person's data is told, and only those who may ask can ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.working_days import NONE
from sharewell.aftercare import subjects
from sharewell.aftercare.corrections import (
    MAY_ACKNOWLEDGE,
    Change,
    Notice,
    NoticeState,
    acknowledge,
    due,
    may_look_up,
    notify,
)
from sharewell.policy import rulebook
from sharewell.register.card import DutyKind
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 2, 2, 12, tzinfo=UTC)
HANA = Actor(person="h1", name="Hana", roles=frozenset({Role.HANDLER}), trained_until=date(2027, 1, 1))
RHEA = Actor(person="r1", name="Rhea", roles=frozenset({Role.RECIPIENT}))
NOTICE = Notice(
    correction="COR-2026-0001", release="REL-101", party="ORG-1", state=NoticeState.SENT, due=date(2026, 2, 9)
)


def tells(change=Change.CORRECTED, says="Row 7: the address", releases=("REL-101",), by=HANA):
    return notify("COR-2026-0001", change, says=says, releases=releases, by=by, at=NOON)


def codes(refusals):
    return [refusal.rule.code for refusal in refusals]


@pytest.mark.requirement("OPCC-3.4c2")
def test_five_working_days_to_acknowledge():
    assert due(date(2026, 2, 2), NONE) == date(2026, 2, 9)
    assert due(date(2026, 2, 2), frozenset({date(2026, 2, 5)})) == date(2026, 2, 10)


@pytest.mark.requirement("OPCC-3.4c2")
def test_each_copy_gets_a_notice_and_none_of_them_says_on_the_record_what_it_says():
    outcome = tells(releases=("REL-101", "REL-102"))

    assert [event.about for event in outcome.events] == ["REL-101", "REL-102"]
    assert "Row 7" not in str([event.payload() for event in outcome.events])


def test_a_withdrawal_of_consent_is_on_the_record_as_such():
    assert [event.kind for event in tells(Change.CONSENT_WITHDRAWN).events] == [
        "consent.withdrawn",
        "correction.sent",
    ]


@pytest.mark.parametrize(
    ("change", "owed"),
    [
        (Change.CORRECTED, DutyKind.CORRECTION),
        (Change.ERASED, DutyKind.CORRECTION),
        (Change.RESTRICTED, DutyKind.STOP_USE),
        (Change.CONSENT_WITHDRAWN, DutyKind.STOP_USE),
    ],
)
def test_what_recipients_owe_follows_from_what_changed(change, owed):
    assert change.duty is owed


@pytest.mark.requirement("OPCC-3.4c2")
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"says": " "}, rulebook.RECIPIENTS_TOLD.code),
        ({"releases": ()}, rulebook.RECIPIENTS_TOLD.code),
        ({"by": Actor(person="o1", name="O", roles=frozenset({Role.OWNER}), trained_until=date(2027, 1, 1))},
         rulebook.NOT_YOUR_STEP.code),
        ({"by": Actor(person="h3", name="H", roles=frozenset({Role.HANDLER}))}, rulebook.TRAINING_CURRENT.code),
    ],
)  # fmt: skip
def test_one_thing_wrong_and_nobody_is_told(wrong, code):
    assert codes(tells(**wrong).refusals) == [code]


# --- who holds Jane? --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", Role)
def test_only_the_dpo_and_those_who_handle_requests_may_ask(role):
    somebody = Actor(person="x", name="X", roles=frozenset({role}), trained_until=date(2027, 1, 1))

    allowed = not may_look_up(somebody, because="SAR-7", at=NOON)

    assert allowed is (role in (Role.DPO, Role.HANDLER))


def test_nobody_asks_without_saying_what_for():
    assert codes(may_look_up(HANA, because="  ", at=NOON)) == [rulebook.LOOKED_UP_FOR_A_REASON.code]


# --- acknowledging ----------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-3.4c3")
@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ({}, True),
        ({"name": " "}, False),
        ({"post": ""}, False),
        ({"done": False}, False),
    ],
)
def test_it_is_acknowledged_by_name_and_post_once_done(said, taken):
    given_ = {"name": "Rhea Castell", "post": "Manager", "done": True} | said

    assert acknowledge(NOTICE, **given_, by=RHEA, at=NOON).permitted is taken


@pytest.mark.parametrize("role", [None, *Role])
def test_nobody_gives_the_recipients_word_but_the_recipient_and_those_who_handle_the_data(role):
    by = Actor(person="x1", name="X", roles=frozenset({role} - {None}))

    outcome = acknowledge(NOTICE, name="Rhea Castell", post="Manager", done=True, by=by, at=NOON)

    assert outcome.permitted is (role in MAY_ACKNOWLEDGE)
    assert outcome.permitted or codes(outcome.refusals) == [rulebook.NOT_YOUR_STEP.code]


def test_twice_is_once_too_often():
    done = Notice(
        correction="COR-1",
        release="REL-1",
        party="ORG-1",
        state=NoticeState.ACKNOWLEDGED,
        due=date(2026, 2, 9),
    )

    assert codes(acknowledge(done, name="R", post="P", done=True, by=RHEA, at=NOON).refusals) == [
        rulebook.NOT_IN_THIS_STATE.code
    ]


# --- digests ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "written", ["Ann O'Neill-Smith", "ann oneill smith", "ANN O’NEILL"[:0] + "Ann ONeill Smith"]
)
def test_the_same_person_written_otherwise_has_the_same_digest(written):
    assert subjects.digest("name", written, key=b"k" * 32) == subjects.digest(
        "name", "ANN ONEILLSMITH", key=b"k" * 32
    )


def test_kind_and_key_are_part_of_a_digest():
    made = {
        subjects.digest(kind, "0790", key=key)
        for kind in ("phone", "identifier")
        for key in (b"a" * 32, b"b" * 32)
    }

    assert len(made) == 4


@given(st.text())
def test_a_normal_form_is_its_own_normal_form(text):
    assert subjects.normal(subjects.normal(text)) == subjects.normal(text)


def test_half_an_answer_is_none_whoever_is_limited_to_some_areas_asks_nobody():
    limited = replace(HANA, areas=frozenset({(Role.HANDLER, "complaints")}))

    assert codes(may_look_up(limited, because="SAR-7", at=NOON)) == [rulebook.NOT_YOUR_STEP.code]
    assert codes(may_look_up(HANA, because="SAR-7", at=NOON)) == []
