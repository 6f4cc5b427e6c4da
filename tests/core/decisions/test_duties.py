"""Who may decide a case: no two duties in one person, authority over the data set, training, and the Chief
Executive."""

from __future__ import annotations

from datetime import date

import pytest

from builders.decisions import LAW, MISSING, MONDAY, a_request, assessed, the_chief_executive
from sharewell.decisions.assessment import against_the_decider
from sharewell.decisions.request import Status

PEOPLE = {
    "o1": {"post": "ro.owner", "owns": ["complaints"], "trained_until": "2026-12-31"},
    "o2": {"post": "ro.owner", "owns": ["home-visits"], "trained_until": "2026-12-31"},
    "c1": {"post": "ro.ce", "trained_until": "2026-12-31"},
    "d1": {"post": "ro.dpo", "trained_until": "2026-12-31"},
    "h1": {"post": "ro.handler", "trained_until": "2026-12-31"},
}
DELEGATE = {
    "post": "ro.owner",
    "owns": ["home-visits"],
    "delegated_by": "o1",
    "authority_until": "2026-07-01",
}
DELEGATE = {**DELEGATE, "trained_until": "2026-12-31"}


def stopping(people=None, on=date(2026, 6, 29), data_set="complaints", facts=None, answers=None, **roles):
    assessment = assessed(facts=facts, answers=answers, roles=roles, people=people, data_set=data_set, on=on)
    return {reason.code for reason in assessment.blocking if reason.stage == "S12"}


@pytest.mark.requirement("OPCC-5.2a")
@pytest.mark.parametrize("other", ["requested", "drafted", "advises"])
def test_nobody_decides_a_case_they_had_another_part_in(other):
    assert stopping(decides="o1", **{other: "o1"}) == {"DE_SOD"}


@pytest.mark.parametrize(("above", "told"), [("h2", True), ("c1", False)])
def test_who_reports_to_the_one_who_asked_may_decide_and_it_is_told(above, told):
    people = {**PEOPLE, "o1": {**PEOPLE["o1"], "reports_to": above}}

    assessment = assessed(roles={"requested": "h2", "decides": "o1"}, people=people, data_set="complaints")

    assert assessment.may_proceed
    assert ("DE_LINE_REPORT" in {one.code for one in assessment.reasons}) is told


def test_four_people_with_a_duty_each_are_four_people():
    assert stopping(decides="o1") == set()


@pytest.mark.parametrize("duty", ["prepares", "decides"])
@pytest.mark.parametrize(
    ("facts", "barred"),
    [
        ({"data.subjects_count": 999}, False),
        ({"data.subjects_count": 1000}, True),
        ({"data.special_category": ["health"]}, True),
        ({"data.special_category": MISSING}, True),
    ],
)
def test_bulk_or_special_category_data_is_released_by_another_hand(duty, facts, barred):
    # A thousand people at once would be an agreement's release, where these duties hold as well.
    roles = {"prepares": "h3", "releases": "h4", "decides": "o1", duty: "h4"}

    stopped = stopping(facts={**facts, "sharing.type": "systematic"}, **roles)

    assert stopped == ({"DE_SOD"} if barred else set())


def test_an_ordinary_release_by_the_one_who_decided_is_flagged_and_allowed():
    assessment = assessed(roles={"decides": "o1", "releases": "o1"})

    assert assessment.may_proceed
    assert ("DE_SAME_HANDS", "warn") in {(one.code, one.severity.value) for one in assessment.reasons}


@pytest.mark.parametrize(
    ("decides", "expected"),
    [
        ("o1", set()),
        ("o2", {"DE_NO_AUTHORITY"}),
        ("h9", {"DE_NO_AUTHORITY"}),
        ("c1", {"DE_NO_AUTHORITY"}),
        ("d1", {"DE_NO_AUTHORITY", "DE_SOD"}),
        ("h1", {"DE_NO_AUTHORITY", "DE_SOD"}),
    ],
)
def test_only_the_owner_of_the_data_set_decides(decides, expected):
    assert stopping(people=PEOPLE, decides=decides) == expected


@pytest.mark.requirement("OPCC-5.1")
@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2026, 7, 1), set()), (date(2026, 7, 2), {"DE_NO_AUTHORITY"})],
)
def test_a_delegate_decides_while_the_delegation_lasts(on, expected):
    assert stopping(people={**PEOPLE, "o2": DELEGATE}, decides="o2", on=on) == expected


def test_a_delegation_without_a_last_day_is_none():
    endless = {name: value for name, value in DELEGATE.items() if name != "authority_until"}

    assert stopping(people={**PEOPLE, "o2": endless}, decides="o2") == {"DE_NO_AUTHORITY"}


def test_nobody_hands_on_what_was_handed_to_them():
    people = {**PEOPLE, "o2": DELEGATE, "h2": {**DELEGATE, "delegated_by": "o2"}}

    assert stopping(people=people, decides="h2", requested="h3") == {"DE_NO_AUTHORITY"}


@pytest.mark.parametrize("duty", ["requested", "drafted", "advises", "releases"])
def test_a_delegate_and_the_delegator_are_one_person_in_a_case(duty):
    people, facts = {**PEOPLE, "o2": DELEGATE}, {"data.special_category": ["health"]}
    barred = stopping(people=people, facts=facts, decides="o2", **{duty: "o1"})

    assert "DE_SOD" in barred


def test_who_does_not_own_the_data_set_hands_on_nothing():
    assert stopping(
        people={**PEOPLE, "h2": {**DELEGATE, "delegated_by": "h1"}}, decides="h2", requested="h3"
    ) == {
        "DE_NO_AUTHORITY",
        "DE_SOD",  # the delegator drafted it
    }


@pytest.mark.parametrize("duty", ["requested", "drafted", "advises"])
def test_a_delegate_of_somebody_barred_is_barred(duty):
    assert "DE_SOD" in stopping(people={**PEOPLE, "o2": DELEGATE}, decides="o2", **{duty: "o1"})


@pytest.mark.requirement("OPCC-5.1")
@pytest.mark.parametrize("duty", ["requested", "drafted"])
def test_the_chief_executive_decides_where_the_owner_may_not(duty):
    assert stopping(people=PEOPLE, decides="c1", **{duty: "o1"}) == set()


def test_the_chief_executive_decides_where_the_dpo_advised_against():
    against = {"facts": {"dpo.advice": "against"}, "answers": {"S11.1": "against"}}

    assert stopping(people=PEOPLE, decides="o1", **against) == {"DE_DPO_AGAINST"}
    assert stopping(people=PEOPLE, decides="c1", **against) == set()


def test_the_chief_executive_does_not_decide_a_case_of_their_own():
    assert stopping(people=PEOPLE, decides="c1", drafted="o1", requested="c1") == {"DE_SOD"}


@pytest.mark.requirement("OPCC-5.4b")
@pytest.mark.parametrize("until", ["2026-06-28", None])
def test_training_out_of_date_or_not_on_record_bars(until):
    people = {**PEOPLE, "o1": {**PEOPLE["o1"], "trained_until": until}}

    assert stopping(people=people, decides="o1") == {"DE_TRAINING"}


def test_the_last_day_of_training_still_counts():
    assert stopping(people=PEOPLE, decides="o1", on=date(2026, 12, 31)) == set()


@pytest.mark.parametrize(
    ("more", "missing"), [({"decides": MISSING}, "roles.decides"), ({"data_set": ""}, "data_set")]
)
def test_what_is_not_said_of_the_people_is_open(more, missing):
    data_set = more.pop("data_set", "complaints")

    assessment = assessed(roles=more, people=PEOPLE, data_set=data_set)

    assert missing in {reason.about for reason in assessment.reasons}


@pytest.mark.parametrize(("away", "expected"), [(True, set()), (False, {"DE_NO_AUTHORITY"})])
def test_where_the_owner_is_away_without_cover_the_chief_executive_decides(away, expected):
    request = a_request(status=Status.SUBMITTED, away=frozenset({"o1"} if away else ()))

    case = request.case(LAW, decider=the_chief_executive(), on=MONDAY)

    assert {one.code for one in against_the_decider(case, law=LAW, on=MONDAY) if one.stops} == expected
