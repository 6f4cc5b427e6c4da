"""Who we are on a day, and who may say that another legal entity follows us."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.register import NOON, TODAY, an_actor, an_owner
from sharewell.policy import rulebook
from sharewell.register.ourselves import Succession, call_off, followed, hand_over, name_on
from sharewell.vocabulary.people import Role

US, MAYOR = "Northshire OPCC", "Northshire Mayor"
ACT = "Policing Act 2028 s.4; transfer scheme of 1 April 2028"
CHIEF = an_actor("c1", Role.CHIEF_EXECUTIVE)
TO_COME = Succession(predecessor=US, successor=MAYOR, instrument=ACT, takes_effect=date(2028, 5, 4))
BEGUN = replace(TO_COME, takes_effect=TODAY - timedelta(days=1))
AGREEMENTS = ("ISA-2026-0001", "ISA-2026-0002.2")


def handed(wanted=TO_COME, known=(), by=CHIEF, on=TODAY):
    return hand_over(wanted, known=known, agreements=AGREEMENTS, by=by, at=NOON, on=on)


def rules(outcome):
    return [each.rule for each in outcome.refusals]


def test_each_agreement_that_runs_is_told_of_it_in_its_own_story():
    outcome = handed()

    kinds = [(each.kind, each.about) for each in outcome.events]
    assert kinds == [("organisation.succeeded", "OFFICE"), *(("isa.novated", each) for each in AGREEMENTS)]
    assert {each.details["instrument"] for each in outcome.events} == {ACT}
    assert {each.details["takes_effect"] for each in outcome.events} == {"2028-05-04"}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CHIEF_EXECUTIVE])
def test_nobody_but_the_chief_executive_says_who_follows(role):
    assert rules(handed(by=an_actor("x1", role))) == [rulebook.NOT_YOUR_STEP]


UNFIT = {
    "no instrument": ({"instrument": " "}, (), rulebook.REASONS_GIVEN),
    "nobody follows": ({"successor": ""}, (), rulebook.REASONS_GIVEN),
    "we follow ourselves": ({"successor": US}, (), rulebook.REASONS_GIVEN),
    "another is to come": ({}, (TO_COME,), rulebook.NOT_IN_THIS_STATE),
    "before the last one": ({"takes_effect": BEGUN.takes_effect}, (BEGUN,), rulebook.NOT_IN_THIS_STATE),
}


@pytest.mark.parametrize(("changed", "known", "rule"), UNFIT.values(), ids=UNFIT)
def test_a_succession_that_cannot_be(changed, known, rule):
    assert rules(handed(replace(TO_COME, **changed), known)) == [rule]


def test_every_reason_is_given_at_once():
    outcome = handed(replace(TO_COME, instrument="", successor=""), known=(TO_COME,), by=an_owner())

    assert len(outcome.refusals) == 4


def test_what_is_to_come_is_called_off_with_a_reason_and_what_has_come_is_not():
    assert call_off(TO_COME, reason="The Bill fell.", by=CHIEF, at=NOON, on=TODAY).permitted
    assert rules(call_off(TO_COME, reason=" ", by=CHIEF, at=NOON, on=TODAY)) == [rulebook.REASONS_GIVEN]
    assert rules(call_off(BEGUN, reason="A mistake.", by=CHIEF, at=NOON, on=TODAY)) == [
        rulebook.NOT_IN_THIS_STATE
    ]
    assert rules(call_off(TO_COME, reason="No.", by=an_owner(), at=NOON, on=TODAY)) == [
        rulebook.NOT_YOUR_STEP
    ]


def test_how_we_came_to_be_called_so_is_told_newest_first():
    again = Succession(
        predecessor=MAYOR, successor="Northern Board", instrument="An Order", takes_effect=date(2031, 4, 1)
    )

    told = followed(date(2031, 4, 1), successions=(TO_COME, again))

    assert told == (
        "Northern Board followed Northshire Mayor on 1 April 2031 (An Order).",
        f"Northshire Mayor followed Northshire OPCC on 4 May 2028 ({ACT}).",
    )
    assert followed(date(2028, 5, 3), successions=(TO_COME, again)) == ()


days = st.dates(date(2026, 1, 1), date(2040, 1, 1))


@given(day=days, begins=st.lists(days, unique=True, max_size=4))
def test_on_every_day_we_are_called_what_the_last_succession_before_it_says(day, begins):
    successions = [
        Succession(predecessor="-", successor=begin.isoformat(), instrument=ACT, takes_effect=begin)
        for begin in begins
    ]

    name = name_on(day, first=US, successions=successions)

    before = [each.isoformat() for each in begins if each <= day]
    assert name == (max(before) if before else US)
