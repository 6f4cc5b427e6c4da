"""Each rule of law on a case of its own: it fires there, at its stage and with its weight, and not one fact away."""

from __future__ import annotations

from typing import Any

import pytest

from builders.decisions import LAW, assessed

PART3 = {
    "sharing.regime": "part3",
    "controller.is_competent_authority": True,
    "purpose.is_law_enforcement": True,
}
PART3 = {**PART3, "basis.art6": "none", "basis.part3": "s35_task"}
CONSENT = {"basis.art6": "a", "consent.record": True, "consent.names_recipient": True}
HEALTH = {"data.special_category": ["health"], "basis.art9": "g", "basis.sch1": [6], "apd.current": True}
OFFENCE = {"data.criminal_offence": True, "basis.art10": "sch1", "basis.sch1": [10], "apd.current": True}

# rule: code, the facts on which it fires, and the facts one step away on which it does not
CASES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "LB-01": ("LB_LI_PUBLIC_AUTHORITY", {"basis.art6": "f"}, {"controller.in_performance_of_task": False}),
    "LB-02": ("LB_RLI_PUBLIC_AUTHORITY", {"basis.art6": "ea"}, {"controller.is_public_authority": False}),
    "LB-03": (
        "LB_LI_OUTSIDE_TASK",
        {"basis.art6": "f", "controller.in_performance_of_task": False},
        {"controller.is_public_authority": False},
    ),
    "LB-04": ("LB_LIA_MISSING", {"basis.art6": "f"}, {"lia.done": True}),
    "LB-05": ("LB_ANNEX1_MISSING", {"basis.art6": "ea"}, {"basis.annex1": "ea-4"}),
    "LB-06": (
        "LB_EA1_REQUEST",
        {"basis.art6": "ea", "basis.annex1": "ea-1"},
        {"recipient.request_states_public_task": True},
    ),
    "LB-07": ("LB_POWER_MISSING", {"power.kind": "none"}, {"power.kind": "common_law"}),
    "LB-08": ("LB_OBLIGATION_NOT_DUTY", {"basis.art6": "c"}, {"power.kind": "duty"}),
    "LB-09": ("LB_CONSENT_RECORD", {**CONSENT, "consent.record": False}, {"consent.record": True}),
    "LB-10": (
        "LB_CONSENT_SPECIFIC",
        {**CONSENT, "consent.names_recipient": False},
        {"consent.names_recipient": True},
    ),
    "LB-11": ("LB_CONSENT_WITHDRAWN", {**CONSENT, "consent.withdrawn": True}, {"consent.withdrawn": False}),
    "LB-12": ("LB_CONSENT_IMBALANCE", CONSENT, {"controller.is_public_authority": False}),
    "LB-13": (
        "LB_CONSENT_COVERT",
        {**CONSENT, "exemption.code": "sch2.2", "exemption.prejudice_text": "it would warn them"},
        {"exemption.code": "sch2.5.2"},
    ),
    "LB-14": ("LB_VITAL_NOT_EMERGENCY", {"basis.art6": "d"}, {"basis.art6": "e"}),
    "LB-15": ("LB_CONTRACT_PUBLIC", {"basis.art6": "b"}, {"controller.is_public_authority": False}),
    "LB-16": ("SC_ART9_MISSING", {"data.special_category": ["health"]}, {"basis.art9": "c"}),
    "LB-17": ("SC_SCH1_MISSING", {**HEALTH, "basis.sch1": "none"}, {"basis.sch1": [6]}),
    "LB-18": ("SC_APD_MISSING", {**HEALTH, "apd.current": False}, {"apd.current": True}),
    "LB-19": (
        "SC_APD_MISSING_EMERGENCY",
        {**HEALTH, "apd.current": False, "sharing.emergency": True},
        {"sharing.emergency": False},
    ),
    "LB-20": ("CO_ART10_MISSING", {"data.criminal_offence": True}, {"basis.art10": "official_authority"}),
    "LB-21": ("SC_NFP_DISCLOSURE", {**HEALTH, "basis.art9": "d"}, {"basis.art9": "g"}),
    "LB-22": ("SC_VITAL_CAPACITY", {**HEALTH, "basis.art9": "c"}, {"basis.art9": "g"}),
    "LB-23": (
        "RG_PART3_APPLIES",
        {"controller.is_competent_authority": True, "purpose.is_law_enforcement": True},
        {"purpose.is_law_enforcement": False},
    ),
    "LB-24": (
        "RG_NOT_COMPETENT",
        {**PART3, "controller.is_competent_authority": False},
        {"controller.is_competent_authority": True},
    ),
    "LB-25": (
        "RG_36_4",
        {**PART3, "purpose.is_law_enforcement": False},
        {"purpose.is_law_enforcement": True},
    ),
    "LB-26": ("RG_SENSITIVE_SCH8", {**PART3, "data.special_category": ["health"]}, {"basis.sch8": "4"}),
    "LB-53": (
        "RG_APD_MISSING",
        {**PART3, "data.special_category": ["health"], "basis.sch8": "4"},
        {"apd.current": True},
    ),
    "LB-27": (
        "EX_NO_PREJUDICE",
        {"exemption.code": "sch2.2"},
        {"exemption.prejudice_text": "it would warn them"},
    ),
    "LB-28": ("EX_NOT_A_BASIS", {"basis.art6": "none", "exemption.code": "sch2.2"}, {"basis.art6": "e"}),
    "LB-29": (
        "PL_INCOMPATIBLE",
        {"purpose.compatible_with_collection": "unknown"},
        {"purpose.compatible_with_collection": "annex2_other"},
    ),
    "LB-30": (
        "PL_ANNEX2_PUBLIC",
        {"purpose.compatible_with_collection": "annex2_para1"},
        {"controller.in_performance_of_task": False},
    ),
    "LB-31": (
        "PL_CONSENT_ORIGIN",
        {"data.collected_on_consent": True},
        {"purpose.compatible_with_collection": "new_consent"},
    ),
    "LB-32": ("BAR_STATUTE", {"statutory_bar": "bar.01"}, {"statutory_bar": "none"}),
    "LB-33": (
        "CONF_NO_ROUTE",
        {"data.confidential": True, "power.kind": "none"},
        {"data.confidential": False},
    ),
    "LB-34": (
        "CONF_CALDICOTT",
        {"data.health_or_care": True, "data.confidential": True},
        {"dpo.advice": "for"},
    ),
    "LB-35": ("CH_BEST_INTERESTS", {"data.children": True}, {"data.children": False}),
    "LB-36": ("HRA_PROPORTIONALITY", {}, {"controller.is_public_authority": False}),
    "LB-37": ("OOS_DECEASED", {"data.about_living": False}, {"data.about_living": True}),
    "LB-39": (
        "OOS_INTERNAL",
        {"sharing.relationship": "internal"},
        {"sharing.relationship": "separate_controllers"},
    ),
    "LB-40": (
        "DIV_PROCESSOR",
        {"sharing.relationship": "controller_to_processor"},
        {"sharing.relationship": "joint_controllers"},
    ),
    "LB-41": (
        "JC_ARRANGEMENT",
        {"sharing.relationship": "joint_controllers"},
        {"sharing.relationship": "separate_controllers"},
    ),
    "LB-42": ("ORD_VERIFY", {"power.kind": "court_order"}, {"power.kind": "duty"}),
    "LB-43": (
        "LE_DISCRETION",
        {"purpose.is_law_enforcement": True, "recipient.is_competent_authority": True},
        {"recipient.is_competent_authority": False},
    ),
    "LB-44": ("TYPE_REPEAT", {"sharing.repeat_count_12m": 3}, {"sharing.repeat_count_12m": 2}),
    "LB-45": (
        "DIV_EXISTING_ISA",
        {"register.matching_live_isa": True},
        {"register.matching_live_isa": False},
    ),
    "LB-46": ("LB_NO_BASIS", {"no_basis_remains": True}, {"no_basis_remains": False}),
    "LB-47": ("RG_S35_MISSING", {**PART3, "basis.part3": "none"}, {"basis.part3": "s35_consent"}),
    "LB-48": ("CO_SCH1_MISSING", {**OFFENCE, "basis.sch1": "none"}, {"basis.sch1": [10]}),
    "LB-49": ("CO_SCH1_MISMATCH", {**OFFENCE, "basis.sch1": [8]}, {"basis.sch1": [8, 10]}),
    "LB-50": ("SC_CONSENT_RECORD", {**HEALTH, "basis.art9": "a"}, {"consent.record": True}),
    "LB-51": ("SC_SCH1_MISMATCH", {**HEALTH, "basis.sch1": [2]}, {"basis.sch1": [2, 18]}),
    "LB-52": ("Q_OPEN", {"basis.art6": "none"}, {"basis.art6": "e"}),
}

# The answers that would contradict these facts are left open: a rule fires whatever else is open.
SAYS_THE_SAME = (
    "S0.2",
    "S0.3",
    "S0.4",
    "S0.6",
    "S1.4",
    "S2.2",
    "S2.4",
    "S2.5",
    "S4.1",
    "S4.2",
    "S4.3",
    "S4.4",
)
SILENT: dict[str, Any] = {**dict.fromkeys(SAYS_THE_SAME), "S5.3": None, "S11.1": None}


def fired(facts: dict[str, Any]) -> set[tuple[str, str, str]]:
    assessment = assessed(facts=facts, answers=SILENT)
    found = assessment.reasons
    return {
        (reason.code, reason.stage, reason.severity.value) for reason in found if reason.code != "Q_OPEN"
    } | {("Q_OPEN", reason.stage, "block") for reason in found if reason.about == "basis.art6"}


def as_the_table_has_it(rule: str) -> tuple[str, str, str]:
    row = next(row for row in LAW.rows if row.id == rule)
    return row.code, row.stage, row.severity.value


def test_every_rule_of_law_has_a_case_here_or_a_test_of_its_own():
    rules = {row.id for row in LAW.rows if row.id.startswith("LB-")}

    assert rules - set(CASES) == {"LB-38"}  # it waits for the file: see test_assessment


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_fires_on_its_own_case(rule):
    code, facts, _ = CASES[rule]

    assert as_the_table_has_it(rule) in fired(facts)
    assert as_the_table_has_it(rule)[0] == code


@pytest.mark.parametrize("rule", CASES)
def test_the_rule_does_not_fire_one_fact_away(rule):
    _, facts, away = CASES[rule]

    assert as_the_table_has_it(rule) not in fired({**facts, **away})


@pytest.mark.requirement("OPCC-3.1c")
@pytest.mark.parametrize(
    ("paragraphs", "recipient", "needed"),
    [
        ([6], {}, True),
        ([2], {}, False),
        ([10], {}, True),
        ([10], {"recipient.is_competent_authority": True}, False),
        ([13], {}, False),
        ([27], {}, True),
        ([27], {"recipient.is_sport_body": True}, False),
        ([36], {}, True),
        ([10, 36], {"recipient.is_competent_authority": True}, False),
        (["36 via 10"], {"recipient.is_competent_authority": True}, False),
        (["36 via 18"], {"recipient.is_competent_authority": True}, True),
        ([10, 18], {"recipient.is_competent_authority": True}, True),
        ("none", {}, False),
    ],
)
def test_whether_a_policy_document_is_needed_is_judged_paragraph_by_paragraph(paragraphs, recipient, needed):
    facts = {**OFFENCE, "basis.sch1": paragraphs, "apd.current": False, **recipient}

    assert (("SC_APD_MISSING", "S4", "block") in fired(facts)) is needed


@pytest.mark.parametrize(
    ("basis", "sch8", "supported"),
    [
        ("s35_consent", "none", True),
        ("s35_task", "none", False),
        ("s35_task", "4", True),
        ("none", "none", False),
    ],
)
def test_under_part_3_consent_or_a_condition_supports_what_is_strictly_necessary(basis, sch8, supported):
    facts = {**PART3, "basis.part3": basis, "basis.sch8": sch8, "data.special_category": ["health"]}

    assert (("RG_SENSITIVE_SCH8", "S4", "block") in fired(facts)) is not supported


# --- a requirement is met by its own written answer -----------------------------------------------------------------

# rule: the facts and answers on which it asks, what meets it, and an answer that does not
REQUIRED = {
    "LB-35": ({"data.children": True}, {"S4.7": "Their interest is a visit in time."}, {}),
    "LB-36": ({}, {"S4.6": "A name and a number are the least."}, {}),
    "LB-41": (
        {"sharing.relationship": "joint_controllers"},
        {"sharing.joint_arrangement": True},
        {"sharing.joint_arrangement": False},
    ),
    "LB-42": ({"power.kind": "court_order"}, {"S1.4": "order"}, {}),
    "S8-history": ({}, {"S8.3": "considered"}, {"S8.3": "none"}),
}
LOW = {"incident": "INC-1", "severity": "low", "opened": "2026-01-05", "closed": "2026-02-01"}


def told(rule: str, said: dict[str, Any]) -> bool | None:
    """Whether the requirement is answered; None where it is not told at all."""
    facts, _, _ = REQUIRED[rule]
    stated = {name: value for name, value in said.items() if not name.startswith("S")}
    answers = {**SILENT, **{name: value for name, value in said.items() if name.startswith("S")}}
    unsaid = {"S4.6": None, "S4.7": None, "S8.3": None} | answers
    found = assessed(facts={**facts, **stated}, answers=unsaid, history=[LOW] if "history" in rule else [])
    code, stage, _ = as_the_table_has_it(rule)
    return next((one.answered for one in found.reasons if (one.code, one.stage) == (code, stage)), None)


def test_every_requirement_but_the_one_that_answers_itself_is_in_this_table():
    required = {row.id for row in LAW.rows if row.severity == "require"}

    assert required - set(REQUIRED) == {"S1.4-order"}


@pytest.mark.parametrize("rule", REQUIRED)
def test_a_requirement_is_bound_to_its_written_answer_and_to_no_other(rule):
    _, meets, does_not = REQUIRED[rule]
    others = {name: value for each in REQUIRED if each != rule for name, value in REQUIRED[each][1].items()}

    assert told(rule, meets) is True
    assert told(rule, does_not) is False
    assert told(rule, {**others, **does_not}) is False
