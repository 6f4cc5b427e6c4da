"""The decision table: what each answer and each combination of facts leads to.

LB rows are the rules of law on basis, condition, exemption and regime; the others are the routes of the
flow. All rows of a stage are read and every one that fires is told, so that one attempt shows all the work
there is to do.
"""

from __future__ import annotations

from sharewell.policy.tables import AtLeast, Cells, Row, Severity, Some

REFUSE, BLOCK, REQUIRE = Severity.REFUSE, Severity.BLOCK, Severity.REQUIRE
WARN, FINDING, INFO = Severity.WARN, Severity.FINDING, Severity.INFO
DIVERT, OUT_OF_SCOPE = Severity.DIVERT, Severity.OUT_OF_SCOPE


def _row(
    id: str,
    stage: str,
    code: str,
    severity: Severity,
    citation: str,
    when: Cells,
    *,
    answered_by: Cells | None = None,
    verify: bool = False,
) -> Row:
    return Row(
        id=id,
        stage=stage,
        code=code,
        severity=severity,
        when=when,
        citation=citation,
        answered_by=answered_by or {},
        verify=verify,
    )


LAWFULNESS = (
    _row(
        "LB-01",
        "S4",
        "LB_LI_PUBLIC_AUTHORITY",
        REFUSE,
        "UK GDPR Art 6(1), words after (f); DUAA 2025 s.70(2)(c)",
        {
            "basis.art6": "f",
            "controller.is_public_authority": True,
            "controller.in_performance_of_task": True,
        },
    ),
    _row(
        "LB-02",
        "S4",
        "LB_RLI_PUBLIC_AUTHORITY",
        REFUSE,
        "UK GDPR Art 6(1), words after (f); DUAA 2025 s.70(2)(c)",
        {
            "basis.art6": "ea",
            "controller.is_public_authority": True,
            "controller.in_performance_of_task": True,
        },
    ),
    _row(
        "LB-03",
        "S4",
        "LB_LI_OUTSIDE_TASK",
        WARN,
        "UK GDPR Art 6(1)",
        {
            "basis.art6": ("f", "ea"),
            "controller.is_public_authority": True,
            "controller.in_performance_of_task": False,
        },
    ),
    _row(
        "LB-04",
        "S4",
        "LB_LIA_MISSING",
        BLOCK,
        "UK GDPR Art 6(1)(f)",
        {"basis.art6": "f", "lia.done": False},
    ),
    _row(
        "LB-05",
        "S4",
        "LB_ANNEX1_MISSING",
        BLOCK,
        "UK GDPR Art 6(5), Annex 1",
        {"basis.art6": "ea", "basis.annex1": "none"},
    ),
    _row(
        "LB-06",
        "S4",
        "LB_EA1_REQUEST",
        BLOCK,
        "UK GDPR Annex 1 para 1",
        {"basis.art6": "ea", "basis.annex1": "ea-1", "recipient.request_states_public_task": False},
    ),
    _row(
        "LB-07",
        "S4",
        "LB_POWER_MISSING",
        BLOCK,
        "UK GDPR Art 6(1)(e), 6(3); DPA 2018 s.8",
        {"basis.art6": "e", "power.kind": "none"},
    ),
    _row(
        "LB-08",
        "S4",
        "LB_OBLIGATION_NOT_DUTY",
        BLOCK,
        "UK GDPR Art 6(1)(c), 6(3)",
        {"basis.art6": "c", "power.kind": ("express_power", "implied_power", "common_law", "none")},
    ),
    _row(
        "LB-09",
        "S4",
        "LB_CONSENT_RECORD",
        BLOCK,
        "UK GDPR Art 7(1)",
        {"basis.art6": "a", "consent.record": False},
    ),
    _row(
        "LB-10",
        "S4",
        "LB_CONSENT_SPECIFIC",
        BLOCK,
        "UK GDPR Art 4(11), 7",
        {"basis.art6": "a", "consent.names_recipient": False},
    ),
    _row(
        "LB-11",
        "S4",
        "LB_CONSENT_WITHDRAWN",
        REFUSE,
        "UK GDPR Art 7(3)",
        {"basis.art6": "a", "consent.withdrawn": True},
    ),
    _row(
        "LB-12",
        "S4",
        "LB_CONSENT_IMBALANCE",
        WARN,
        "UK GDPR Recital 43",
        {"basis.art6": "a", "controller.is_public_authority": True},
    ),
    _row(
        "LB-13",
        "S4",
        "LB_CONSENT_COVERT",
        REFUSE,
        "UK GDPR Art 7; DPA 2018 Sch 2 para 2",
        {"basis.art6": "a", "exemption.code": "sch2.2"},
    ),
    _row(
        "LB-14",
        "S4",
        "LB_VITAL_NOT_EMERGENCY",
        WARN,
        "UK GDPR Recital 46",
        {"basis.art6": "d", "sharing.emergency": False},
    ),
    _row(
        "LB-15",
        "S4",
        "LB_CONTRACT_PUBLIC",
        WARN,
        "UK GDPR Art 6(1)(b)",
        {"basis.art6": "b", "controller.is_public_authority": True},
    ),
    _row(
        "LB-16",
        "S4",
        "SC_ART9_MISSING",
        BLOCK,
        "UK GDPR Art 9",
        {"data.special_category": Some.SOME, "sharing.regime": "uk_gdpr", "basis.art9": "none"},
    ),
    _row(
        "LB-17",
        "S4",
        "SC_SCH1_MISSING",
        BLOCK,
        "DPA 2018 s.10(2)-(3)",
        {"basis.art9": ("b", "g", "h", "i", "j"), "basis.sch1": Some.NONE},
    ),
    _row(
        "LB-18",
        "S4",
        "SC_APD_MISSING",
        BLOCK,
        "DPA 2018 Sch 1 paras 1, 5, 35, 39",
        {"policy_document.needed": True, "apd.current": False, "sharing.emergency": False},
    ),
    _row(
        "LB-19",
        "S4",
        "SC_APD_MISSING_EMERGENCY",
        FINDING,
        "ICO data sharing code, urgent situations",
        {"policy_document.needed": True, "apd.current": False, "sharing.emergency": True},
    ),
    _row(
        "LB-20",
        "S4",
        "CO_ART10_MISSING",
        BLOCK,
        "UK GDPR Art 10; DPA 2018 s.10(5)",
        {"data.criminal_offence": True, "sharing.regime": "uk_gdpr", "basis.art10": "none"},
    ),
    _row("LB-21", "S4", "SC_NFP_DISCLOSURE", REFUSE, "UK GDPR Art 9(2)(d)", {"basis.art9": "d"}),
    _row(
        "LB-22",
        "S4",
        "SC_VITAL_CAPACITY",
        WARN,
        "UK GDPR Art 9(2)(c)",
        {"basis.art9": "c", "sharing.emergency": False},
    ),
    _row(
        "LB-23",
        "S4",
        "RG_PART3_APPLIES",
        BLOCK,
        "DPA 2018 ss.29-31, 35",
        {
            "sharing.regime": "uk_gdpr",
            "controller.is_competent_authority": True,
            "purpose.is_law_enforcement": True,
        },
    ),
    _row(
        "LB-24",
        "S4",
        "RG_NOT_COMPETENT",
        BLOCK,
        "DPA 2018 s.30",
        {"sharing.regime": "part3", "controller.is_competent_authority": False},
    ),
    _row(
        "LB-25",
        "S4",
        "RG_36_4",
        BLOCK,
        "DPA 2018 s.36(4)",
        {"sharing.regime": "part3", "purpose.is_law_enforcement": False},
    ),
    _row(
        "LB-26",
        "S4",
        "RG_SENSITIVE_SCH8",
        BLOCK,
        "DPA 2018 s.35(3)-(5), s.42",
        {"sharing.regime": "part3", "data.special_category": Some.SOME, "strict_necessity.unsupported": True},
    ),
    # What blocks here is the exemption, not the disclosure: people are then told in the ordinary way.
    _row(
        "LB-27",
        "S5",
        "EX_NO_PREJUDICE",
        WARN,
        "DPA 2018 Sch 2 paras 2, 5",
        {"exemption.code": Some.SOME, "exemption.prejudice_text": Some.BLANK},
    ),
    _row(
        "LB-28",
        "S4",
        "EX_NOT_A_BASIS",
        BLOCK,
        "DPA 2018 Sch 2 para 1(b)",
        {"sharing.regime": "uk_gdpr", "basis.art6": "none", "exemption.code": Some.SOME},
    ),
    _row(
        "LB-29",
        "S2",
        "PL_INCOMPATIBLE",
        BLOCK,
        "UK GDPR Art 5(1)(b), 8A, Annex 2",
        {"purpose.compatible_with_collection": ("no", "unknown")},
        verify=True,
    ),
    _row(
        "LB-30",
        "S2",
        "PL_ANNEX2_PUBLIC",
        REFUSE,
        "UK GDPR Annex 2 para 1",
        {
            "purpose.compatible_with_collection": "annex2_para1",
            "controller.is_public_authority": True,
            "controller.in_performance_of_task": True,
        },
    ),
    _row(
        "LB-31",
        "S2",
        "PL_CONSENT_ORIGIN",
        WARN,
        "UK GDPR Art 8A",
        {"data.collected_on_consent": True, "purpose.compatible_with_collection": "yes"},
        verify=True,
    ),
    _row("LB-32", "S2", "BAR_STATUTE", REFUSE, "the enactment named in S2.5", {"statutory_bar": Some.SOME}),
    _row(
        "LB-33",
        "S4",
        "CONF_NO_ROUTE",
        BLOCK,
        "common law of confidence",
        {"data.confidential": True, "power.kind": "none"},
    ),
    _row(
        "LB-34",
        "S4",
        "CONF_CALDICOTT",
        BLOCK,
        "common law of confidence; NHS Act 2006 s.251; National Data Guardian principles",
        {"data.health_or_care": True, "data.confidential": True, "dpo.advice": "none"},
        verify=True,
    ),
    _row(
        "LB-35",
        "S4",
        "CH_BEST_INTERESTS",
        REQUIRE,
        "ICO data sharing code (children)",
        {"data.children": True},
        answered_by={"S4.7": Some.SOME},
    ),
    _row(
        "LB-36",
        "S4",
        "HRA_PROPORTIONALITY",
        REQUIRE,
        "Human Rights Act 1998 s.6; ECHR Art 8",
        {"controller.is_public_authority": True},
        answered_by={"S4.6": Some.SOME},
    ),
    _row(
        "LB-37",
        "S0",
        "OOS_DECEASED",
        OUT_OF_SCOPE,
        "UK GDPR Recital 27; DPA 2018 s.3(3)",
        {"data.about_living": False},
    ),
    _row(
        "LB-38",
        "S3",
        "OOS_NOT_PERSONAL",
        OUT_OF_SCOPE,
        "OPCC 2.1; UK GDPR Recital 26",
        {"anonymous.claimed": True, "S3.5": "pass"},
    ),
    _row(
        "LB-39",
        "S0",
        "OOS_INTERNAL",
        OUT_OF_SCOPE,
        "ICO data sharing code",
        {"sharing.relationship": "internal"},
    ),
    _row(
        "LB-40",
        "S0",
        "DIV_PROCESSOR",
        DIVERT,
        "OPCC 2.5; UK GDPR Art 28",
        {"sharing.relationship": "controller_to_processor"},
    ),
    _row(
        "LB-41",
        "S4",
        "JC_ARRANGEMENT",
        REQUIRE,
        "UK GDPR Art 26",
        {"sharing.relationship": "joint_controllers"},
        answered_by={"sharing.joint_arrangement": True},
    ),
    _row(
        "LB-42",
        "S4",
        "ORD_VERIFY",
        REQUIRE,
        "DPA 2018 Sch 2 para 5(2); OPCC 4.4",
        {"power.kind": "court_order"},
        answered_by={"S1.4": "order"},
    ),
    _row(
        "LB-43",
        "S4",
        "LE_DISCRETION",
        INFO,
        "ICO law-enforcement sharing hub; DPA 2018 Sch 1 para 10",
        {
            "sharing.regime": "uk_gdpr",
            "purpose.is_law_enforcement": True,
            "recipient.is_competent_authority": True,
        },
    ),
    _row(
        "LB-44",
        "S0",
        "TYPE_REPEAT",
        WARN,
        "OPCC 2.2, 6.1",
        {"sharing.type": "one_off", "sharing.repeat_count_12m": AtLeast(3)},
    ),
    _row(
        "LB-45",
        "S0",
        "DIV_EXISTING_ISA",
        DIVERT,
        "OPCC 2.2",
        {"sharing.type": "one_off", "register.matching_live_isa": True},
    ),
    # Rules the list of 45 lacked: without them a case with no basis at all would have passed.
    _row(
        "LB-46",
        "S4",
        "LB_NO_BASIS",
        REFUSE,
        "UK GDPR Art 6(1); OPCC 3.1",
        {"no_basis_remains": True},
    ),
    _row(
        "LB-47",
        "S4",
        "RG_S35_MISSING",
        BLOCK,
        "DPA 2018 s.35(2)",
        {"sharing.regime": "part3", "basis.part3": "none"},
    ),
    _row(
        "LB-48",
        "S4",
        "CO_SCH1_MISSING",
        BLOCK,
        "DPA 2018 s.10(5)",
        {"sharing.regime": "uk_gdpr", "basis.art10": "sch1", "basis.sch1": Some.NONE},
    ),
    _row(
        "LB-49",
        "S4",
        "CO_SCH1_MISMATCH",
        BLOCK,
        "DPA 2018 s.10(5), Sch 1",
        {"sharing.regime": "uk_gdpr", "basis.art10": "sch1", "offence.mismatch": True},
    ),
    _row(
        "LB-50",
        "S4",
        "SC_CONSENT_RECORD",
        BLOCK,
        "UK GDPR Art 7(1), 9(2)(a)",
        {"sharing.regime": "uk_gdpr", "basis.art9": "a", "consent.record": False},
    ),
    _row(
        "LB-51",
        "S4",
        "SC_SCH1_MISMATCH",
        BLOCK,
        "DPA 2018 s.10(2)-(3), Sch 1",
        {"sharing.regime": "uk_gdpr", "basis.art9": ("b", "g", "h", "i", "j"), "condition.mismatch": True},
    ),
    # An answer of "none" is where the work starts, not an answer: it is open until a basis is found or none
    # is left.
    _row(
        "LB-52",
        "S4",
        "Q_OPEN",
        BLOCK,
        "OPCC 3.1, 7.2",
        {"sharing.regime": "uk_gdpr", "basis.art6": "none", "no_basis_remains": False},
    ),
    _row(
        "LB-53",
        "S4",
        "RG_APD_MISSING",
        BLOCK,
        "DPA 2018 ss.35(4)(b), 35(5)(c), 42",
        {
            "sharing.regime": "part3",
            "data.special_category": Some.SOME,
            "apd.current": False,
            "sharing.emergency": False,
        },
    ),
)

INTAKE = (
    _row("S0.2-yes", "S0", "OOS_INTERNAL", OUT_OF_SCOPE, "OPCC 2.1", {"S0.2": "yes"}),
    _row("S0.3-yes", "S0", "DIV_EXISTING_ISA", DIVERT, "OPCC 2.2", {"S0.3": "yes"}),
    _row("S0.4-yes", "S0", "DIV_PROCESSOR", DIVERT, "OPCC 2.5; UK GDPR Art 28", {"S0.4": "yes"}),
    _row("S0.5-foi", "S0", "DIV_FOI", DIVERT, "OPCC 2.2; FOIA 2000; EIR 2004", {"S0.5": "foi"}),
    _row("S0.5-sar", "S0", "DIV_SAR", DIVERT, "OPCC 2.2; UK GDPR Art 15", {"S0.5": "sar"}),
    _row("S0.5-complaint", "S0", "DIV_COMPLAINT", DIVERT, "OPCC 2.2; DPA 2018 s.164A", {"S0.5": "complaint"}),
    _row(
        "S0-large",
        "S0",
        "DIV_LARGE_SCALE",
        DIVERT,
        "OPCC 6.1",
        {"sharing.type": "one_off", "scale.large": True},
    ),
)

WHO_ASKS = (
    _row("S1.1-no", "S1", "RQ_UNVERIFIED", BLOCK, "OPCC 7.1, 7.3", {"S1.1": "not_verified"}),
    _row("S1.2-no", "S1", "RQ_NO_AUTHORITY", BLOCK, "OPCC 4.4", {"S1.2": "no"}),
    _row("S1.3-no", "S1", "RQ_TOO_WIDE", BLOCK, "OPCC 3.4(e)", {"S1.3": "no"}),
    _row(
        "S1.4-order",
        "S1",
        "ORD_VERIFY",
        REQUIRE,
        "DPA 2018 Sch 2 para 5(2); OPCC 4.4",
        {"S1.4": "order"},
        answered_by={"S1.4": "order"},
    ),
    _row(
        "S1.5-incomplete",
        "S1",
        "RQ_VIR_INCOMPLETE",
        BLOCK,
        "PCSC Act 2022 ss.44A-44F",
        {"S1.5": "vir_incomplete"},
    ),
)

PURPOSE = (
    _row("S2.2-none", "S2", "LB_POWER_MISSING", BLOCK, "OPCC 3.2", {"S2.2": "none"}),
    _row("S2.4-no", "S2", "PL_INCOMPATIBLE", BLOCK, "OPCC 3.1; UK GDPR Art 8A", {"S2.4": ("no", "unknown")}),
    _row("S2.5-bar", "S2", "BAR_STATUTE", REFUSE, "the enactment named in S2.5", {"S2.5": Some.SOME}),
)

NECESSITY = (
    _row("S3.1-yes", "S3", "DIV_ANONYMISE", DIVERT, "OPCC 3.3", {"S3.1": "yes"}),
    _row("S3.2-yes", "S3", "DIV_ANONYMISE", DIVERT, "OPCC 3.3", {"S3.2": "yes"}),
    _row("S3.3-yes", "S3", "NE_NARROWER", BLOCK, "OPCC 3.4(e)", {"S3.3": "yes"}),
    _row("S3.4-blank", "S3", "NE_FIELD_UNJUSTIFIED", BLOCK, "OPCC 3.4(e)", {"fields.unjustified": True}),
    _row(
        "S3.5-fail",
        "S3",
        "DC_SMALL_CELLS",
        BLOCK,
        "OPCC 2.1; UK GDPR Recital 26",
        {"anonymous.claimed": True, "S3.5": "fail"},
    ),
)

CONFIDENCE = (
    _row(
        "S4.5-none",
        "S4",
        "CONF_NO_ROUTE",
        BLOCK,
        "common law of confidence",
        {"data.confidential": True, "S4.5": "none"},
    ),
)

FAIRNESS = (
    _row(
        "S5.3-blank",
        "S5",
        "EX_NO_PREJUDICE",
        WARN,
        "DPA 2018 Sch 2 paras 2, 5",
        {"exemption.unsupported": True},
    ),
    _row(
        "S5.3-part",
        "S5",
        "EX_INCOMPLETE",
        WARN,
        "OPCC 4.4; DPA 2018 Sch 2",
        {"exemption.incomplete": True},
    ),
    _row("S5.1-no", "S5", "FT_UNAWARE", WARN, "OPCC 4.4", {"S5.1": "no", "S5.3": "none"}),
    _row("S5.2-some", "S5", "FT_NOTICE", WARN, "OPCC 4.3", {"S5.2": Some.SOME}),
)

SCREENING = (
    _row(
        "S6.1-required",
        "S6",
        "DPIA_REQUIRED",
        BLOCK,
        "OPCC 3.5; UK GDPR Art 35",
        {"S6.1": "required", "dpia.status": ("none", "draft", "prior_consultation_pending")},
    ),
    _row(
        "S6.1-recommended",
        "S6",
        "DPIA_RECOMMENDED",
        WARN,
        "OPCC 3.5",
        {"S6.1": "recommended", "dpia.status": ("none", "draft")},
    ),
    _row("S6.3-yes", "S6", "DPIA_PRIOR_CONSULTATION", BLOCK, "UK GDPR Art 36", {"S6.3": "yes"}),
    _row(
        "S6-pending",
        "S6",
        "DPIA_PRIOR_CONSULTATION",
        BLOCK,
        "UK GDPR Art 36",
        {"dpia.status": "prior_consultation_pending"},
    ),
)

QUALITY = (
    _row("S7.a-none", "S7", "DQ_FORMAT", BLOCK, "OPCC 3.4(a)", {"S7.a": "none"}),
    _row("S7.b-low", "S7", "DQ_ACCURACY", BLOCK, "OPCC 3.4(b)", {"S7.b": "low", "data.accuracy_note": False}),
    _row("S7.c-none", "S7", "DQ_AMENDMENT", BLOCK, "OPCC 3.4(c)", {"S7.c": ("none", "extended")}),
    _row("S7.d-longer", "S7", "DQ_RETENTION", BLOCK, "OPCC 3.4(d)", {"retention.too_long": True}),
    _row("S7.e-no", "S7", "DQ_MINIMISE", BLOCK, "OPCC 3.4(e)", {"S7.e": "no"}),
    _row(
        "S7.f-na",
        "S7",
        "DQ_PART3_MARKING",
        BLOCK,
        "DPA 2018 s.38(2)-(3)",
        {"sharing.regime": "part3", "S7.f": "na"},
    ),
)

RECIPIENT = (
    _row("S8.1-no", "S8", "RC_SECURITY", BLOCK, "OPCC 7.3", {"S8.1": "not_assured"}),
    _row("S8.1-conditional", "S8", "RC_SECURITY_CONDITIONAL", WARN, "OPCC 7.3", {"S8.1": "conditional"}),
    _row("S8.2-no", "S8", "RC_NOT_REGISTERED", WARN, "OPCC 2.4", {"S8.2": "no"}),
    _row("S8-open", "S8", "RC_INCIDENT_OPEN", BLOCK, "OPCC 7.4", {"history.open_serious": True}),
    _row(
        "S8-history",
        "S8",
        "RC_INCIDENT_HISTORY",
        REQUIRE,
        "OPCC 7.4",
        {"history.to_consider": True},
        answered_by={"S8.3": "considered"},
    ),
    _row("S8.4-some", "S8", "RC_OUTSTANDING_DUTY", BLOCK, "OPCC 3.4(d), 7.4", {"S8.4": Some.SOME}),
)

SAFEGUARDS = ("safeguards_idta", "safeguards_addendum", "bcr", "public_body_instrument")
ABROAD = (
    _row(
        "S9.2-none",
        "S9",
        "TR_NO_MECHANISM",
        BLOCK,
        "OPCC 8.1; UK GDPR Art 44A",
        {"S9.1": "yes", "S9.2": "none"},
    ),
    _row(
        "S9.2-approval",
        "S9",
        "TR_NO_MECHANISM",
        BLOCK,
        "UK GDPR Art 45A",
        {"S9.1": "yes", "S9.2": "approved_by_regulations", "transfer.approved": False},
    ),
    _row(
        "S9.2-derogation",
        "S9",
        "TR_DEROGATION_PUBLIC",
        REFUSE,
        "UK GDPR Art 49(3)",
        {"S9.1": "yes", "S9.2": "derogation", "transfer.derogation_closed": True},
    ),
    _row(
        "S9.2-which",
        "S9",
        "TR_NO_MECHANISM",
        BLOCK,
        "UK GDPR Art 49(1)",
        {
            "S9.1": "yes",
            "S9.2": "derogation",
            "transfer.derogation": "none",
            "transfer.derogation_closed": False,
        },
    ),
    _row(
        "S9.3-not-met",
        "S9",
        "TR_TEST",
        BLOCK,
        "UK GDPR Art 46(1A), 46(6)-(7)",
        {"S9.1": "yes", "S9.2": SAFEGUARDS, "S9.3": ("not_met", "na")},
    ),
    _row("S9.4-no", "S9", "TR_DPO", BLOCK, "OPCC 8.1", {"S9.1": "yes", "S9.4": "no"}),
)

_GUARDED: tuple[Cells, ...] = (
    {"data.special_category": Some.SOME},
    {"data.criminal_offence": True},
    {"data.children": True},
    {"data.vulnerable": True},
    {"scale.large": True},
)
METHOD = (
    _row("S10.1-plain", "S10", "TM_TOO_WEAK", BLOCK, "OPCC 7.3", {"S10.1": "tm.email_plain"}),
    _row(
        "S10.1-phone",
        "S10",
        "TM_TOO_WEAK",
        BLOCK,
        "OPCC 7.3",
        {"S10.1": "tm.phone", "sharing.emergency": False},
    ),
    *(
        _row(
            f"S10.1-{next(iter(cells)).rpartition('.')[2]}",
            "S10",
            "TM_TOO_WEAK",
            BLOCK,
            "OPCC 7.3",
            {"S10.1": ("tm.mail_enc", "tm.post_tracked"), **cells},
        )
        for cells in _GUARDED
    ),
    _row("S10.2-no", "S10", "TM_KEY_UNVERIFIED", BLOCK, "OPCC 7.3", {"S10.2": "no"}),
)

_NEEDS_ADVICE: tuple[tuple[str, Cells], ...] = (
    ("dpia", {"S6.1": "required"}),
    ("transfer", {"S9.1": "yes"}),
    ("history", {"history.advice": True}),
    ("exemption", {"exemption.code": Some.SOME}),
    ("children", {"data.children": True}),
    ("consent-origin", {"data.collected_on_consent": True}),
    ("asked", {"dpo.asked_by_owner": True}),
    ("uncomfortable", {"S5.4": "no"}),
)
ADVICE = (
    *(
        _row(
            f"S11-{name}",
            "S11",
            "DPO_ADVICE_MISSING",
            BLOCK,
            "OPCC 5.3, 8.1; UK GDPR Art 35(2)",
            {"S11.1": "not_needed", **cells},
        )
        for name, cells in _NEEDS_ADVICE
    ),
    _row("S11.1-conditions", "S11", "DPO_CONDITIONS", WARN, "OPCC 5.3", {"S11.1": "for_with_conditions"}),
)

RULES = (
    *LAWFULNESS,
    *INTAKE,
    *WHO_ASKS,
    *PURPOSE,
    *NECESSITY,
    *CONFIDENCE,
    *FAIRNESS,
    *SCREENING,
    *QUALITY,
    *RECIPIENT,
    *ABROAD,
    *METHOD,
    *ADVICE,
)
