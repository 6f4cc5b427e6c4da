"""What the policy says of a whole case: stages in order, open questions, and which outcome outranks which."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.decisions import ANSWERS, FACTS, LAW, MISSING, assessed, codes
from sharewell.decisions.assessment import Result, Verdict

JUDGED_QUESTIONS = sorted(ANSWERS)


def about(assessment):
    return {reason.about for reason in assessment.reasons if reason.code == "Q_OPEN"}


@pytest.mark.requirement("OPCC-7.1a")
def test_a_case_with_every_stage_satisfied_may_proceed():
    assessment = assessed()

    assert assessment.outcome is Verdict.MAY_PROCEED
    assert [one.result.value for one in assessment.stages[:12]] == [
        *["pass"] * 9,
        "not_applicable",
        "pass",
        "not_applicable",
    ]
    assert {one.result for one in assessment.stages[12:]} == {Result.NOT_REACHED}


@pytest.mark.requirement("OPCC-7.2c")
@pytest.mark.parametrize("question", JUDGED_QUESTIONS)
def test_one_unanswered_question_is_enough_to_block_and_is_named(question):
    assessment = assessed(answers={question: MISSING})

    assert assessment.outcome is Verdict.BLOCKED
    assert question in about(assessment)
    assert assessment.of_stage(question.split(".")[0]).result is Result.BLOCK


@pytest.mark.parametrize(
    "fact",
    [
        "controller.is_public_authority",
        "data.about_living",
        "data.children",
        "data.collected_on_consent",
        "data.confidential",
        "data.criminal_offence",
        "data.special_category",
        "data.subjects_count",
        "dpia.status",
        "exemption.code",
        "power.kind",
        "purpose.compatible_with_collection",
        "register.matching_live_isa",
        "sharing.regime",
        "sharing.relationship",
        "sharing.repeat_count_12m",
        "statutory_bar",
    ],
)
def test_a_missing_fact_that_a_rule_would_match_on_blocks_and_is_named(fact):
    answers = {"S6.1": "recommended"} if fact == "dpia.status" else {}
    facts = {"dpia.screen": "recommended"} if fact == "dpia.status" else {}

    assessment = assessed(facts={**facts, fact: MISSING}, answers=answers)

    assert assessment.outcome is Verdict.BLOCKED
    assert fact in about(assessment)


def test_a_missing_fact_that_no_rule_waits_for_blocks_nothing():
    assessment = assessed(facts={"consent.withdrawn": MISSING, "lia.done": MISSING})

    assert assessment.may_proceed


def test_nothing_known_is_blocked_at_every_stage_that_asks_a_question():
    assessment = assessed(facts=dict.fromkeys(FACTS, MISSING), answers=dict.fromkeys(ANSWERS, MISSING))

    assert assessment.outcome is Verdict.BLOCKED
    assert {one.result for one in assessment.stages[:12]} == {Result.BLOCK}


# Every way an answer alone can hold a stage back: question, answer, facts that go with it, stage, code.
BLOCKS = [
    ("S1.1", "not_verified", {"recipient.verified": False}, "RQ_UNVERIFIED"),
    ("S1.2", "no", {}, "RQ_NO_AUTHORITY"),
    ("S1.3", "no", {}, "RQ_TOO_WIDE"),
    ("S1.5", "vir_incomplete", {}, "RQ_VIR_INCOMPLETE"),
    ("S2.2", "none", {"power.kind": "none"}, "LB_POWER_MISSING"),
    ("S2.4", "no", {"purpose.compatible_with_collection": "no"}, "PL_INCOMPATIBLE"),
    ("S2.4", "unknown", {"purpose.compatible_with_collection": "unknown"}, "PL_INCOMPATIBLE"),
    ("S3.3", "yes", {}, "NE_NARROWER"),
    ("S3.4", [{"field": "full_name", "why": " "}], {}, "NE_FIELD_UNJUSTIFIED"),
    ("S4.5", "none", {"data.confidential": True}, "CONF_NO_ROUTE"),
    ("S6.1", "required", {"dpia.screen": "required"}, "DPIA_REQUIRED"),
    ("S6.3", "yes", {}, "DPIA_PRIOR_CONSULTATION"),
    ("S7.a", "none", {}, "DQ_FORMAT"),
    ("S7.b", "low", {}, "DQ_ACCURACY"),
    ("S7.c", "none", {}, "DQ_AMENDMENT"),
    ("S7.d", "longer", {}, "DQ_RETENTION"),
    ("S7.d", "P36M", {"retention.ours": "P24M"}, "DQ_RETENTION"),
    ("S7.e", "no", {}, "DQ_MINIMISE"),
    ("S8.1", "not_assured", {}, "RC_SECURITY"),
    ("S8.4", ["REL-77: deletion certificate"], {}, "RC_OUTSTANDING_DUTY"),
    ("S10.1", "tm.email_plain", {}, "TM_TOO_WEAK"),
    ("S10.1", "tm.phone", {}, "TM_TOO_WEAK"),
    ("S10.1", "tm.mail_enc", {"data.vulnerable": True}, "TM_TOO_WEAK"),
    ("S10.2", "no", {}, "TM_KEY_UNVERIFIED"),
]


@pytest.mark.requirement("OPCC-7.2c", "OPCC-3.4")
@pytest.mark.parametrize(("question", "answer", "facts", "code"), BLOCKS)
def test_an_answer_that_does_not_satisfy_its_stage_blocks_it(question, answer, facts, code):
    stage = question.split(".")[0]

    assessment = assessed(facts=facts, answers={question: answer})

    assert assessment.outcome is Verdict.BLOCKED
    assert assessment.of_stage(stage).result is Result.BLOCK
    assert code in assessment.of_stage(stage).codes


@pytest.mark.parametrize(
    ("question", "answer", "facts"),
    [
        ("S7.b", "low", {"data.accuracy_note": True}),
        ("S7.c", "corrections@recipient.example.org, acknowledged in five days", {}),
        ("S7.d", "P12M", {"retention.ours": "P24M"}),
        ("S7.d", "statutory", {}),
        ("S10.1", "tm.mail_enc", {}),
        ("S6.1", "required", {"dpia.screen": "required", "dpia.status": "signed", "dpo.advice": "for"}),
    ],
)
def test_and_one_that_does_satisfies_it(question, answer, facts):
    advice = {"S11.1": "for"} if "dpo.advice" in facts else {}

    assert assessed(facts=facts, answers={question: answer, **advice}).may_proceed


@pytest.mark.parametrize(("until", "blocked"), [("2027-06-28", True), ("2027-06-29", False)])
def test_retention_compares_days_and_not_lengths(until, blocked):
    assessment = assessed(facts={"retention.ours_until": until}, answers={"S7.d": "P12M"})

    assert ("DQ_RETENTION" in codes(assessment)) is blocked


@pytest.mark.parametrize(
    ("right", "until", "told"),
    [
        ("Art 14", "2026-09-29", False),
        ("Art 14", "2026-06-29", False),
        ("Art 14", "2026-06-28", True),
        ("", "2026-09-29", True),
        ("Art 14", "", True),
    ],
)
def test_an_exemption_names_its_right_and_the_day_it_is_looked_at_again(right, until, told):
    record = {"exemption": "sch2.2", "right": right, "prejudice": "It would warn them.", "until": until}
    facts = {
        "exemption.code": "sch2.2",
        "exemption.prejudice_text": "It would warn them.",
        "dpo.advice": "for",
    }

    assessment = assessed(facts=facts, answers={"S5.3": record, "S11.1": "for"})

    assert ("EX_INCOMPLETE" in codes(assessment)) is told
    assert assessment.may_proceed


def test_retention_in_months_waits_for_how_long_we_keep_it_ourselves():
    assert about(assessed(answers={"S7.d": "P12M"})) == {"retention.ours"}


# --- which outcome outranks which -----------------------------------------------------------------

BAR = ({"statutory_bar": "bar.01"}, {"S2.5": "bar.01"})
INTERNAL = ({"sharing.relationship": "internal"}, {"S0.2": "yes"})
EMERGENCY = ({"sharing.emergency": True}, {"S0.6": "yes"})
AGREEMENT = ({"register.matching_live_isa": True}, {"S0.3": "yes"})
NO_BASIS = ({"basis.art6": "none", "no_basis_remains": True}, {"S4.2": "none"})
UNVERIFIED = ({"recipient.verified": False}, {"S1.1": "not_verified"})
BY_RANK = [
    (BAR, Verdict.REFUSED),
    (INTERNAL, Verdict.OUT_OF_SCOPE),
    (EMERGENCY, Verdict.EMERGENCY),
    (AGREEMENT, Verdict.DIVERTED),
    (NO_BASIS, Verdict.REFUSED),
    (UNVERIFIED, Verdict.BLOCKED),
]


@pytest.mark.parametrize("higher", range(len(BY_RANK)))
def test_the_outcome_that_ranks_higher_is_the_one_told(higher):
    facts = {name: value for (given, _), _ in reversed(BY_RANK[higher:]) for name, value in given.items()}
    answers = {name: value for (_, given), _ in reversed(BY_RANK[higher:]) for name, value in given.items()}
    if higher <= 1:  # the same relationship cannot be two things
        answers["S0.4"] = "no"

    assert assessed(facts=facts, answers=answers).outcome is BY_RANK[higher][1]


@pytest.mark.requirement("OPCC-2.2b")
def test_what_an_agreement_covers_is_diverted_and_later_stages_are_not_reached():
    assessment = assessed(facts=AGREEMENT[0], answers=AGREEMENT[1])

    assert assessment.outcome is Verdict.DIVERTED
    assert assessment.of_stage("S0").codes == ("DIV_EXISTING_ISA",)
    assert {one.result for one in assessment.stages[1:]} == {Result.NOT_REACHED}


@pytest.mark.parametrize(
    ("answer", "code"), [("foi", "DIV_FOI"), ("sar", "DIV_SAR"), ("complaint", "DIV_COMPLAINT")]
)
def test_a_request_of_another_kind_is_handed_on(answer, code):
    assert assessed(answers={"S0.5": answer}).of_stage("S0").codes == (code,)


def test_once_but_large_scale_becomes_an_agreement():
    assessment = assessed(facts={"data.subjects_count": 1000})

    assert assessment.outcome is Verdict.DIVERTED
    assert "DIV_LARGE_SCALE" in codes(assessment)


@pytest.mark.requirement("OPCC-3.3c")
@pytest.mark.parametrize("question", ["S3.1", "S3.2"])
def test_where_the_objective_needs_no_personal_data_that_way_is_taken(question):
    assessment = assessed(answers={question: "yes"})

    assert assessment.outcome is Verdict.DIVERTED
    assert assessment.of_stage("S3").result is Result.DIVERT
    assert assessment.of_stage("S2").result is Result.PASS


STATISTICS = {"data.identifiability": "aggregate"}


@pytest.mark.requirement("OPCC-2.1c")
def test_statistics_wait_for_the_file_to_show_it():
    assessment = assessed(facts=STATISTICS, answers={"S0.1": "no"})

    assert assessment.outcome is Verdict.BLOCKED
    assert about(assessment) == {"S3.5"}


def test_statistics_with_a_small_cell_are_blocked():
    assessment = assessed(facts=STATISTICS, answers={"S0.1": "no", "S3.5": "fail"})

    assert assessment.outcome is Verdict.BLOCKED
    assert assessment.of_stage("S3").codes == ("DC_SMALL_CELLS",)


@pytest.mark.requirement("OPCC-2.1a")
def test_statistics_that_pass_the_test_leave_the_policy():
    assessment = assessed(facts=STATISTICS, answers={"S0.1": "no", "S3.5": "pass"})

    assert assessment.outcome is Verdict.OUT_OF_SCOPE
    assert assessment.of_stage("S3").codes == ("OOS_NOT_PERSONAL",)


def test_a_refused_choice_of_basis_is_not_a_refused_case():
    assessment = assessed(facts={"basis.art6": "f", "lia.done": True}, answers={"S4.2": "f"})

    assert assessment.of_stage("S4").result is Result.REFUSE
    assert assessment.outcome is Verdict.BLOCKED


@pytest.mark.requirement("OPCC-3.1a")
def test_the_case_is_refused_once_it_records_that_no_basis_remains():
    facts = {"basis.art6": "f", "lia.done": True, "no_basis_remains": True}

    assert assessed(facts=facts, answers={"S4.2": "f"}).outcome is Verdict.REFUSED


def test_no_basis_chosen_is_an_open_question_not_a_refusal():
    assessment = assessed(facts={"basis.art6": "none"}, answers={"S4.2": "none"})

    assert assessment.outcome is Verdict.BLOCKED
    assert about(assessment) == {"basis.art6"}


# --- emergencies ----------------------------------------------------------------------------------


def test_an_emergency_waits_for_nothing_that_is_open():
    opened = {"sharing.emergency": True, "data.children": True}

    assessment = assessed(
        facts={**dict.fromkeys(FACTS, MISSING), **opened},
        answers={**dict.fromkeys(ANSWERS, MISSING), "S0.6": "yes"},
        roles={"decides": MISSING},
    )

    assert assessment.outcome is Verdict.EMERGENCY
    assert assessment.of_stage("S4").result is Result.DEFERRED
    assert "CH_BEST_INTERESTS" in codes(assessment)
    assert "Q_OPEN" not in codes(assessment)


def test_an_emergency_at_home_has_no_transfer_to_regularise_afterwards():
    assert assessed(facts=EMERGENCY[0], answers=EMERGENCY[1]).of_stage("S9").result is Result.NOT_APPLICABLE


def test_a_statutory_bar_stops_even_an_emergency():
    facts, answers = {**EMERGENCY[0], **BAR[0]}, {**EMERGENCY[1], **BAR[1]}

    assert assessed(facts=facts, answers=answers).outcome is Verdict.REFUSED


def test_in_an_emergency_nobodys_post_stands_in_the_way_but_it_is_found():
    assessment = assessed(facts=EMERGENCY[0], answers=EMERGENCY[1], roles={"decides": "h1"})

    found = [reason for reason in assessment.reasons if reason.code == "DE_SOD"]
    assert assessment.outcome is Verdict.EMERGENCY
    assert {reason.severity.value for reason in found} == {"finding"}


# --- requirements, exemptions, history, transfers, advice ------------------------------------------


def test_a_requirement_that_is_answered_is_still_told_and_holds_nothing_back():
    told = [reason for reason in assessed().reasons if reason.code == "HRA_PROPORTIONALITY"]

    assert [(reason.answered, reason.stops) for reason in told] == [(True, False)]


def test_children_need_a_written_answer_and_the_dpos_advice():
    assessment = assessed(facts={"data.children": True})

    assert "S4.7" in about(assessment)
    assert "DPO_ADVICE_MISSING" in codes(assessment)


@pytest.mark.requirement("OPCC-4.4b")
def test_an_exemption_without_prejudice_is_a_warning_and_the_disclosure_may_go_on():
    facts = {"exemption.code": "sch2.2", "dpo.advice": "for"}
    record = {"exemption": "sch2.2", "right": "Art 14", "prejudice": "", "until": "2026-09-01"}

    assessment = assessed(facts=facts, answers={"S5.3": record, "S11.1": "for"})

    assert assessment.of_stage("S5").codes == ("EX_NO_PREJUDICE",)
    assert assessment.of_stage("S5").result is Result.PASS_WITH_CONDITIONS
    assert assessment.may_proceed


HIGH = {"incident": "INC-31", "severity": "high", "opened": "2025-11-01", "closed": "2025-12-15"}


@pytest.mark.requirement("OPCC-7.4d")
@pytest.mark.parametrize(
    ("incident", "on", "expected"),
    [
        (HIGH, date(2026, 5, 18), {"RC_INCIDENT_HISTORY", "DPO_ADVICE_MISSING"}),
        (HIGH, date(2026, 12, 16), {"RC_INCIDENT_HISTORY"}),
        (HIGH, date(2028, 12, 15), {"RC_INCIDENT_HISTORY"}),
        (HIGH, date(2028, 12, 16), set()),
        ({**HIGH, "severity": "low"}, date(2026, 5, 18), {"RC_INCIDENT_HISTORY"}),
        (
            {**HIGH, "severity": "low", "closed": None},
            date(2026, 5, 18),
            {"RC_INCIDENT_HISTORY", "DPO_ADVICE_MISSING"},
        ),
        (
            {**HIGH, "closed": None},
            date(2026, 5, 18),
            {"RC_INCIDENT_HISTORY", "RC_INCIDENT_OPEN", "DPO_ADVICE_MISSING"},
        ),
    ],
)
def test_what_a_past_incident_asks_for_depends_on_its_weight_and_age(incident, on, expected):
    assessment = assessed(history=[incident], on=on)

    assert {reason.code for reason in assessment.blocking} == expected


def test_a_past_incident_that_was_considered_holds_nothing_back():
    considered = {"S8.3": "considered", "S11.1": "for"}

    assert assessed(facts={"dpo.advice": "for"}, answers=considered, history=[HIGH]).may_proceed


def abroad(country, mechanism, **facts):
    return assessed(
        facts={"recipient.country": country, "dpo.advice": "for", **facts},
        answers={"S9.1": "yes", "S9.2": mechanism, "S9.3": "met", "S9.4": "yes", "S11.1": "for"},
        on=date(2026, 6, 1),
    )


APPROVED = "approved_by_regulations"


@pytest.mark.requirement("OPCC-8.1c")
@pytest.mark.parametrize(
    ("country", "mechanism", "facts", "expected"),
    [
        ("IE", APPROVED, {}, set()),
        ("IN", "none", {}, {"TR_NO_MECHANISM"}),
        ("IN", APPROVED, {}, {"TR_NO_MECHANISM"}),
        ("IN", "safeguards_idta", {}, set()),
        ("IN", "derogation", {}, {"TR_DEROGATION_PUBLIC"}),
        ("IN", "derogation", {"transfer.derogation": "tm.49a"}, {"TR_DEROGATION_PUBLIC"}),
        ("IN", "derogation", {"transfer.derogation": "tm.49d"}, set()),
        ("US", APPROVED, {"recipient.is_public_authority": True}, {"TR_NO_MECHANISM"}),
        (
            "US",
            APPROVED,
            {"recipient.is_public_authority": True, "recipient.meets_country_condition": True},
            {"TR_NO_MECHANISM"},
        ),
        ("US", APPROVED, {}, {"TR_NO_MECHANISM"}),
        ("US", APPROVED, {"recipient.meets_country_condition": True}, set()),
    ],
)
def test_a_transfer_needs_a_mechanism_that_covers_it(country, mechanism, facts, expected):
    assert {reason.code for reason in abroad(country, mechanism, **facts).blocking} == expected


@pytest.mark.parametrize("country", LAW.country)
def test_every_approved_country_is_covered_on_its_terms_and_the_dpo_always_consulted(country):
    assessment = abroad(country, APPROVED, **{"recipient.meets_country_condition": True})

    assert assessment.may_proceed


@pytest.mark.parametrize("code", [one.code for one in LAW.country.values() if not one.condition])
def test_a_country_is_covered_from_its_day_on_and_not_before(code):
    country = LAW.country[code]

    def blocked(on):
        answers = {"S9.1": "yes", "S9.2": APPROVED, "S9.3": "met", "S9.4": "yes", "S11.1": "for"}
        facts = {"recipient.country": code, "dpo.advice": "for"}
        return codes(assessed(facts=facts, answers=answers, on=on)) & {"TR_NO_MECHANISM"}

    assert blocked(country.since - timedelta(days=1))
    assert not blocked(country.since)


@pytest.mark.requirement("OPCC-8.1b")
def test_the_dpo_is_consulted_on_every_transfer():
    answers = {"S9.1": "yes", "S9.2": APPROVED, "S9.3": "na", "S9.4": "no"}

    assessment = assessed(facts={"recipient.country": "IE"}, answers=answers)

    assert {reason.code for reason in assessment.blocking} == {"TR_DPO", "DPO_ADVICE_MISSING"}


@pytest.mark.parametrize(
    ("facts", "answers"),
    [
        ({"dpia.screen": "required", "dpia.status": "signed"}, {"S6.1": "required"}),
        ({"exemption.code": "sch2.2", "exemption.prejudice_text": "it would warn them"}, {"S5.3": MISSING}),
        ({"data.children": True}, {"S4.7": "Their safety; they are better protected together."}),
        ({"data.collected_on_consent": True}, {}),
        ({"dpo.asked_by_owner": True}, {}),
        ({}, {"S5.4": "no"}),
    ],
)
def test_the_dpos_advice_is_mandatory_where_the_policy_says_so(facts, answers):
    assert "DPO_ADVICE_MISSING" in codes(assessed(facts=facts, answers=answers))
    advised = assessed(facts={**facts, "dpo.advice": "for"}, answers={**answers, "S11.1": "for"})
    assert "DPO_ADVICE_MISSING" not in codes(advised)


# --- laws -----------------------------------------------------------------------------------------


@given(
    dropped=st.sets(st.sampled_from(JUDGED_QUESTIONS), min_size=1),
    facts=st.sets(st.sampled_from(sorted(FACTS))),
)
@settings(max_examples=60, deadline=None)
def test_no_case_with_an_open_question_may_proceed_whatever_else_is_missing(dropped, facts):
    assessment = assessed(facts=dict.fromkeys(facts, MISSING), answers=dict.fromkeys(dropped, MISSING))

    assert assessment.outcome is Verdict.BLOCKED


@given(facts=st.sets(st.sampled_from(sorted(FACTS))))
@settings(max_examples=60, deadline=None)
def test_saying_less_never_helps(facts):
    """What is refused with every fact on the table is not let through by leaving some of them out."""
    worst = {"basis.art6": "f", "data.special_category": ["health"]}
    left_out = dict.fromkeys(facts, MISSING)

    assessment = assessed(facts={**worst, **left_out}, answers={"S4.2": MISSING})

    assert assessment.outcome is Verdict.BLOCKED


@given(answers=st.fixed_dictionaries({name: st.booleans() for name in JUDGED_QUESTIONS}))
@settings(max_examples=40, deadline=None)
def test_what_is_told_as_blocked_gives_a_reason_that_stops_it(answers):
    assessment = assessed(answers={name: MISSING for name, said in answers.items() if not said})

    assert bool(assessment.blocking) == (assessment.outcome is Verdict.BLOCKED)
    for reason in assessment.blocking:
        assert reason.reason
        assert reason.remedy
        assert reason.citation
