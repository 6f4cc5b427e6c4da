"""Cover for absence: the cover decides while it lasts, and without cover the Chief Executive after a working day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builders.decisions import NOON, a_handler, an_actor, an_owner, the_chief_executive, the_dpo
from builders.working_days import NONE
from sharewell.decisions.covering import Absence, arrange, end, nobody_covers
from sharewell.policy import rulebook
from sharewell.vocabulary.people import Actor, Delegation, Role

TODAY = NOON.date()
AWAY = Absence(reference="AB-1", person="o1", starts=TODAY, ends=date(2026, 12, 31))
COVERED = replace(AWAY, cover="o2", under="DG-1")
UNDER = Delegation(
    reference="DG-1", from_person="o1", data_sets=frozenset({"complaints"}), starts=TODAY, ends=AWAY.ends
)


def codes(outcome):
    return [one.rule.code for one in outcome.refusals]


def arranged(given=COVERED, delegation=UNDER, away=None, cover=None, by=None):
    who = {"away": away or an_owner(), "cover": cover or an_owner("o2", "home-visits")}
    return arrange(given, delegation=delegation, by=by or who["away"], at=NOON, **who)


def test_the_cover_decides_under_a_delegation_that_lasts_as_long():
    outcome = arranged()

    assert [one.kind for one in outcome.events] == ["absence.arranged", "delegation.made"]
    assert outcome.events[0].details == {
        "person": "o1", "cover": "o2", "starts": TODAY.isoformat(), "ends": "2026-12-31",
    }  # fmt: skip


def test_nobody_need_cover():
    outcome = arrange(AWAY, delegation=None, away=an_owner(), cover=None, by=an_owner(), at=NOON)

    assert [one.kind for one in outcome.events] == ["absence.arranged"]


@pytest.mark.parametrize(
    ("by", "expected"),
    [(an_owner(), []), (the_chief_executive(), []), (a_handler(), ["DG_OWNER", "DG_OWNER"])],
)
def test_it_is_arranged_by_whoever_is_away_or_the_chief_executive(by, expected):
    assert codes(arranged(by=by)) == expected


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        (a_handler(), ["DG_GRADE"]),
        (the_dpo(), ["DG_GRADE"]),
        (an_owner(), ["DG_GRADE"]),
        (an_owner("o2", "home-visits", trained_until=None), ["DE_TRAINING"]),
    ],
)
def test_the_cover_is_an_equal_with_current_training_and_somebody_else(cover, expected):
    assert codes(arranged(cover=cover)) == expected


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        (an_actor("d2", Role.DPO), []),
        (an_owner(), ["DG_GRADE"]),
        (the_dpo(), ["DG_GRADE"]),
        (an_actor("d2", Role.DPO, also=frozenset({"d1"})), ["DG_GRADE"]),  # herself, under a second account
    ],
)
def test_the_dpo_is_covered_by_another_dpo(cover, expected):
    assert codes(arranged(delegation=None, away=the_dpo(), cover=cover)) == expected


def test_who_owns_nothing_covers_for_themselves_as_little_as_an_owner():
    handler = Actor(person="h1", name="", roles=frozenset({Role.HANDLER}), trained_until=date(2027, 1, 1))

    for cover in (handler, replace(handler, person="h9", also=frozenset({"h1"}))):
        given = replace(AWAY, person="h1", cover=cover.person)
        outcome = arrange(given, delegation=None, away=handler, cover=cover, by=handler, at=NOON)

        assert [each.rule for each in outcome.refusals] == [rulebook.DELEGATED_TO_AN_EQUAL]


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(date(2026, 12, 31), TODAY), (date(2020, 1, 1), date(2020, 2, 1)), (TODAY, date(2028, 1, 1))],
)
def test_an_absence_has_days_to_come_and_is_no_year_long(starts, ends):
    assert codes(arranged(given=replace(COVERED, starts=starts, ends=ends))) == ["DG_TIME"]


FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)


@pytest.mark.parametrize(
    ("absence", "on", "falls"),
    [
        (replace(AWAY, starts=FRIDAY), FRIDAY, False),
        (replace(AWAY, starts=FRIDAY), date(2026, 3, 8), False),
        (replace(AWAY, starts=FRIDAY), MONDAY, True),
        (replace(COVERED, starts=FRIDAY), MONDAY, False),
        (replace(AWAY, starts=FRIDAY, ended=MONDAY), MONDAY, False),
        (replace(AWAY, starts=FRIDAY, ends=date(2026, 3, 8)), MONDAY, False),
    ],
)
def test_without_cover_it_falls_to_the_chief_executive_after_a_working_day(absence, on, falls):
    assert nobody_covers([absence], on, proclaimed=NONE) == (frozenset({"o1"}) if falls else frozenset())


def test_a_day_proclaimed_off_is_no_working_day_that_has_gone_by():
    absence, day_off = replace(AWAY, starts=FRIDAY), frozenset({MONDAY})

    assert nobody_covers([absence], MONDAY, day_off) == frozenset()
    assert nobody_covers([absence], date(2026, 3, 10), day_off) == {"o1"}


@pytest.mark.parametrize(
    ("given", "by", "expected"),
    [
        (AWAY, an_owner(), []),
        (AWAY, the_chief_executive(), []),
        (AWAY, a_handler(), ["DG_OWNER"]),
        (replace(AWAY, starts=date(2020, 1, 1), ends=date(2020, 1, 2)), an_owner(), ["ST_NOT_NOW"]),
    ],
)
def test_whoever_is_back_early_says_so_themselves(given, by, expected):
    assert codes(end(given, by=by, at=NOON)) == expected
