"""A declared flow beside the register, and what becomes of one that nobody agreed to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.survey import NOON, a_flow, a_keeper, somebody
from sharewell.assurance.survey import cases
from sharewell.assurance.survey.cases import FlowCase, State, apply, state
from sharewell.assurance.survey.matching import Finding, Registered, match
from sharewell.policy import rulebook

TODAY = date(2026, 7, 8)
INSURER = frozenset({"Northshire Mutual Insurance Ltd"})


def entry(reference: str, others=INSURER, **changed) -> Registered:
    given = {"in_force": True, "ends": date(2027, 1, 1), "review_on": date(2026, 12, 1)}
    return Registered(reference=reference, others=others, **(given | changed))


REGISTER = (
    entry("ISA-2026-0001"),
    entry("ISA-2026-0002", in_force=False),
    entry("ISA-2026-0003", ends=date(2026, 7, 7)),
    entry("ISA-2026-0004", review_on=date(2026, 7, 7)),
    entry("ISA-2026-0005", frozenset({"Northshire Council"})),
    entry("DSR-2026-0006"),
)

FLOWS = [
    # agreed, reference, other end, where -> what the register says of it, and the entry it rests on
    ("yes", "ISA-2026-0001", "Northshire Mutual Insurance", "outside", Finding.REGISTERED, "ISA-2026-0001"),
    (
        "yes",
        " isa-2026-0001 ",
        "the NORTHSHIRE mutual insurance",
        "outside",
        Finding.REGISTERED,
        "ISA-2026-0001",
    ),
    ("yes", "DSR-2026-0006", "Northshire Mutual Insurance", "outside", Finding.REGISTERED, "DSR-2026-0006"),
    ("yes", "ISA-2026-0002", "Northshire Mutual Insurance", "outside", Finding.STALE, "ISA-2026-0002"),
    ("yes", "ISA-2026-0003", "Northshire Mutual Insurance", "outside", Finding.STALE, "ISA-2026-0003"),
    ("yes", "ISA-2026-0004", "Northshire Mutual Insurance", "outside", Finding.STALE, "ISA-2026-0004"),
    ("yes", "ISA-2026-0005", "Northshire Mutual Insurance", "outside", Finding.UNREGISTERED, ""),
    ("yes", "ISA-1999-0001", "Northshire Mutual Insurance", "outside", Finding.UNREGISTERED, ""),
    ("yes", "", "Northshire Mutual Insurance", "outside", Finding.UNREGISTERED, ""),
    ("unknown", "", "Northshire Mutual Insurance", "outside", Finding.UNREGISTERED, ""),
    ("no", "", "Northshire Mutual Insurance", "outside", Finding.NO_AGREEMENT, ""),
    ("no", "", "Somebody new", "outside", Finding.NO_AGREEMENT, ""),
    ("no", "", "Payroll", "inside", Finding.INTERNAL, ""),
    ("yes", "ISA-2026-0001", "Payroll", "inside", Finding.REGISTERED, "ISA-2026-0001"),
    ("", "", "", "", Finding.UNREGISTERED, ""),
]


@pytest.mark.requirement("WMFS-2.0c")
@pytest.mark.parametrize(("agreed", "agreement", "other", "where", "finding", "reference"), FLOWS)
def test_the_register_says_of_a_flow(agreed, agreement, other, where, finding, reference):
    flow = a_flow(agreed=agreed, agreement=agreement, other=other, where=where)

    found = match(flow, REGISTER, on=TODAY)

    assert (found.finding, found.reference) == (finding, reference)


@pytest.mark.requirement("WMFS-2.0c")
@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"agreed": "no"}, rulebook.FLOW_UNREGISTERED),
        ({"agreed": "yes", "agreement": "ISA-1999-0001"}, rulebook.FLOW_UNREGISTERED),
        ({"agreed": "yes", "agreement": "ISA-2026-0003"}, rulebook.FLOW_STALE),
        ({"agreed": "yes", "agreement": "ISA-2026-0001"}, None),
    ],
)
def test_a_flow_without_a_live_agreement_is_refused_with_its_rule(changed, rule):
    refusal = match(a_flow(**changed), REGISTER, on=TODAY).refusal()

    assert (refusal.rule if refusal else None) is rule


def test_an_agreement_with_the_same_body_is_offered_and_never_assumed():
    found = match(a_flow(agreed="yes"), REGISTER, on=TODAY)

    assert found.finding is Finding.UNREGISTERED
    assert "ISA-2026-0001" in found.alike
    assert "ISA-2026-0005" not in found.alike


@given(agreed=st.text(max_size=9), agreement=st.text(max_size=15), other=st.text(max_size=30))
def test_no_flow_to_the_outside_is_registered_by_chance(agreed, agreement, other):
    found = match(a_flow(agreed=agreed, agreement=agreement, other=other), REGISTER, on=TODAY)

    assert found.finding is not Finding.REGISTERED or agreement.strip().upper() in {
        each.reference for each in REGISTER
    }


# --- cases ------------------------------------------------------------------------------------------------------------
LIVE = {"DSR-2026-0009": date(2026, 8, 1), "ISA-2026-0010": date(2027, 8, 1)}
RITA = somebody("rita")


def a_case(**changed) -> FlowCase:
    given = {
        "reference": "FLW-2026-0001", "team": "HR", "finding": Finding.NO_AGREEMENT,
        "answerers": frozenset({"rita"}), "how_often": "monthly",
    }  # fmt: skip
    return FlowCase(**(given | changed))


@pytest.mark.requirement("WMFS-2.0c")
@pytest.mark.parametrize(
    ("changed", "live", "stands"),
    [
        ({}, {}, State.PAUSED),
        ({}, LIVE, State.PAUSED),
        ({"request": "DSR-2026-0009"}, {}, State.PAUSED),  # not approved, or its last day has passed
        ({"request": "DSR-2026-0009"}, LIVE, State.INTERIM),
        ({"agreement": "ISA-2026-0010"}, LIVE, State.PAUSED),  # a draft beside it covers nothing
    ],
)
def test_a_case_is_paused_unless_an_authority_says_otherwise_today(changed, live, stands):
    assert state(a_case(**changed), live=live) is stands


@pytest.mark.parametrize(
    ("often", "route"),
    [("monthly", ("SYSTEMATIC", "A0")), ("once", ("ONE_OFF", "S0")), ("", ("SYSTEMATIC", "A0"))],
)
def test_what_happens_again_needs_an_agreement(often, route):
    assert a_case(how_often=often).route == route


def test_the_team_stops_it_and_says_so():
    outcome = cases.stop(a_case(), why="The insurer gets totals from now on.", by=RITA, at=NOON)

    assert state(apply(a_case(), outcome.events[0]), live={}) is State.STOPPED


@pytest.mark.requirement("WMFS-2.0c")
def test_it_is_covered_only_by_an_agreement_in_force():
    unsigned = cases.cover(a_case(), agreement="ISA-2026-0011", live=LIVE, by=a_keeper(), at=NOON)
    signed = cases.cover(a_case(), agreement="ISA-2026-0010", live=LIVE, by=a_keeper(), at=NOON)

    assert [each.rule for each in unsigned.refusals] == [rulebook.FLOW_UNREGISTERED]
    assert state(apply(a_case(), signed.events[0]), live=LIVE) is State.COVERED


def test_the_team_does_not_say_itself_that_it_is_covered():
    outcome = cases.cover(a_case(), agreement="ISA-2026-0010", live=LIVE, by=RITA, at=NOON)

    assert [each.rule for each in outcome.refusals] == [rulebook.NOT_YOUR_STEP]


@pytest.mark.parametrize(
    "step",
    [
        lambda case, by: cases.stop(case, why="Gone.", by=by, at=NOON),
        lambda case, by: cases.ask(case, request="DSR-2026-0009", by=by, at=NOON),
        lambda case, by: cases.draft(case, agreement="ISA-2026-0012", by=by, at=NOON),
    ],
)
def test_a_step_is_for_the_team_or_the_keeper_and_only_while_it_is_open(step):
    settled = a_case(ended=cases.Step.STOP, ended_on=TODAY)

    assert step(a_case(), RITA).permitted
    assert step(a_case(), a_keeper()).permitted
    assert [each.rule for each in step(a_case(), somebody("zoe")).refusals] == [rulebook.NOT_YOUR_STEP]
    assert [each.rule for each in step(settled, RITA).refusals] == [rulebook.NOT_IN_THIS_STATE]
