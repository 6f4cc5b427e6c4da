"""The data protection impact assessment: complete before it is signed, and what was agreed holds a release back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.decisions import LAW, an_actor, an_owner, the_chief_executive, the_dpo
from sharewell.register.dpia import steps
from sharewell.register.dpia.lifecycle import TRANSITIONS, WHO, Action, refusals
from sharewell.register.dpia.paper import paper
from sharewell.register.dpia.record import (
    Advised,
    Consultation,
    Dpia,
    Effect,
    Level,
    Measure,
    Risk,
    Status,
    as_answers,
    as_facts,
    holds_back,
)
from sharewell.vocabulary.people import Role

NOON = datetime(2026, 4, 8, 12, tzinfo=ZoneInfo("Europe/London"))
TODAY = NOON.date()


def a_measure(number=1, **changes):
    usual = {
        "what": "Send it sealed, to one named person.",
        "effect": Effect.REDUCED,
        "officer": "h1",
        "due": date(2026, 4, 20),
        "approved": True,
    }
    return Measure(number=number, **{**usual, **changes})


def a_risk(number=1, **changes):
    usual = {
        "source": "The file reaches the wrong desk and somebody learns of an illness.",
        "likelihood": "possible",
        "severity": "significant",
        "residual": Level.LOW,
        "measures": (a_measure(),),
    }
    return Risk(number=number, **{**usual, **changes})


ADVISED = Advised(by="d1", at=NOON, words="For it, once the measure is in place.", accepted=True)


def a_dpia(status=Status.ADVISED, **changes):
    usual = {
        "reference": "DPIA-12",
        "title": "Home visits with the council",
        "controller": "Northshire Fire and Rescue Authority",
        "data_set": "complaints",
        "answers": {part.id: "Said in a few sentences." for part in LAW.dpia if part.always},
        "risks": (a_risk(),),
        "advice": ADVISED,
        "status": status,
    }
    return Dpia(**{**usual, **changes})


def codes(found):
    return {refusal.rule.code for refusal in found}


def signed(dpia, by=None):
    return steps.sign(dpia, by=by or an_owner(), at=NOON, law=LAW)


# --- who, and from where --------------------------------------------------------------------------

STAFF = (Role.HANDLER, Role.OWNER, Role.CHIEF_EXECUTIVE, Role.REGISTER_KEEPER)
OWNERS = (Role.OWNER, Role.CHIEF_EXECUTIVE)
# Written out by hand, not from the tables.
PERMITTED = {
    *((status, Action.WRITE, role) for status in (Status.DRAFT, Status.ADVISED) for role in STAFF),
    *((status, Action.ADVISE, Role.DPO) for status in (Status.DRAFT, Status.ADVISED)),
    *((Status.ADVISED, Action.ANSWER_ADVICE, role) for role in OWNERS),
    *((Status.ADVISED, Action.SIGN, role) for role in OWNERS),
    (Status.WITH_REGULATOR, Action.ANSWERED, Role.DPO),
    *((Status.SIGNED, Action.MEASURE_DONE, role) for role in STAFF),
    *((Status.SIGNED, Action.REOPEN, role) for role in (*STAFF, Role.DPO)),
    *(
        (status, Action.COVER, role)
        for status in (Status.DRAFT, Status.ADVISED, Status.SIGNED)
        for role in OWNERS
    ),
    *((status, Action.GIVE_UP, role) for status in (Status.DRAFT, Status.ADVISED) for role in OWNERS),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_each_post_may_take_each_step_from_each_state_or_is_told_why_not(status, action, role):
    owns = frozenset({"complaints"}) if role is Role.OWNER else frozenset()

    found = refusals(a_dpia(status), action, by=an_actor("x1", role, owns=owns), at=NOON, law=LAW)

    assert (not found) is ((status, action, role) in PERMITTED)
    assert all(one.reason and one.remedy and one.rule.citation for one in found)


def test_every_step_belongs_to_somebody_and_leads_from_somewhere():
    assert set(WHO) == set(Action)
    assert {action for _, action in TRANSITIONS} == set(Action)


def test_the_owner_of_other_data_does_not_sign_it():
    assert codes(signed(a_dpia(), by=an_owner("o2", "home-visits")).outcome.refusals) == {"DE_NO_AUTHORITY"}


def test_the_dpo_advises_and_never_signs_even_owning_the_data():
    both = an_actor("d1", Role.DPO, Role.OWNER, owns=frozenset({"complaints"}))

    assert codes(signed(a_dpia(), by=both).outcome.refusals) == {"DE_SOD"}


def test_nobody_without_current_training_signs_it():
    assert codes(signed(a_dpia(), by=an_owner(trained_until=None)).outcome.refusals) == {"DE_TRAINING"}


# --- complete before it is advised on and signed --------------------------------------------------


@pytest.mark.requirement("OPCC-3.5a")
@pytest.mark.parametrize("part", [part.id for part in LAW.dpia if part.always])
@pytest.mark.parametrize("action", [Action.ADVISE, Action.SIGN])
def test_one_step_without_an_answer_is_enough_and_is_named(part, action):
    dpia = a_dpia()
    holed = replace(dpia, answers={**dpia.answers, part: "  "})
    by = the_dpo() if action is Action.ADVISE else an_owner()

    found = refusals(holed, action, by=by, at=NOON, law=LAW)

    assert [one.where for one in found] == [part]


@pytest.mark.parametrize(
    "risks",
    [
        (a_risk(measures=()),),
        (a_risk(measures=(a_measure(effect=Effect.ACCEPTED),)),),
        (a_risk(severity="minimal", residual=Level.MEDIUM),),
    ],
    ids=["no measure", "accepted and yet smaller", "more than there was"],
)
def test_a_risk_that_does_not_add_up_keeps_it_from_being_signed(risks):
    assert codes(signed(a_dpia(risks=risks)).outcome.refusals) == {"DPIA_INCOMPLETE"}


def test_nobody_who_writes_approves_a_measure_or_says_that_it_is_done():
    bold = a_risk(measures=(a_measure(approved=True, done=TODAY),))

    written = steps.write(
        a_dpia(risks=()), risks=(bold,), by=an_actor("h1", Role.HANDLER), at=NOON, law=LAW
    ).dpia

    assert [(one.approved, one.done) for one in written.measures] == [(False, None)]


def test_whoever_signs_approves_the_measures():
    agreed = signed(a_dpia(risks=(a_risk(measures=(a_measure(approved=False),)),))).dpia

    assert all(one.approved for one in agreed.measures)


def test_a_measure_that_was_done_stays_done_until_it_is_another():
    done = a_risk(measures=(a_measure(done=TODAY),))
    again = (a_risk(measures=(a_measure(),)),)
    other = (a_risk(measures=(a_measure(what="Ask twice."),)),)

    def rewritten(risks):
        return steps.write(a_dpia(risks=(done,)), risks=risks, by=an_owner(), at=NOON, law=LAW).dpia

    assert [one.done for one in rewritten(again).measures] == [TODAY]
    assert [one.done for one in rewritten(other).measures] == [None]


def test_one_that_is_given_up_holds_nothing_back_and_says_nothing():
    silent = steps.give_up(a_dpia(), why=" ", by=an_owner(), at=NOON, law=LAW)
    gone = steps.give_up(a_dpia(), why="Nothing will be shared.", by=an_owner(), at=NOON, law=LAW).dpia

    assert codes(silent.outcome.refusals) == {"DE_REASONS"}
    assert holds_back(gone, TODAY) == ()
    assert as_facts(gone) == {"dpia.status": "none"}


def test_one_assessment_may_cover_several_sharings_and_names_each_once():
    covered = a_dpia(Status.SIGNED, about=("ISA-1",))
    for about in ("DSR-1", "DSR-1"):
        covered = steps.cover(covered, about=about, by=an_owner(), at=NOON, law=LAW).dpia

    assert covered.about == ("ISA-1", "DSR-1")


def test_it_is_begun_by_trained_staff_with_a_title():
    new = a_dpia(Status.DRAFT, title=" ", drafted_by=frozenset())

    untitled = steps.start(new, by=an_actor("h1", Role.HANDLER), at=NOON)
    begun = steps.start(replace(new, title="Home visits"), by=an_actor("h1", Role.HANDLER), at=NOON)

    assert codes(untitled.outcome.refusals) == {"DE_REASONS"}
    assert begun.dpia.drafted_by == {"h1"}
    assert codes(steps.start(new, by=an_actor("r1", Role.RECIPIENT), at=NOON).outcome.refusals) >= {
        "ST_NOT_YOURS"
    }


def test_a_risk_may_be_accepted_as_it_is():
    accepted = a_risk(residual=Level.MEDIUM, measures=(a_measure(effect=Effect.ACCEPTED),))

    assert signed(a_dpia(risks=(accepted,))).outcome.permitted


def test_everything_that_is_missing_is_told_at_once():
    nothing = a_dpia(answers={}, risks=(), advice=None)

    found = signed(nothing).outcome.refusals

    assert codes(found) == {"DPIA_INCOMPLETE", "DPIA_ADVICE_UNANSWERED", "DPIA_PRIOR_CONSULTATION"}


@pytest.mark.parametrize(
    ("likelihood", "severity", "overall"),
    [
        ("remote", "minimal", "low"),
        ("remote", "severe", "low"),
        ("possible", "minimal", "low"),
        ("possible", "significant", "medium"),
        ("possible", "severe", "high"),
        ("probable", "minimal", "low"),
        ("probable", "significant", "high"),
        ("probable", "severe", "high"),
    ],
)
def test_the_matrix_weighs_likelihood_and_severity(likelihood, severity, overall):
    assert a_risk(likelihood=likelihood, severity=severity).overall(LAW) == overall


def test_what_is_left_is_the_highest_of_the_risks_and_unknown_is_high():
    assert a_dpia(risks=(a_risk(), a_risk(2, residual=Level.MEDIUM))).residual is Level.MEDIUM
    assert a_dpia(risks=()).residual is Level.HIGH


# --- advice, regulator, signature -----------------------------------------------------------------


def test_what_is_changed_after_the_advice_is_advised_on_again():
    changed = steps.write(a_dpia(), answers={"dpia.1.aim": "Another aim."}, by=an_owner(), at=NOON, law=LAW)

    assert changed.dpia.status is Status.DRAFT
    assert codes(signed(changed.dpia).outcome.refusals) == {"ST_NOT_NOW"}


def test_the_advice_is_overruled_only_with_reasons():
    advised = a_dpia(advice=replace(ADVISED, accepted=None))

    silent = steps.answer_advice(advised, accepted=False, by=an_owner(), at=NOON, law=LAW)
    said = steps.answer_advice(
        advised, accepted=False, reasons="The visit cannot wait.", by=an_owner(), at=NOON, law=LAW
    )

    assert codes(silent.outcome.refusals) == {"DE_REASONS"}
    assert said.outcome.events[0].kind == "dpia.advice_overruled"
    assert as_facts(signed(said.dpia).dpia) == {"dpia.status": "overruled"}


HIGH = (a_risk(severity="severe", residual=Level.HIGH),)


def test_a_high_risk_that_is_left_goes_to_the_regulator_first():
    dpia = a_dpia(risks=HIGH)

    refused = signed(dpia).outcome
    asked = steps.consult(dpia, by=the_dpo(), at=NOON, law=LAW)

    assert codes(refused.refusals) == {"DPIA_PRIOR_CONSULTATION"}
    assert asked.dpia.status is Status.WITH_REGULATOR
    assert asked.dpia.consultation.answer_due == date(2026, 6, 3)
    assert asked.dpia.consultation.answer_due_at_the_latest == date(2026, 7, 15)
    assert as_facts(asked.dpia) == {"dpia.status": "prior_consultation_pending"}


@pytest.mark.parametrize("may_begin", [True, False])
def test_it_begins_only_where_the_regulator_says_so(may_begin):
    asked = steps.consult(a_dpia(risks=HIGH), by=the_dpo(), at=NOON, law=LAW).dpia

    answered = steps.regulator_answered(
        asked, may_begin=may_begin, words="In writing.", by=the_dpo(), at=NOON, law=LAW
    )

    assert signed(answered.dpia).outcome.permitted is may_begin


def test_nobody_asks_the_regulator_about_a_risk_that_is_not_high():
    found = refusals(a_dpia(), Action.CONSULT, by=the_dpo(), at=NOON, law=LAW)

    assert codes(found) == {"DPIA_PRIOR_CONSULTATION"}


def test_a_signature_sets_the_next_review_within_a_year():
    dpia = signed(a_dpia(), by=the_chief_executive()).dpia

    assert dpia.signed_by == "c1"
    assert dpia.review_by == date(2027, 4, 8)


def test_what_was_reopened_is_no_longer_signed():
    again = steps.reopen(a_dpia(Status.SIGNED), why="A new recipient.", by=the_dpo(), at=NOON, law=LAW).dpia

    assert as_facts(again) == {"dpia.status": "draft"}
    assert again.advice is None


# --- what it says to a case, and what holds a release back ----------------------------------------


@pytest.mark.parametrize(
    ("dpia", "fact", "answers"),
    [
        (None, "none", {}),
        (a_dpia(Status.DRAFT), "draft", {"S6.2": "DPIA-12"}),
        (a_dpia(Status.SIGNED), "signed", {"S6.2": "DPIA-12", "S6.3": "no"}),
        (a_dpia(Status.SIGNED, risks=HIGH), "signed", {"S6.2": "DPIA-12", "S6.3": "yes"}),
        (
            a_dpia(
                Status.SIGNED,
                risks=HIGH,
                consultation=Consultation(asked=TODAY, answered=TODAY, may_begin=True),
            ),
            "signed",
            {"S6.2": "DPIA-12", "S6.3": "no"},
        ),
    ],
)
def test_what_an_assessment_says_to_a_case(dpia, fact, answers):
    assert as_facts(dpia) == {"dpia.status": fact}
    assert as_answers(dpia) == answers


def test_a_measure_that_is_not_done_holds_the_release_back_until_it_is():
    dpia = a_dpia(Status.SIGNED)

    before = holds_back(dpia, TODAY)
    done = steps.measure_done(dpia, number=1, by=an_owner(), at=NOON, law=LAW)

    assert codes(before) == {"DPIA_MEASURE_OPEN"}
    assert holds_back(done.dpia, TODAY) == ()


def test_there_is_no_saying_done_of_a_measure_that_does_not_exist_or_is_done():
    done = a_dpia(Status.SIGNED, risks=(a_risk(measures=(a_measure(done=TODAY),)),))

    assert not steps.measure_done(done, number=1, by=an_owner(), at=NOON, law=LAW).outcome.permitted
    assert not steps.measure_done(done, number=9, by=an_owner(), at=NOON, law=LAW).outcome.permitted


def test_nothing_leaves_under_one_that_is_not_signed_or_whose_review_is_overdue():
    done = (a_risk(measures=(a_measure(done=TODAY),)),)

    assert codes(holds_back(a_dpia(risks=done), TODAY)) == {"DPIA_REQUIRED"}
    overdue = a_dpia(Status.SIGNED, risks=done, review_by=date(2026, 4, 7))
    assert codes(holds_back(overdue, TODAY)) == {"DPIA_REVIEW_OVERDUE"}
    assert holds_back(replace(overdue, review_by=TODAY), TODAY) == ()


LEVELS = st.sampled_from(Level)
RISKS = st.builds(
    lambda likelihood, severity, residual, approved, effect: a_risk(
        likelihood=likelihood,
        severity=severity,
        residual=residual,
        measures=(a_measure(approved=approved, effect=effect),),
    ),
    st.sampled_from(("remote", "possible", "probable")),
    st.sampled_from(("minimal", "significant", "severe")),
    LEVELS,
    st.booleans(),
    st.sampled_from(Effect),
)


@given(st.lists(RISKS, max_size=3))
def test_nothing_is_signed_with_a_high_risk_left_that_the_regulator_has_not_allowed(risks):
    outcome = signed(a_dpia(risks=tuple(risks))).outcome

    assert not outcome.permitted or all(risk.residual is not Level.HIGH for risk in risks)


def test_a_part_the_template_does_not_have_is_refused():
    step = steps.write(a_dpia(), answers={"dpia.9.what": "…"}, by=an_owner(), at=NOON, law=LAW)

    assert codes(step.outcome.refusals) == {"DPIA_INCOMPLETE"}


# --- on paper -------------------------------------------------------------------------------------


def said_on(dpia):
    printed = paper(dpia, law=LAW, names={"o1": "Olive Owner", "d1": "Dilys Officer"}, on=TODAY)
    return " ".join(str(block) for block in printed.blocks)


def test_the_paper_holds_every_answer_every_risk_and_whoever_signed():
    text = said_on(signed(a_dpia(risks=(a_risk(), a_risk(2)))).dpia)

    assert all(part.title in text for part in LAW.dpia if part.always)
    assert text.count("reaches the wrong desk") == 2
    assert "approved by Olive Owner, 8 April 2026" in text
    assert "Nothing leaves until these are done" in text


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.SIGNED])
def test_a_paper_that_is_not_signed_says_so(status):
    assert "It is not signed" in said_on(a_dpia(status))


def test_the_paper_says_whether_the_advice_was_taken():
    overruled = replace(ADVISED, accepted=False, answered_by="o1", reasons="The visit cannot wait.")

    text = said_on(a_dpia(advice=overruled))

    assert "overruled by Olive Owner" in text
    assert "The visit cannot wait." in text
