"""Hand-offs, cover and delegations: every post, in every state. What stands in no table is not permitted.

Requests, emergencies, assessments and versions of the law have such tables beside their own tests.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from builders.decisions import NOON, a_request, an_actor
from sharewell.decisions import annex_steps, covering, delegating
from sharewell.decisions.annexes import HandOff
from sharewell.decisions.covering import Absence
from sharewell.decisions.request import Status
from sharewell.vocabulary.people import Delegation, Role

TODAY, DAY = NOON.date(), timedelta(days=1)
COMPLAINTS = frozenset({"complaints"})


def a_person(role: Role, person: str = "p1", **more):
    return an_actor(person, role, owns=COMPLAINTS if role is Role.OWNER else frozenset(), **more)


# --- a request that was handed on -----------------------------------------------------------------

HANDED = HandOff(code="DIV_FOI", to="ro.dpo", at=NOON, due=date(2026, 7, 30))
HAND_OFFS = {
    "never": None,
    "to a post": HANDED,
    "to somebody by name": replace(HANDED, to="p1"),
    "to their other account": replace(HANDED, to="p2"),
    "to somebody else": replace(HANDED, to="p9"),
    "done": replace(HANDED, to="p1", done_by="p1", done_at=NOON, done_how="Answered."),
}
FINISHES = {
    *product(["to somebody by name", "to their other account"], Role),
    *product(["to a post", "to somebody else"], [Role.CHIEF_EXECUTIVE]),
    ("to a post", Role.DPO),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", HAND_OFFS)
def test_a_hand_off_is_finished_by_whoever_has_it_or_the_chief_executive(state, role):
    request = a_request(status=Status.DIVERTED, hand_off=HAND_OFFS[state])

    step = annex_steps.finish_hand_off(
        request, how="Answered.", by=a_person(role, also=frozenset({"p2"})), at=NOON
    )

    assert step.outcome.permitted is ((state, role) in FINISHES)


# --- cover for absence ----------------------------------------------------------------------------

ABSENCES = {
    "to come": (DAY, 5 * DAY),
    "now": (-DAY, DAY),
    "its last day": (-5 * DAY, 0 * DAY),
    "over": (-5 * DAY, -DAY),
    "ends before it begins": (5 * DAY, DAY),
}
ARRANGED = {"to come", "now", "its last day"}
THEIRS = {(True, role) for role in Role} | {(False, Role.CHIEF_EXECUTIVE)}


def an_absence(state: str, whose: str) -> Absence:
    first, last = ABSENCES[state]
    return Absence(reference="AB-1", person=whose, starts=TODAY + first, ends=TODAY + last)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("own", [True, False], ids=["own", "another's"])
@pytest.mark.parametrize("state", ABSENCES)
def test_an_absence_is_arranged_by_whoever_is_away_or_the_chief_executive(state, own, role):
    by = a_person(role)
    away = by if own else a_person(Role.OWNER, "o1")

    outcome = covering.arrange(
        an_absence(state, away.person), delegation=None, away=away, cover=None, by=by, at=NOON
    )

    assert outcome.permitted is (state in ARRANGED and (own, role) in THEIRS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("own", [True, False], ids=["own", "another's"])
@pytest.mark.parametrize("state", ["to come", "now", "its last day", "over"])
def test_an_absence_is_ended_by_them_while_it_is_not_over(state, own, role):
    by = a_person(role)

    outcome = covering.end(an_absence(state, by.person if own else "o1"), by=by, at=NOON)

    assert outcome.permitted is (state != "over" and (own, role) in THEIRS)


@pytest.mark.parametrize(("away", "cover"), list(product(Role, Role)))
def test_an_absence_is_covered_by_an_equal_and_a_dpos_by_a_dpo(away, cover):
    gone, there = a_person(away), a_person(cover, "p2")
    under = a_delegation("p1") if gone.owns else None

    outcome = covering.arrange(
        replace(an_absence("now", "p1"), cover="p2"),
        delegation=under,
        away=gone,
        cover=there,
        by=gone,
        at=NOON,
    )

    equal = cover in delegating.MAY_HOLD if away is Role.OWNER else True
    assert outcome.permitted is (cover is Role.DPO if away is Role.DPO else equal)


# --- delegations ----------------------------------------------------------------------------------


def a_delegation(giver: str, days: int = 5) -> Delegation:
    return Delegation(
        reference="DG-1", from_person=giver, data_sets=COMPLAINTS, starts=TODAY, ends=TODAY + days * DAY
    )


@pytest.mark.parametrize(("by", "to"), list(product(Role, Role)))
def test_a_delegation_is_made_by_the_owner_or_the_chief_executive_and_held_by_an_equal(by, to):
    owner = a_person(Role.OWNER, "o1")
    maker = owner if by is Role.OWNER else a_person(by)

    outcome = delegating.delegate(a_delegation("o1"), owner=owner, to=a_person(to, "p2"), by=maker, at=NOON)

    makes = by in (Role.OWNER, Role.CHIEF_EXECUTIVE)
    assert outcome.permitted is (makes and to in (Role.OWNER, Role.CHIEF_EXECUTIVE))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("own", [True, False], ids=["own", "another's"])
def test_a_delegation_is_revoked_by_whoever_gave_it_or_the_chief_executive(own, role):
    by = a_person(role)

    outcome = delegating.revoke(a_delegation(by.person if own else "o9"), by=by, at=NOON)

    assert outcome.permitted is ((own, role) in THEIRS)


@pytest.mark.parametrize("giver", [role for role in Role if role is not Role.OWNER])
def test_nobody_delegates_data_they_do_not_own(giver):
    by = a_person(giver)

    outcome = delegating.delegate(a_delegation("p1"), owner=by, to=a_person(Role.OWNER, "p2"), by=by, at=NOON)

    assert not outcome.permitted
