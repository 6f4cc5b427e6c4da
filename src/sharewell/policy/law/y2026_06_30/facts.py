"""The facts that the rules read. What a fact is called here is what a case file calls it."""

from __future__ import annotations

from sharewell.policy.law.y2026_06_30.lists import CATEGORIES, EXEMPTIONS, STATUTORY_BARS
from sharewell.policy.tables import Fact, Kind, Plain


def _yes_no(
    name: str, stage: str, ask: str, default: Plain | None = None, after: tuple[str, ...] = ()
) -> Fact:
    return Fact(name=name, kind=Kind.YES_NO, stage=stage, ask=ask, default=default, after=after)


def _choice(
    name: str, stage: str, ask: str, *choices: str, default: Plain | None = None, after: tuple[str, ...] = ()
) -> Fact:
    return Fact(
        name=name, kind=Kind.CHOICE, stage=stage, ask=ask, choices=choices, default=default, after=after
    )


def _text(name: str, stage: str, ask: str) -> Fact:
    return Fact(name=name, kind=Kind.TEXT, stage=stage, ask=ask)


def _worked_out(name: str, stage: str, ask: str, *reads: str) -> Fact:
    return Fact(name=name, kind=Kind.YES_NO, stage=stage, ask=ask, worked_out=True, reads=reads)


# Which conditions are asked for only once it is known that data of that kind would leave.
SPECIAL, OFFENCE = ("data.special_category",), ("data.criminal_offence",)

FACTS = (
    # Who we are
    _yes_no("controller.is_public_authority", "S4", "Are we a public authority?"),
    _yes_no(
        "controller.in_performance_of_task", "S4", "Would we share this in performing our own public tasks?"
    ),
    _yes_no("controller.is_competent_authority", "S4", "Are we a competent authority for law enforcement?"),
    _yes_no("controller.is_processor", "S0", "Do we hold this data only as somebody else's processor?"),
    # The sharing
    _choice("sharing.type", "S0", "Is this routine, or once?", "systematic", "one_off"),
    _choice("sharing.regime", "S4", "Which regime applies to the sharing?", "uk_gdpr", "part3"),
    _yes_no("sharing.emergency", "S0", "Is delay likely to cause serious harm now?"),
    Fact(
        name="sharing.repeat_count_12m",
        kind=Kind.NUMBER,
        stage="S0",
        ask="How many similar requests have there been in the last 12 months, this one included?",
    ),
    _choice("sharing.direction", "S0", "Which way does the data go?", "outbound", "inbound", "both"),
    _choice(
        "sharing.relationship",
        "S0",
        "What is the recipient to us?",
        "separate_controllers",
        "joint_controllers",
        "controller_to_processor",
        "internal",
    ),
    _yes_no("sharing.joint_arrangement", "S4", "Is the arrangement between the joint controllers in place?"),
    _yes_no(
        "register.matching_live_isa",
        "S0",
        "Does an agreement in force cover this recipient, purpose and data?",
    ),
    # What it is for
    _text("purpose.text", "S2", "What is the sharing for?"),
    _yes_no("purpose.is_law_enforcement", "S4", "Is the purpose law enforcement?"),
    _choice(
        "purpose.compatible_with_collection",
        "S2",
        "Is the purpose compatible with why the data was collected?",
        "yes",
        "no",
        "annex2_para1",
        "annex2_other",
        "new_consent",
        "authorised_by_law",
        "unknown",
    ),
    _text("power.citation", "S2", "Which provision lets us disclose?"),
    _choice(
        "power.kind",
        "S2",
        "What kind of power is it?",
        "duty",
        "express_power",
        "implied_power",
        "common_law",
        "court_order",
        "none",
    ),
    # The basis, condition and documents
    _choice("basis.art6", "S4", "Which Article 6 basis?", "a", "b", "c", "d", "e", "ea", "f", "none"),
    _choice("basis.annex1", "S4", "Which Annex 1 condition?", "ea-1", "ea-2", "ea-3", "ea-4", "ea-5", "none"),
    _choice("basis.art9", "S4", "Which Article 9 condition?", *"abcdefghij", "none", after=SPECIAL),
    Fact(
        name="basis.sch1",
        kind=Kind.PARAGRAPHS,
        stage="S4",
        ask="Which paragraphs of Schedule 1 to the Data Protection Act 2018?",
        after=SPECIAL + OFFENCE,
    ),
    _choice(
        "basis.art10",
        "S4",
        "What supports the criminal offence data?",
        "official_authority",
        "sch1",
        "none",
        after=OFFENCE,
    ),
    _choice("basis.part3", "S4", "Which basis under section 35?", "s35_consent", "s35_task", "none"),
    _choice("basis.sch8", "S4", "Which paragraph of Schedule 8?", *"123456789", "none", after=SPECIAL),
    _yes_no(
        "apd.current",
        "S4",
        "Is there a current appropriate policy document for the condition?",
        after=SPECIAL + OFFENCE,
    ),
    _yes_no(
        "no_basis_remains",
        "S4",
        "Has every lawful basis been considered, and does none remain?",
        default=False,
    ),
    # The data
    Fact(
        name="data.special_category",
        kind=Kind.LIST,
        stage="S4",
        ask="Which kinds of special category data would leave?",
        choices=tuple(entry.id for entry in CATEGORIES),
    ),
    _yes_no("data.criminal_offence", "S4", "Would criminal offence data leave?"),
    _yes_no("data.children", "S4", "Is any of it about children?"),
    _yes_no("data.vulnerable", "S4", "Is any of it about people who are vulnerable?"),
    _yes_no("data.confidential", "S4", "Was any of it given in confidence?"),
    _yes_no("data.health_or_care", "S4", "Is any of it health or care information?"),
    _yes_no("data.about_living", "S0", "Is it about people who are alive?"),
    _yes_no("data.collected_on_consent", "S2", "Did we collect it on the person's consent?"),
    Fact(name="data.subjects_count", kind=Kind.NUMBER, stage="S0", ask="How many people is it about?"),
    _choice(
        "data.identifiability",
        "S0",
        "As it would leave, the data is",
        "identifiable",
        "pseudonymised",
        "anonymised",
        "aggregate",
    ),
    _yes_no("data.accuracy_note", "S7", "Does a note on the data's accuracy travel with it?", default=False),
    # The recipient
    _yes_no("recipient.is_public_authority", "S1", "Is the recipient a public authority?"),
    _yes_no(
        "recipient.is_competent_authority",
        "S1",
        "Is the recipient a competent authority for law enforcement?",
    ),
    _yes_no("recipient.is_sport_body", "S4", "Is the recipient a body with responsibility for sport?"),
    Fact(name="recipient.country", kind=Kind.COUNTRY, stage="S9", ask="In which country will the data be?"),
    _yes_no("recipient.verified", "S1", "Did we verify who is asking, by a route we already held?"),
    _yes_no(
        "recipient.request_states_public_task",
        "S4",
        "Does the recipient's request say that it needs the data for its public task?",
    ),
    _yes_no(
        "recipient.meets_country_condition",
        "S9",
        "Does the recipient meet the condition on its country's approval (in the USA: listed with the UK "
        "Extension)?",
        default=False,
    ),
    Fact(
        name="retention.ours",
        kind=Kind.PERIOD,
        stage="S7",
        ask="How much longer shall we keep our own copy?",
    ),
    Fact(
        name="retention.ours_until",
        kind=Kind.DATE,
        stage="S7",
        ask="On which day is our own copy due for disposal?",
    ),
    _choice(
        "transfer.derogation",
        "S9",
        "Which derogation of Article 49?",
        "tm.49a",
        "tm.49bc",
        "tm.49d",
        "tm.49e",
        "tm.49f",
        "tm.49g",
        "tm.49h",
        "none",
        default="none",
    ),
    # Consent, interests, exemption, bar
    _yes_no("consent.record", "S4", "Is there a record of the consent?"),
    _yes_no("consent.names_recipient", "S4", "Does the consent name this recipient and this purpose?"),
    _yes_no("consent.withdrawn", "S4", "Has the consent been withdrawn?"),
    _yes_no("lia.done", "S4", "Is the legitimate interests assessment done and on file?"),
    _choice(
        "exemption.code",
        "S5",
        "Which exemption from telling people is relied on?",
        *(entry.id for entry in EXEMPTIONS),
        "none",
    ),
    _text("exemption.prejudice_text", "S5", "What would telling people prejudice, and how?"),
    _choice(
        "statutory_bar",
        "S2",
        "Which enactment forbids the disclosure?",
        *(entry.id for entry in STATUTORY_BARS),
        "none",
    ),
    # Assessment and advice
    _choice("dpia.screen", "S6", "What did DPIA screening say?", "required", "recommended", "not_required"),
    _choice(
        "dpia.status",
        "S6",
        "How far is the DPIA?",
        "none",
        "draft",
        "signed",
        "overruled",
        "prior_consultation_pending",
    ),
    _choice(
        "dpo.advice", "S11", "What does the DPO advise?", "none", "for", "for_with_conditions", "against"
    ),
    _yes_no("dpo.asked_by_owner", "S11", "Has the data owner asked for the DPO's advice?", default=False),
    # Worked out from the others
    _worked_out(
        "anonymous.claimed", "S3", "Somebody says that nobody can be identified in what would leave."
    ),
    _worked_out("scale.large", "S0", "It is about 1,000 people or more."),
    _worked_out("fields.unjustified", "S3", "A field of the list has no stated need."),
    _worked_out("exemption.unsupported", "S5", "The exemption in S5.3 names no prejudice."),
    _worked_out(
        "exemption.incomplete",
        "S5",
        "The exemption in S5.3 names no right, or no day to come on which it is looked at again.",
    ),
    _worked_out(
        "strict_necessity.unsupported",
        "S4",
        "Part 3: neither a condition of Schedule 8 nor consent supports it.",
    ),
    _worked_out(
        "policy_document.needed",
        "S4",
        "A chosen paragraph of Schedule 1 needs an appropriate policy document.",
    ),
    _worked_out(
        "condition.mismatch", "S4", "No chosen paragraph of Schedule 1 supports the Article 9 condition."
    ),
    _worked_out(
        "offence.mismatch", "S4", "No chosen paragraph of Schedule 1 supports criminal offence data."
    ),
    _worked_out(
        "retention.too_long", "S7", "The recipient would keep it longer than we do, or has not said."
    ),
    _worked_out("history.open_serious", "S8", "An incident of high severity at the recipient is still open."),
    _worked_out(
        "history.to_consider", "S8", "The recipient had an incident in the last 36 months, or has one open."
    ),
    _worked_out("history.advice", "S8", "That incident was serious and closed within 12 months, or is open."),
    _worked_out(
        "transfer.approved",
        "S9",
        "The country's approval covers this recipient on that day.",
        "recipient.meets_country_condition",
    ),
    _worked_out(
        "transfer.derogation_closed",
        "S9",
        "The derogation is not open to a public authority at its tasks.",
        "transfer.derogation",
    ),
)
