"""The one-off flow: stages S0 to S15, their questions, and what each answer says of the facts.

This is Appendix A of the Information Sharing Policy, whose picture was lost, built again from its clauses 2
to 8. What an answer leads to is in `rules`, beside the rules of law.
"""

from __future__ import annotations

from sharewell.policy.law.y2026_06_30.lists import EXEMPTIONS, METHODS, POWERS, STATUTORY_BARS
from sharewell.policy.tables import Kind, Question, Says, Stage

YES_NO = ("yes", "no")
PERSONAL = ("identifiable", "pseudonymised")
ANONYMOUS = ("anonymised", "aggregate")
OTHER_RELATIONSHIPS = ("separate_controllers", "joint_controllers", "controller_to_processor")
POWER_KINDS = ("duty", "express_power", "implied_power", "common_law", "court_order")


def _same(fact: str, *values: str) -> tuple[Says, ...]:
    """The answer and the fact are the same words."""
    return tuple(Says(value, fact, (value,)) for value in values)


def _flag(fact: str) -> tuple[Says, ...]:
    """Yes is true and no is false."""
    return (Says("yes", fact, (True,)), Says("no", fact, (False,)))


COMPATIBLE = ("yes", "no", "annex2_para1", "annex2_other", "new_consent", "authorised_by_law", "unknown")
BARS = ("none", *(bar.id for bar in STATUTORY_BARS))
BASES = ("a", "b", "c", "d", "e", "ea", "f")

S0 = (
    Question(
        id="S0.1",
        ask="Is anyone identifiable in what would leave?",
        kind=Kind.CHOICE,
        choices=("yes", "no", "unsure"),
        why="The policy is about personal data: statistics leave it once the file itself is shown to be "
        "safe (2.1).",
        says=(Says("yes", "data.identifiability", PERSONAL), Says("no", "data.identifiability", ANONYMOUS)),
    ),
    Question(
        id="S0.2",
        ask="Is the recipient part of the same legal entity?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="Use inside one controller is not sharing (2.1).",
        says=(
            Says("yes", "sharing.relationship", ("internal",)),
            Says("no", "sharing.relationship", OTHER_RELATIONSHIPS),
        ),
    ),
    Question(
        id="S0.3",
        ask="Does an agreement in force cover this recipient, purpose and data?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="What an agreement covers goes out under the agreement, by its rules (2.2).",
        says=_flag("register.matching_live_isa"),
    ),
    Question(
        id="S0.4",
        ask="Will the recipient act only on our instructions?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="Then it is a processor, and a contract governs it, not this decision (2.5).",
        says=(
            Says("yes", "sharing.relationship", ("controller_to_processor",)),
            Says("no", "sharing.relationship", ("separate_controllers", "joint_controllers", "internal")),
        ),
    ),
    Question(
        id="S0.5",
        ask="Is it really a freedom of information request, a subject access request or a complaint?",
        kind=Kind.CHOICE,
        choices=("none", "foi", "sar", "complaint"),
        why="Each of those has a route and a clock of its own (2.2).",
    ),
    Question(
        id="S0.6",
        ask="Is delay likely to cause serious harm now?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="In an emergency share what is needed at once and record it afterwards (7.2).",
        says=_flag("sharing.emergency"),
    ),
)

S1 = (
    Question(
        id="S1.1",
        ask="Did you verify the organisation, the person and the post by a route we already held?",
        kind=Kind.CHOICE,
        choices=("verified", "not_verified"),
        why="Most wrongful disclosures begin with a plausible caller: ring back on a number we had before "
        "(7.3).",
        says=(
            Says("verified", "recipient.verified", (True,)),
            Says("not_verified", "recipient.verified", (False,)),
        ),
    ),
    Question(
        id="S1.2",
        ask="Is it signed off on their side at the level we require?",
        kind=Kind.CHOICE,
        choices=("yes", "no", "not_needed"),
        why="A legitimate enquiry has somebody answerable behind it: a police inspector, a senior manager "
        "(4.4).",
    ),
    Question(
        id="S1.3",
        ask="Is it about named people or a bounded set?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="Only the minimum goes out, and a trawl has no minimum (3.4(e)).",
    ),
    Question(
        id="S1.4",
        ask="Is it an order (a court's, or a statutory notice), or a request?",
        kind=Kind.CHOICE,
        choices=("order", "request"),
        why="An order is verified and obeyed to its terms; a request is decided on its merits (4.4).",
        # A court order is an order; a statutory notice is one too, and rests on a duty.
        says=(
            Says("request", "power.kind", ("duty", "express_power", "implied_power", "common_law", "none")),
        ),
    ),
    Question(
        id="S1.5",
        ask="Is it a police request about a victim?",
        kind=Kind.CHOICE,
        choices=("no", "vir_ok", "vir_incomplete"),
        why="A victim information request must carry what the Act asks for, notice to the victim included "
        "(PCSC Act s.44B).",
    ),
)

S2 = (
    Question(
        id="S2.1",
        ask="What is the sharing meant to achieve?",
        kind=Kind.TEXT,
        why="Necessity can be judged only against an objective that could be measured (3.3).",
    ),
    Question(
        id="S2.2",
        ask="Which duty or power lets us disclose?",
        kind=Kind.CHOICE_OR_TEXT,
        choices=("none", *(power.id for power in POWERS)),
        why="A public body does only what a statute or the common law lets it do (3.2).",
        says=(Says("none", "power.kind", ("none",)), Says("*", "power.kind", POWER_KINDS)),
    ),
    Question(
        id="S2.3",
        ask="What is the benefit and the risk of sharing, and of not sharing?",
        kind=Kind.TEXT,
        why="Not sharing can do harm too, and whoever decides weighs both (3.5).",
    ),
    Question(
        id="S2.4",
        ask="Is the purpose compatible with why we collected it?",
        kind=Kind.CHOICE,
        choices=COMPATIBLE,
        why="Data collected for one purpose is not free for another (UK GDPR Art 5(1)(b), 8A).",
        says=_same("purpose.compatible_with_collection", *COMPATIBLE),
    ),
    Question(
        id="S2.5",
        ask="Does another enactment, order or confidence forbid it?",
        kind=Kind.CHOICE,
        choices=BARS,
        why="Data protection law permits nothing that another law forbids.",
        says=_same("statutory_bar", *BARS),
    ),
)

S3 = (
    Question(
        id="S3.1",
        ask="Could the objective be met with no personal data?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="If the aim can be met in another way, that way is taken (3.3).",
    ),
    Question(
        id="S3.2",
        ask="Could it be met with anonymised or aggregate data?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="Anonymising before sharing is the policy's own example of another way (3.3).",
    ),
    Question(
        id="S3.3",
        ask="Could it be met with pseudonymised data, a yes-or-no answer, or supervised viewing?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="The minimum that achieves the objective is all that goes (3.4(e)).",
    ),
    Question(
        id="S3.4",
        ask="Field by field: why is each one needed?",
        kind=Kind.FIELDS,
        why="The approval is bound to exactly this list, and the gate compares the file with it (3.4(e)).",
    ),
    Question(
        id="S3.5",
        ask="Did the file pass the disclosure test (smallest cell, differencing, motivated intruder)?",
        kind=Kind.CHOICE,
        choices=("pass", "fail"),
        why="'Only statistics' is shown, not said: a small cell can name a person (2.1).",
        asked_when={"anonymous.claimed": True},
    ),
)

S4 = (
    Question(
        id="S4.1",
        ask="Which regime is it under?",
        kind=Kind.CHOICE,
        choices=("uk_gdpr", "part3"),
        why="Law enforcement by a competent authority has its own rules (DPA 2018 ss.29-31).",
        says=_same("sharing.regime", "uk_gdpr", "part3"),
    ),
    Question(
        id="S4.2",
        ask="Which basis: Article 6, or section 35 under Part 3?",
        kind=Kind.CHOICE,
        choices=(*BASES, "none", "s35_consent", "s35_task"),
        why="Personal data is shared only where there is a clear legal basis (3.1).",
        says=(
            *_same("basis.art6", *BASES, "none"),
            *_same("basis.part3", "s35_consent", "s35_task"),
        ),
    ),
    Question(
        id="S4.3",
        ask="Which codes for special category data: Article 9, Schedule 1?",
        kind=Kind.LIST_OR_NONE,
        why="Special category data needs a condition as well as a basis (3.1).",
        says=(Says("none", "basis.art9", ("none",)),),
    ),
    Question(
        id="S4.4",
        ask="Which codes for criminal offence data: Article 10, Schedule 1?",
        kind=Kind.LIST_OR_NONE,
        why="Criminal offence data needs official authority or a condition (UK GDPR Art 10).",
        says=(Says("none", "basis.art10", ("none",)),),
    ),
    Question(
        id="S4.5",
        ask="It was given in confidence: what lifts the confidence?",
        kind=Kind.CHOICE,
        choices=("consent", "law", "public_interest", "none"),
        why="The duty of confidence stands beside data protection law and is answered separately.",
        asked_when={"data.confidential": True},
    ),
    Question(
        id="S4.6",
        ask="Is the interference with private life proportionate, and why?",
        kind=Kind.TEXT,
        why="A public authority weighs aim, link, less intrusive means and fair balance (HRA 1998 s.6, "
        "Article 8).",
        asked_when={"controller.is_public_authority": True},
    ),
    Question(
        id="S4.7",
        ask="Children: what is the compelling reason, and what is in their best interests?",
        kind=Kind.TEXT,
        why="The data sharing code asks both of anyone who shares children's data.",
        asked_when={"data.children": True},
    ),
)

S5 = (
    Question(
        id="S5.1",
        ask="Are the people aware (does our notice name this recipient, or its kind, and this purpose)?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="People should be aware how their data is shared even where consent is not needed (4.4).",
    ),
    Question(
        id="S5.2",
        ask="Does any reason for a specific notice hold?",
        kind=Kind.LIST_OR_NONE,
        why="In five situations the policy encourages a notice of its own (4.3).",
    ),
    Question(
        id="S5.3",
        ask="Is an exemption relied on for not telling people?",
        kind=Kind.EXEMPTION,
        choices=("none", *(exemption.id for exemption in EXEMPTIONS)),
        why="An exemption says which right, what prejudice and until when, and it never makes a sharing "
        "lawful (4.4).",
        says=(Says("none", "exemption.code", ("none",)),),
    ),
    Question(
        id="S5.4",
        ask="Would we be comfortable explaining this to the person?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="If not, the Data Protection Officer's advice comes first (4.1).",
    ),
)

S6 = (
    Question(
        id="S6.1",
        ask="What does DPIA screening say?",
        kind=Kind.CHOICE,
        choices=("required", "recommended", "not_required"),
        why="Every sharing is screened; a DPIA is made where it is required (3.5).",
        says=_same("dpia.screen", "required", "recommended", "not_required"),
    ),
    Question(
        id="S6.2",
        ask="Does an existing DPIA cover this? Its reference, or no.",
        kind=Kind.CHOICE_OR_TEXT,
        choices=("no",),
        why="The register of DPIAs saves doing the work twice (3.5).",
    ),
    Question(
        id="S6.3",
        ask="Is there a residual high risk?",
        kind=Kind.CHOICE,
        choices=("no", "yes"),
        why="A high risk that measures do not bring down goes to the regulator first (UK GDPR Art 36).",
    ),
)

S7 = (
    Question(
        id="S7.a",
        ask="Format: which schema and version is agreed?",
        kind=Kind.CHOICE_OR_TEXT,
        choices=("none",),
        why="Common standards make sure the data arrives as what it was (3.4(a)).",
    ),
    Question(
        id="S7.b",
        ask="Accuracy: how sure are we, from its age, completeness, source and cross-checks?",
        kind=Kind.CHOICE,
        choices=("high", "medium", "low"),
        why="People are judged on what we send (3.4(b)).",
    ),
    Question(
        id="S7.c",
        ask="Will the recipient keep using it? If so, by which route do we send amendments?",
        kind=Kind.CHOICE_OR_TEXT,
        choices=("not_extended", "none"),
        why="What is corrected here must be corrected there (3.4(c)).",
    ),
    Question(
        id="S7.d",
        ask="Retention: does a statute set it? Otherwise, how long will they keep it?",
        kind=Kind.PERIOD,
        choices=("statutory", "period", "longer"),
        why="Nobody keeps it longer than we do, and destruction is certified (3.4(d)).",
    ),
    Question(
        id="S7.e",
        ask="Is it cut down to the fields justified in S3.4?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="The minimum amount of personal data is shared (3.4(e)).",
    ),
    Question(
        id="S7.f",
        ask="Part 3: are facts and opinions, and the kinds of person, marked?",
        kind=Kind.CHOICE,
        choices=("yes", "na"),
        why="Under Part 3 the recipient must be able to tell them apart (DPA 2018 s.38).",
    ),
)

S8 = (
    Question(
        id="S8.1",
        ask="Are the recipient's security measures adequate for this data?",
        kind=Kind.CHOICE,
        choices=("assured", "conditional", "not_assured"),
        why="We must be satisfied of their measures before anything goes (7.3).",
    ),
    Question(
        id="S8.2",
        ask="Is the recipient's registration with the regulator current?",
        kind=Kind.CHOICE,
        choices=("yes", "exempt", "no"),
        why="A controller that is not registered is worth a question (2.4).",
    ),
    Question(
        id="S8.3",
        ask="Have past incidents been considered?",
        kind=Kind.CHOICE,
        choices=("none", "considered"),
        why="What is recorded about a breach is considered in every later request (7.4).",
    ),
    Question(
        id="S8.4",
        ask="Which duties does the recipient still owe us?",
        kind=Kind.LIST_OR_NONE,
        why="Who has not certified the last deletion does not get the next file (3.4(d), 7.4).",
    ),
)

S9 = (
    Question(
        id="S9.1",
        ask="Does it go to somebody outside the United Kingdom?",
        kind=Kind.CHOICE,
        choices=("no", "yes"),
        why="A transfer abroad needs a legal mechanism, and the Data Protection Officer (8.1).",
        says=(Says("no", "recipient.country", ("GB",)),),
    ),
    Question(
        id="S9.2",
        ask="By which mechanism?",
        kind=Kind.CHOICE,
        choices=(
            "approved_by_regulations",
            "safeguards_idta",
            "safeguards_addendum",
            "bcr",
            "public_body_instrument",
            "derogation",
            "none",
        ),
        why="Without one of these the transfer is unlawful (UK GDPR Arts 44A-49).",
        asked_when={"S9.1": "yes"},
    ),
    Question(
        id="S9.3",
        ask="Safeguards: is the data protection test met?",
        kind=Kind.CHOICE,
        choices=("met", "not_met", "na"),
        why="Protection after the transfer must not be materially lower than here (UK GDPR Art 46(1A)).",
        asked_when={"S9.1": "yes"},
    ),
    Question(
        id="S9.4",
        ask="Was the Data Protection Officer consulted on the transfer?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="The policy says the DPO must be (8.1).",
        asked_when={"S9.1": "yes"},
    ),
)

S10 = (
    Question(
        id="S10.1",
        ask="By which method will it be sent?",
        kind=Kind.CHOICE,
        choices=tuple(method.id for method in METHODS),
        why="A secure method, proportionate to the data and to who receives it (7.3).",
    ),
    Question(
        id="S10.2",
        ask="Was the recipient's address or key verified by another channel?",
        kind=Kind.CHOICE,
        choices=YES_NO,
        why="The right file to the wrong address is still a breach (7.3).",
    ),
)

ADVICE = ("for", "for_with_conditions", "against")
S11 = (
    Question(
        id="S11.1",
        ask="What does the Data Protection Officer advise?",
        kind=Kind.CHOICE,
        choices=("not_needed", *ADVICE),
        why="The DPO advises and never decides; departing from the advice is for the Chief Executive "
        "(5.1, 5.3).",
        says=(Says("not_needed", "dpo.advice", ("none",)), *_same("dpo.advice", *ADVICE)),
    ),
)

S12 = (
    Question(
        id="S12.1",
        ask="What is the decision?",
        kind=Kind.CHOICE,
        choices=("approve", "approve_with_conditions", "approve_reduced", "refuse", "defer"),
        why="One named person decides, who owns the data or stands in for its owner (5.2).",
    ),
    Question(
        id="S12.2",
        ask="For which reasons?",
        kind=Kind.TEXT,
        why="Reasons are given both ways: a refusal is a decision too (7.2).",
    ),
    Question(
        id="S12.3",
        ask="Until when is it valid?",
        kind=Kind.TEXT,
        why="An approval is for one delivery, within 30 days unless another day is set (7.2).",
    ),
)

STAGES = (
    Stage(
        id="S0",
        title="Intake and triage",
        decides="Case handler",
        waits_for="The request is on record: what was asked, by whom, how and when.",
        evidence=("the request", "the answers of this stage"),
        citation="OPCC 2.1, 2.2, 2.5, 7.1",
        questions=S0,
    ),
    Stage(
        id="S1",
        title="Who is asking",
        decides="Case handler",
        waits_for="Identity and authority are proven.",
        evidence=("how it was verified", "the signed request"),
        citation="OPCC 4.4, 7.1",
        questions=S1,
    ),
    Stage(
        id="S2",
        title="Purpose, objective and power",
        decides="Case handler drafts; the data owner owns it",
        waits_for="Objective, power and compatibility are recorded.",
        evidence=("the objective", "the provision relied on"),
        citation="OPCC 1.1, 3.2, 3.3",
        questions=S2,
    ),
    Stage(
        id="S3",
        title="Necessity and alternatives",
        decides="Data owner",
        waits_for="Every field is justified; the alternatives and why not are recorded.",
        evidence=("the alternatives", "the field list", "the disclosure test"),
        citation="OPCC 3.3, 3.4(e)",
        questions=S3,
    ),
    Stage(
        id="S4",
        title="Lawfulness",
        decides="Data owner; the DPO advises",
        waits_for="No rule of law blocks it.",
        evidence=("the lawful basis record",),
        citation="OPCC 3.1",
        questions=S4,
    ),
    Stage(
        id="S5",
        title="Fairness and transparency",
        decides="Data owner",
        waits_for="The decision on telling people is recorded.",
        evidence=("the notice and its version", "the exemption record"),
        citation="OPCC 4.1-4.4",
        questions=S5,
    ),
    Stage(
        id="S6",
        title="DPIA screening",
        decides="Case handler screens; the DPO confirms; the data owner signs a DPIA",
        waits_for="Screening is stored; a required DPIA is signed; no high risk is left.",
        evidence=("the screening", "the DPIA's reference"),
        citation="OPCC 3.5",
        questions=S6,
    ),
    Stage(
        id="S7",
        title="Data quality checks (a) to (e)",
        decides="Data owner or data steward",
        waits_for="All five are recorded.",
        evidence=("the quality record",),
        citation="OPCC 3.4(a)-(e); DPA 2018 s.38",
        questions=S7,
    ),
    Stage(
        id="S8",
        title="Recipient assurance and history",
        decides="Case handler; the DPO where there is history",
        waits_for="Assurance is current and the history is considered in writing.",
        evidence=("the assurance record", "the note on the history"),
        citation="OPCC 7.3, 7.4",
        questions=S8,
    ),
    Stage(
        id="S9",
        title="Outside the United Kingdom",
        decides="The DPO must be consulted",
        waits_for="The mechanism is recorded and the DPO was consulted.",
        evidence=("the transfer record",),
        citation="OPCC 8.1; UK GDPR Arts 44A-49",
        questions=S9,
    ),
    Stage(
        id="S10",
        title="Method of transfer",
        decides="Case handler, with IT security",
        waits_for="The method is at or above the minimum for this data.",
        evidence=("the method", "the key's fingerprint"),
        citation="OPCC 7.3",
        questions=S10,
    ),
    Stage(
        id="S11",
        title="DPO advice",
        decides="Data Protection Officer",
        waits_for="Advice is recorded where it is mandatory.",
        evidence=("the advice, its date and author",),
        citation="OPCC 3.5, 5.3, 8.1; UK GDPR Arts 35(2), 38-39",
        questions=S11,
    ),
    Stage(
        id="S12",
        title="Decision",
        decides="The owner of the data set, or the Chief Executive",
        waits_for="Somebody decided who neither asked, drafted nor advised, and who holds live authority "
        "over the data.",
        evidence=("the decision, bound to the field list and the recipient",),
        citation="OPCC 5.1, 5.2, 7.1, 7.2",
        questions=S12,
    ),
    Stage(
        id="S13",
        title="Release gate",
        decides="The system; nobody overrides it",
        waits_for="Every check passes on the very file that leaves.",
        evidence=("the gate's report", "the file's digest"),
        citation="OPCC 7.2",
    ),
    Stage(
        id="S14",
        title="Release with standard terms",
        decides="Case handler; a second person for bulk or special category data",
        waits_for="The recipient accepted the terms.",
        evidence=("the version of the terms", "the receipt"),
        citation="OPCC 7.3-7.5",
    ),
    Stage(
        id="S15",
        title="Log and after-care",
        decides="The system; the DPO samples",
        waits_for="Nothing: it follows every outcome, refusals included.",
        evidence=("the line in the Data Sharing Activity Log", "the entry on the record"),
        citation="OPCC 7.2, 3.4(c)-(d), 7.4, 8.2",
    ),
)

JUDGED = tuple(f"S{number}" for number in range(12))
