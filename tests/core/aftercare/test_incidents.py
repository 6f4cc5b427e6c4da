"""An incident: scored by the method, decided by a person with reasons, never closed silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.aftercare import incidents as core
from sharewell.aftercare.incidents import Decisions, Incident, Kind, Report, State, Whose
from sharewell.aftercare.severity import Inputs
from sharewell.policy import rulebook
from sharewell.register.card import Severity
from sharewell.vocabulary.people import Actor, Role

LOST = datetime(2026, 5, 5, 19, tzinfo=UTC)
REPORTED = datetime(2026, 5, 6, 8, 10, tzinfo=UTC)
AWARE = datetime(2026, 5, 6, 9, tzinfo=UTC)
DILYS = Actor(person="d1", name="Dilys", roles=frozenset({Role.DPO}))
HANA = Actor(person="h1", name="Hana", roles=frozenset({Role.HANDLER}))
SUSPECTED = Incident(
    reference="INC-40",
    party="ORG-1",
    kind=Kind.POTENTIAL,
    whose=Whose.THEIRS,
    state=State.SUSPECTED,
    occurred_at=LOST,
    reported_at=REPORTED,
)
ASSESSED = replace(SUSPECTED, state=State.ASSESSED, aware_at=AWARE, band=Severity.VERY_HIGH)
DECIDED = replace(ASSESSED, state=State.DECIDED)
NO = Decisions(
    regulator=False, regulator_why="Encrypted, key safe", people=False, people_why="Nobody could read it"
)


def codes(outcome):
    return [refusal.rule.code for refusal in outcome.refusals]


# --- the score --------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-7.4a")
def test_the_score_of_life_2():
    inputs = Inputs(context=4, identification=1, circumstances=0.25, unintelligible=True)

    assert (inputs.score, inputs.band) == (4.25, Severity.VERY_HIGH)


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (1.99, "low"),
        (2, "medium"),
        (2.99, "medium"),
        (3, "high"),
        (3.99, "high"),
        (4, "very_high"),
        (6, "very_high"),
    ],
)
def test_the_bands_begin_where_the_method_says(score, band):
    assert Inputs(context=1, identification=1, circumstances=score - 1).band is Severity(band)


@given(st.floats(1, 4), st.floats(0.25, 1), st.floats(0, 1.5), st.floats(0, 0.5))
def test_worse_circumstances_never_make_it_milder(context, identification, circumstances, more):
    order = list(Severity)
    mild = Inputs(context=context, identification=identification, circumstances=circumstances)
    worse = replace(mild, circumstances=circumstances + more)

    assert order.index(worse.band) >= order.index(mild.band)


@pytest.mark.parametrize(
    ("incident", "weight"),
    [
        (SUSPECTED, Severity.HIGH),
        (replace(SUSPECTED, kind=Kind.NEAR_MISS), Severity.LOW),
        (ASSESSED, Severity.VERY_HIGH),
        (replace(ASSESSED, band=Severity.LOW), Severity.LOW),
    ],
)
def test_until_somebody_assessed_it_what_may_have_happened_counts_as_high(incident, weight):
    assert incident.weighs_as is weight


# --- the clocks -------------------------------------------------------------------------------------------------------
def test_seventy_two_hours_run_from_when_we_became_aware():
    assert ASSESSED.regulator_by == datetime(2026, 5, 9, 9, tzinfo=UTC)
    assert SUSPECTED.regulator_by is None


@pytest.mark.parametrize(("hours", "prompt"), [(24, True), (24.1, False)])
def test_a_recipient_reports_within_a_day(hours, prompt):
    assert replace(SUSPECTED, reported_at=LOST + timedelta(hours=hours)).prompt is prompt


# --- the steps --------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-7.4a")
@pytest.mark.parametrize("wrong", [{"what": " "}, {"occurred_at": REPORTED + timedelta(minutes=1)}])
def test_a_report_says_what_happened_and_when(wrong):
    said = Report(party="ORG-1", kind=Kind.POTENTIAL, occurred_at=LOST, what="Laptop lost")

    assert core.report("INC-40", said, by=HANA, at=REPORTED).permitted
    assert codes(core.report("INC-40", replace(said, **wrong), by=HANA, at=REPORTED)) == [
        rulebook.INCIDENT_COMPLETE.code
    ]


@pytest.mark.parametrize(
    "wrong",
    [{"context": 5}, {"context": 0}, {"identification": 1.5}, {"circumstances": 3}, {"identification": 0}],
)
def test_a_value_outside_its_scale_is_refused(wrong):
    inputs = replace(Inputs(context=4, identification=1, circumstances=0.25), **wrong)

    outcome = core.assess(SUSPECTED, inputs, aware_at=AWARE, whose=Whose.THEIRS, by=DILYS, at=AWARE)

    assert codes(outcome) == [rulebook.INCIDENT_COMPLETE.code]


STEPS = {
    "assess": lambda incident, by: core.assess(
        incident, Inputs(context=4, identification=1, circumstances=0), aware_at=AWARE, whose=Whose.THEIRS, by=by,
        at=AWARE
    ),
    "ask": lambda incident, by: core.ask(incident, what="Proof of encryption", by=by, at=AWARE),
    "settle": lambda incident, by: core.settle(incident, NO, by=by, at=AWARE),
    "close": lambda incident, by: core.close(incident, why="Key was safe", by=by, at=AWARE),
}  # fmt: skip
MAY = {
    State.SUSPECTED: {"assess", "ask"},
    State.ASSESSED: {"assess", "ask", "settle"},
    State.DECIDED: {"assess", "ask", "settle", "close"},
    State.CLOSED: set(),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_only_from_where_it_may_be_taken(state, step):
    band = None if state is State.SUSPECTED else Severity.HIGH
    incident = replace(ASSESSED, state=state, band=band)

    assert STEPS[step](incident, DILYS).permitted is (step in MAY[state])


@pytest.mark.parametrize("step", STEPS)
def test_the_dpo_and_nobody_else_takes_them(step):
    assert rulebook.NOT_YOUR_STEP.code in codes(STEPS[step](DECIDED, HANA))


@pytest.mark.requirement("OPCC-7.4d")
@pytest.mark.parametrize("silent", [{"regulator_why": ""}, {"people_why": " "}])
def test_nobody_decides_without_reasons(silent):
    assert codes(core.settle(ASSESSED, replace(NO, **silent), by=DILYS, at=AWARE)) == [
        rulebook.REASONS_GIVEN.code
    ]


def test_later_than_72_hours_needs_a_reason_of_its_own():
    late, yes = AWARE + timedelta(hours=73), replace(NO, regulator=True)

    assert codes(core.settle(ASSESSED, yes, by=DILYS, at=late)) == [rulebook.REASONS_GIVEN.code]
    assert core.settle(ASSESSED, replace(yes, late_why="The key log came late"), by=DILYS, at=late).permitted


@pytest.mark.requirement("OPCC-7.4d")
def test_nothing_is_closed_silently_or_with_a_question_open():
    assert codes(core.close(DECIDED, why="", by=DILYS, at=AWARE)) == [rulebook.REASONS_GIVEN.code]
    assert codes(core.close(replace(DECIDED, open_questions=1), why="Done", by=DILYS, at=AWARE)) == [
        rulebook.INCIDENT_COMPLETE.code
    ]


@pytest.mark.parametrize("role", [None, *Role])
def test_a_question_is_answered_by_those_whom_it_was_put_to_or_for_them_by_those_who_handle_it(role):
    by = Actor(person="x1", name="X", roles=frozenset({role} - {None}))

    outcome = core.answer(SUSPECTED, says="Two people", answered=False, by=by, at=REPORTED)

    assert outcome.permitted is (role in {Role.RECIPIENT, Role.HANDLER, Role.DPO})
    assert outcome.permitted or codes(outcome) == [rulebook.NOT_YOUR_STEP.code]
