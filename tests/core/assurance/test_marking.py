"""Marking sampled cases: who may, what two markers settle, and what the marks prove."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.assurance import marking
from sharewell.assurance.marking import STAGES, Finding, Mark, Sampled, assign, result, upper_bound, widened
from sharewell.assurance.sampling import Plan
from sharewell.policy import rulebook
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
NINE_IN_TEN = Fraction(9, 10)


def a_marker(person="a1", *roles: Role, also=()) -> Actor:
    return Actor(person=person, name="A", roles=frozenset(roles or (Role.AUDITOR,)), also=frozenset(also))


def a_mark(by="a1", cause="", reasonable=True, **stages: Finding) -> Mark:
    found = dict.fromkeys(STAGES, Finding.GOOD) | stages
    return Mark(case="DSR-1", by=by, stages=found, reasonable=reasonable, cause=cause)


def a_case(*marks: Mark, **changed) -> Sampled:
    given = {
        "sample": "SAM-1",
        "case": "DSR-1",
        "random": True,
        "parts": frozenset({"h1", "o1"}),
        "marker": "a1",
    }
    return Sampled(**(given | changed), marks=marks)


def rules(outcome) -> list:
    return [each.rule for each in outcome.refusals]


def try_to_mark(case: Sampled, given: Mark, by: Actor, *, concluded=False):
    return marking.mark(case, given, by=by, at=NOON, concluded=concluded)


# --- who marks --------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-8.2b")
@pytest.mark.parametrize("also", [(), ("h1",)])
def test_nobody_marks_a_case_they_had_a_part_in_whatever_account_they_had_then(also):
    person = "a1" if also else "h1"

    outcome = try_to_mark(a_case(marker=person), a_mark(by=person), a_marker(person, also=also))

    assert rules(outcome) == [rulebook.NOT_OWN_CASE]


@pytest.mark.parametrize(
    ("parts", "marker"),
    [(set(), "a1"), ({"a1"}, "d1"), ({"a1", "d1"}, "a2"), ({"a1", "d1", "a2"}, "")],
)
def test_a_case_is_marked_by_the_first_who_had_no_part_in_it(parts, marker):
    assert assign(frozenset(parts), drawer="a1", others=["d1", "a2"]) == marker


@pytest.mark.parametrize("role", [Role.HANDLER, Role.OWNER, Role.CHIEF_EXECUTIVE, Role.REGISTER_KEEPER])
def test_no_other_post_marks(role):
    assert rules(try_to_mark(a_case(), a_mark(), a_marker("a1", role))) == [rulebook.NOT_YOUR_STEP]


@pytest.mark.parametrize(
    ("case", "by", "concluded"),
    [
        (a_case(), "d1", False),  # somebody else's to mark
        (a_case(a_mark()), "a1", False),  # marked already
        (a_case(), "a1", True),
    ],
)
def test_a_mark_is_given_once_by_whose_it_is_while_the_sample_is_open(case, by, concluded):
    outcome = try_to_mark(case, a_mark(by=by), a_marker(by), concluded=concluded)

    assert rules(outcome) == [rulebook.NOT_IN_THIS_STATE]


# --- the sheet --------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-8.2b")
@pytest.mark.parametrize("stage", STAGES)
def test_one_stage_of_which_nothing_is_said_is_enough_to_refuse_the_sheet(stage):
    whole = a_mark()
    without = Mark(
        case="DSR-1",
        by="a1",
        reasonable=True,
        stages={each: whole.stages[each] for each in STAGES if each != stage},
    )

    assert rules(try_to_mark(a_case(), without, a_marker())) == [rulebook.EVERY_STAGE_MARKED]


@pytest.mark.parametrize(
    ("finding", "deviates"),
    [("good", False), ("absent", True), ("inadequate", True), ("late", True), ("not_reached", False)],
)
def test_what_deviates(finding, deviates):
    assert bool(a_mark(S3=Finding(finding)).deviating) is deviates


def test_a_decision_no_reasonable_owner_would_take_deviates_though_every_stage_is_there():
    assert a_mark(reasonable=False).deviating == ("decision",)


def test_a_deviation_names_its_cause():
    assert rules(try_to_mark(a_case(), a_mark(S3=Finding.ABSENT), a_marker())) == [rulebook.REASONS_GIVEN]
    assert try_to_mark(a_case(), a_mark(S3=Finding.ABSENT, cause="Forgotten"), a_marker()).permitted


# --- two markers ------------------------------------------------------------------------------------------------------
GOOD, BAD = a_mark(), a_mark(by="d1", S3=Finding.ABSENT, cause="Forgotten")


def test_a_case_is_done_when_both_have_marked_it_and_they_agree():
    assert not a_case(GOOD, second="d1").complete
    assert not a_case(GOOD, BAD, second="d1").complete
    assert a_case(GOOD, a_mark(by="d1"), second="d1").complete
    assert a_case(GOOD, BAD, second="d1", settled=True).complete


@pytest.mark.requirement("OPCC-8.2b")
def test_a_disagreement_is_settled_by_another_than_the_first_marker():
    case = a_case(GOOD, BAD, second="d1")

    own = marking.settle(case, deviates=False, why="It is there.", by=a_marker(), at=NOON)
    other = marking.settle(case, deviates=True, why="We looked again.", by=a_marker("d1", Role.DPO), at=NOON)

    assert rules(own) == [rulebook.NOT_OWN_CASE]
    assert other.permitted


def test_what_is_settled_counts_whatever_was_marked():
    assert a_case(GOOD, BAD, second="d1", settled=False).deviates is False
    assert a_case(GOOD, BAD, second="d1", settled=True).deviates is True


def test_nothing_is_settled_where_the_markers_agree_or_without_a_reason():
    agreed = marking.settle(a_case(GOOD), deviates=True, why="-", by=a_marker("d1"), at=NOON)
    silent = marking.settle(
        a_case(GOOD, BAD, second="d1"), deviates=True, why=" ", by=a_marker("d1"), at=NOON
    )

    assert rules(agreed) == [rulebook.NOT_IN_THIS_STATE]
    assert rules(silent) == [rulebook.REASONS_GIVEN]


# --- what it proves ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("deviations", "sampled", "confidence", "bound"),
    [
        (0, 22, NINE_IN_TEN, 0.0994),  # 1 - 0.1^(1/22)
        (0, 59, Fraction(19, 20), 0.0495),  # the auditors' 59: 95 % sure of under 5 %
        (1, 24, NINE_IN_TEN, 0.1526),
        (5, 5, NINE_IN_TEN, 1.0),
        (0, 0, NINE_IN_TEN, 1.0),  # no evidence is never a yes
    ],
)
def test_the_upper_bound_is_clopper_and_pearsons(deviations, sampled, confidence, bound):
    assert upper_bound(deviations, sampled, confidence=confidence) == pytest.approx(bound, abs=5e-5)


@given(sampled=st.integers(1, 120), deviations=st.integers(0, 120))
def test_the_bound_lies_above_the_estimate_and_falls_as_more_is_looked_at(sampled, deviations):
    deviations = min(deviations, sampled)
    bound = upper_bound(deviations, sampled, confidence=NINE_IN_TEN)

    assert bound > deviations / sampled or deviations == sampled
    assert upper_bound(deviations, sampled + 1, confidence=NINE_IN_TEN) <= bound


def test_certain_cases_say_nothing_of_the_rest():
    cases = [a_case(BAD, random=False, marker="d1"), a_case(GOOD), a_case(BAD, marker="d1")]

    found = result(cases, Plan())

    assert (found.deviations, found.random_deviations, found.estimate) == (2, 1, 0.5)
    assert (found.by_stage, found.systemic) == ({"S3": 2}, ("forgotten",))


def test_what_two_markers_have_still_to_settle_does_not_count_yet():
    waits, differs = a_case(BAD, marker="d1", second="a1"), a_case(GOOD, BAD, second="d1")

    assert result([waits, differs], Plan()).deviations == 0


@pytest.mark.parametrize(("accept", "found", "becomes"), [(0, 0, None), (0, 1, 1), (1, 1, None), (1, 3, 3)])
def test_more_deviations_than_the_plan_bears_widen_it(accept, found, becomes):
    plan = widened(Plan(accept=accept), found)

    assert (plan.accept if plan else None) == becomes
