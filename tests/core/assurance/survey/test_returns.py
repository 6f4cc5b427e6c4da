"""What a team does with its return, and that nothing but a signature makes it count."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.survey import HERE, NOON, a_flow, a_keeper, a_return, a_team, somebody
from builders.working_days import NONE
from sharewell.assurance.survey import returns
from sharewell.assurance.survey.questions import QUESTIONS
from sharewell.assurance.survey.record import Return, Standing, gaps_in
from sharewell.assurance.survey.returns import apply
from sharewell.assurance.survey.roster import gaps, may_run
from sharewell.policy import rulebook
from sharewell.vocabulary.people import Role

RITA, DEV, MONA, ZOE = (somebody(each) for each in ("rita", "dev", "mona", "zoe"))


extend = partial(returns.extend, proclaimed=NONE)


def after(was: Return, outcome) -> Return:
    assert outcome.permitted, outcome.refusals
    return apply(was, outcome.events[0])


def rules(outcome) -> set:
    return {each.rule for each in outcome.refusals}


# --- silence, and what is none ----------------------------------------------------------------------------------------
@pytest.mark.requirement("WMFS-2.2b")
def test_a_nil_return_counts_once_somebody_of_the_team_has_signed_it():
    was = a_return()

    signed = after(was, returns.sign(was, nil=True, confirmed=True, by=RITA, at=NOON))

    assert not was.standing.responded
    assert (signed.standing, signed.signed_by, signed.signed_at) == (Standing.NIL, "rita", NOON)
    assert signed.standing.responded


@pytest.mark.requirement("WMFS-2.2b")
@pytest.mark.parametrize("nil", [True, False])
def test_without_the_signature_it_is_silence(nil):
    outcome = returns.sign(a_return(), nil=nil, confirmed=False, by=RITA, at=NOON)

    assert rulebook.RETURN_SIGNED in rules(outcome)


@pytest.mark.requirement("WMFS-2.2b")
def test_an_empty_return_is_no_answer_whoever_signs_it():
    outcome = returns.sign(a_return(standing=Standing.BEGUN), nil=False, confirmed=True, by=RITA, at=NOON)

    assert rules(outcome) == {rulebook.RETURN_SIGNED}


STEPS = st.sampled_from(["save", "delegate", "hand_on", "extend", "unsigned", "empty"])


@given(st.lists(STEPS, max_size=8))
def test_no_step_but_a_signature_makes_a_return_count(steps):
    kept = a_return()

    for step in steps:
        outcome = {
            "save": lambda was: returns.save(was, by=RITA, at=NOON),
            "delegate": lambda was: returns.delegate(was, to="zoe", here=HERE, by=RITA, at=NOON),
            "hand_on": lambda was: returns.hand_on(was, to="", why="Not me.", here=HERE, by=DEV, at=NOON),
            "extend": lambda was: extend(was, to=date(2026, 7, 1), why="Leave.", by=MONA, at=NOON),
            "unsigned": lambda was: returns.sign(was, nil=True, confirmed=False, by=RITA, at=NOON),
            "empty": lambda was: returns.sign(was, nil=False, confirmed=True, by=RITA, at=NOON),
        }[step](kept)
        kept = apply(kept, outcome.events[0]) if outcome.permitted else kept

    assert not kept.standing.responded


@pytest.mark.requirement("WMFS-2.0b")
@pytest.mark.parametrize("name", [each.name for each in QUESTIONS if each.required])
def test_one_question_left_open_is_enough_to_refuse_the_signature(name):
    was = a_return(flows=(a_flow(), a_flow(**{name: ""})), standing=Standing.BEGUN)

    outcome = returns.sign(was, nil=False, confirmed=True, by=RITA, at=NOON)

    assert rules(outcome) == {rulebook.RETURN_WHOLE}
    assert [each.where for each in outcome.refusals] == ["flow 2"]


def test_nought_people_is_an_answer_and_a_blank_is_none():
    assert gaps_in(a_flow(people=0)) == ()
    assert gaps_in(a_flow(data="  ", people=None)) == ("data", "people")


@pytest.mark.requirement("WMFS-2.0b")
def test_a_nil_return_with_something_written_down_is_refused():
    outcome = returns.sign(a_return(flows=(a_flow(),)), nil=True, confirmed=True, by=RITA, at=NOON)

    assert rules(outcome) == {rulebook.RETURN_WHOLE}


# --- who answers ------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("WMFS-2.2a")
@pytest.mark.parametrize("who", ["mona", "hal", "dora", "zoe", "k1"])
def test_nobody_signs_for_a_team_that_is_not_theirs(who):
    outcome = returns.sign(
        a_return(), nil=True, confirmed=True, by=somebody(who, Role.REGISTER_KEEPER), at=NOON
    )

    assert rules(outcome) == {rulebook.TEAM_ANSWERS}


@pytest.mark.requirement("WMFS-2.2a")
def test_whom_the_respondent_delegates_to_fills_it_in_and_signs():
    was = a_return()

    delegated = after(was, returns.delegate(was, to="zoe", here=HERE, by=RITA, at=NOON))
    signed = after(delegated, returns.sign(delegated, nil=True, confirmed=True, by=ZOE, at=NOON))

    assert (signed.team.respondent, signed.signed_by) == ("rita", "zoe")


@pytest.mark.requirement("WMFS-2.2a")
def test_nobody_delegates_to_somebody_who_is_not_here():
    outcome = returns.delegate(a_return(), to="gone", here=HERE, by=RITA, at=NOON)

    assert rules(outcome) == {rulebook.ROSTER_WHOLE}


@pytest.mark.parametrize(
    ("here", "to"),
    [
        (HERE, "dev"),
        (HERE - {"dev"}, "mona"),
        (HERE - {"dev", "mona"}, "hal"),
        (HERE - {"dev", "mona", "hal"}, "dora"),
    ],
)
def test_i_am_not_the_right_person_goes_to_the_next_who_is_here(here, to):
    was = a_return()

    handed = after(was, returns.hand_on(was, to="", why="I moved.", here=here, by=RITA, at=NOON))

    assert handed.team.respondent == to
    assert (handed.rung, handed.due) == (was.rung, was.due)


@pytest.mark.requirement("WMFS-2.2a")
def test_a_return_never_belongs_to_nobody():
    outcome = returns.hand_on(a_return(), to="", why="I moved.", here=frozenset({"rita"}), by=RITA, at=NOON)

    assert rules(outcome) == {rulebook.ROSTER_WHOLE}


def test_what_was_signed_is_not_touched_again():
    signed = a_return(standing=Standing.ANSWERED, flows=(a_flow(),))

    outcomes = (
        returns.save(signed, by=RITA, at=NOON),
        returns.sign(signed, nil=False, confirmed=True, by=RITA, at=NOON),
        returns.delegate(signed, to="zoe", here=HERE, by=RITA, at=NOON),
        returns.hand_on(signed, to="zoe", why="Leave.", here=HERE, by=RITA, at=NOON),
        extend(signed, to=date(2026, 7, 1), why="Leave.", by=MONA, at=NOON),
        returns.merge(signed, into="Estates", open_teams=frozenset({"Estates"}), by=a_keeper(), at=NOON),
    )
    assert [rules(each) for each in outcomes] == [{rulebook.NOT_IN_THIS_STATE}] * 6


# --- more time --------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("WMFS-0.2")
def test_more_time_leaves_the_day_it_was_first_due_visible():
    was = a_return()

    later = after(
        was,
        extend(was, to=date(2026, 7, 1), why="Half of us are ill.", by=MONA, at=NOON),
    )

    assert (later.due, later.first_due) == (date(2026, 7, 1), date(2026, 6, 22))


@pytest.mark.parametrize(
    ("day", "may"),
    [
        (date(2026, 6, 22), False),
        (date(2026, 6, 23), True),
        (date(2026, 7, 20), True),
        (date(2026, 7, 21), False),
    ],
)
def test_more_time_is_later_and_not_without_end(day, may):
    assert extend(a_return(), to=day, why="Leave.", by=MONA, at=NOON).permitted is may


def test_a_team_does_not_give_itself_more_time():
    outcome = extend(a_return(), to=date(2026, 7, 1), why="Busy.", by=RITA, at=NOON)

    assert rules(outcome) == {rulebook.NOT_YOUR_STEP}


# --- teams that change ------------------------------------------------------------------------------------------------
def test_a_merged_team_is_answered_for_by_the_other():
    was = a_return()

    merged = after(
        was, returns.merge(was, into="Estates", open_teams=frozenset({"Estates"}), by=a_keeper(), at=NOON)
    )

    assert (merged.standing, merged.into) == (Standing.MERGED, "Estates")
    assert not merged.standing.responded


@pytest.mark.requirement("WMFS-2.2b")
@pytest.mark.parametrize("into", ["HR", "Signed already", ""])
def test_silence_is_not_merged_away(into):
    outcome = returns.merge(
        a_return(), into=into, open_teams=frozenset({"HR", "Estates"}), by=a_keeper(), at=NOON
    )

    assert rules(outcome) == {rulebook.RETURN_SIGNED}


@pytest.mark.parametrize(
    ("on", "due"), [(date(2026, 6, 3), date(2026, 6, 22)), (date(2026, 6, 17), date(2026, 7, 1))]
)
def test_a_team_that_is_split_off_late_has_ten_working_days(on, due):
    assert returns.late_due(date(2026, 6, 22), on=on, proclaimed=NONE) == due


# --- the roster -------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("WMFS-2.2a")
@pytest.mark.parametrize("post", ["respondent", "deputy", "manager", "head", "director"])
def test_a_team_without_somebody_in_each_post_is_not_asked(post):
    found = list(gaps([a_team(**{post: ""}), a_team("Estates", **{post: "gone"})], here=HERE))

    assert [(each.rule, each.where) for each in found] == [
        (rulebook.ROSTER_WHOLE, "HR"),
        (rulebook.ROSTER_WHOLE, "Estates"),
    ]


@pytest.mark.requirement("WMFS-2.2a")
def test_every_gap_is_told_at_once():
    teams = [a_team("HR", deputy="rita"), a_team("HR"), a_team("Estates", director="")]

    assert [each.where for each in gaps(teams, here=HERE)] == ["HR", "HR", "Estates"]
    assert [each.where for each in gaps([], here=HERE)] == [""]
    assert list(gaps([a_team()], here=HERE)) == []


@pytest.mark.parametrize(
    ("role", "may"), [(Role.REGISTER_KEEPER, True), (Role.DPO, True), (Role.HANDLER, False)]
)
def test_a_survey_is_run_by_who_keeps_the_register(role, may):
    assert (not list(may_run(somebody("x", role)))) is may
