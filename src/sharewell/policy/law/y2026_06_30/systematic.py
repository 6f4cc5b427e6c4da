"""Systematic sharing: the life of an agreement, stages A0 to A13 (Information Sharing Policy, clauses 2 and 6).

The stages A2 to A5 and A8 ask what S2 to S6 and S8 to S10 ask: two processes, the same legal checks (2.3).
"""

from __future__ import annotations

from sharewell.policy.tables import Stage


def _stage(number: int, title: str, decides: str, waits_for: str, citation: str, *evidence: str) -> Stage:
    return Stage(
        id=f"A{number}",
        title=title,
        decides=decides,
        waits_for=waits_for,
        evidence=evidence,
        citation=citation,
    )


SYSTEMATIC = (
    _stage(
        0, "Need and triage", "Case handler",
        "The same data, the same organisations and an established purpose; or a large scale, even once.",
        "OPCC 2.1, 2.2, 6.1", "the type of sharing and why",
    ),
    _stage(
        1, "Parties and roles", "Case handler",
        "Each party is a controller, a joint controller or a processor, with its registration.",
        "OPCC 2.4, 2.5", "the parties' cards",
    ),
    _stage(2, "Purpose, power, benefit", "Data owner", "What S2 waits for.", "OPCC 1.1, 3.2", "the powers cited"),
    _stage(
        3, "Necessity, alternatives, field list", "Data owner",
        "What S3 waits for; the field list becomes the schema that the gate holds every file to.",
        "OPCC 3.3, 3.4(e)", "the schedule of fields",
    ),
    _stage(
        4, "Lawful bases of each party", "Data owner; the DPO advises",
        "What S4 waits for, recorded for each party and direction.", "OPCC 3.1", "the lawful basis record",
    ),
    _stage(5, "DPIA", "Data owner; the DPO advises", "What S6 waits for.", "OPCC 3.5", "the DPIA's reference"),
    _stage(
        6, "The draft", "Data Protection Officer",
        "Every essential component is there, in our template or in theirs (ISA_COMPONENT_MISSING).",
        "OPCC 6.2, 6.3", "the component check",
    ),
    _stage(
        7, "Telling people", "Data owner",
        "Exactly one of: an additional notice, the notice brought up to date, or the notice suffices and why "
        "(ISA_NOTICE_DECISION).",
        "OPCC 6.5, 4.3", "the decision and the notice",
    ),
    _stage(
        8, "Recipient assurance; transfers", "Case handler; the DPO", "What S8, S9 and S10 wait for.",
        "OPCC 7.3, 8.1", "the assurance record",
    ),
    _stage(
        9, "The DPO's review", "Data Protection Officer", "Every agreement is reviewed (ISA_DPO_REVIEW).",
        "OPCC 5.3", "the review",
    ),
    _stage(
        10, "Signatures", "Data owner of that area; every party",
        "The owner signs, and never the DPO; every party has signed before it is in force (ISA_SIGNATORY).",
        "OPCC 5.2", "the signatures",
    ),
    _stage(
        11, "In force, and in the registers", "The system",
        "The asset register and the record of processing show it; its dates drive the reminders.",
        "OPCC 6.4", "the register entries",
    ),
    _stage(
        12, "Releases under it", "Case handler; the gate",
        "Every file passes the whole gate; within schedule and schema no further approval is asked for.",
        "OPCC 7.2", "the gate's report on each file",
    ),
    _stage(
        13, "Review, vary, renew, end", "Data owner",
        "Reviewed within 12 months; 30 days overdue, releases stop (ISA_REVIEW_OVERDUE). An end is an end once "
        "the deletion certificates are in.",
        "OPCC 6.4", "the review", "the deletion certificates",
    ),
)  # fmt: skip
