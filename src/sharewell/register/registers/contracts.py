"""Processors: who processes for us (or we for whom), and the thirteen things their contract has to say (Article 28).

Each clause is present, with where it stands, or it is missing; one that is missing keeps the contract from coming into
force, and nothing goes to, or is collected by, a processor without one (OPCC 2.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sharewell.policy import rulebook
from sharewell.register.registers.entry import Ask, Entry, Question, Register, no
from sharewell.vocabulary.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One thing the contract has to say, and our wording of it (`words`), which our template offers."""

    id: str
    label: str
    citation: str
    words: str


CLAUSES = (
    Clause(
        id="pr.parties",
        label="Subject matter, duration, nature, purpose, kinds of data and people, our duties and rights",
        citation="UK GDPR Article 28(3)",
        words="The schedule to this contract says what is processed, for how long, how and why, about whom, and what "
        "the controller may and must do.",
    ),
    Clause(
        id="pr.a",
        label="Acts only on our documented instructions",
        citation="UK GDPR Article 28(3)(a)",
        words="The processor acts only on the controller’s written instructions, also for transfers abroad. If a law "
        "asks for more, the processor says so first, unless that law forbids it.",
    ),
    Clause(
        id="pr.b",
        label="Its people are bound to confidence",
        citation="UK GDPR Article 28(3)(b)",
        words="Everybody who may see the data has promised to keep them secret.",
    ),
    Clause(
        id="pr.c",
        label="Security",
        citation="UK GDPR Articles 28(3)(c) and 32",
        words="The processor keeps the data secure as Article 32 asks: encrypted, backed up, tested, and open only to "
        "those who need them.",
    ),
    Clause(
        id="pr.d",
        label="Sub-processors: only with our leave, on the same terms",
        citation="UK GDPR Article 28(2), 28(3)(d) and 28(4)",
        words="The processor takes on no other processor without the controller’s written leave. The same terms bind "
        "that one, and the processor answers for it.",
    ),
    Clause(
        id="pr.e",
        label="Helps with people’s rights",
        citation="UK GDPR Article 28(3)(e)",
        words="The processor helps the controller to answer people who use their rights, and passes on a request it "
        "gets within two working days.",
    ),
    Clause(
        id="pr.f",
        label="Helps with security, breaches and impact assessments",
        citation="UK GDPR Article 28(3)(f)",
        words="The processor helps the controller with its duties under Articles 32 to 36.",
    ),
    Clause(
        id="pr.g",
        label="Deletes or returns at the end",
        citation="UK GDPR Article 28(3)(g)",
        words="At the end the processor returns or deletes all the data, and every copy, as the controller chooses. "
        "It certifies that.",
    ),
    Clause(
        id="pr.h",
        label="Shows proof, allows audits, warns of an unlawful instruction",
        citation="UK GDPR Article 28(3)(h)",
        words="The processor shows that it keeps this contract, lets the controller audit it, and says at once if it "
        "thinks an instruction unlawful.",
    ),
    Clause(
        id="pr.breach",
        label="Tells us of a breach without undue delay",
        citation="UK GDPR Article 33(2)",
        words="The processor tells the controller of a breach without undue delay, and within 24 hours.",
    ),
    Clause(
        id="pr.ropa",
        label="Keeps its own record",
        citation="UK GDPR Article 30(2)",
        words="The processor keeps a record of what it does for the controller.",
    ),
    Clause(
        id="pr.guarantees",
        label="We checked its guarantees before",
        citation="UK GDPR Article 28(1)",
        words="Before signing, the controller checked what the processor offers to keep the data safe. The schedule "
        "says what was seen.",
    ),
    Clause(
        id="pr.written",
        label="In writing",
        citation="UK GDPR Article 28(9)",
        words="This contract is in writing. It may be signed electronically.",
    ),
)
THEY, WE = "they_for_us", "we_for_them"


def _asked(clause: Clause) -> Iterator[Question]:
    yield Question(
        id=clause.id,
        label=clause.label,
        citation=clause.citation,
        ask=Ask.CHOICE,
        choices=(("present", "Present"), ("absent", "Absent")),
        looked_at=True,
        group="What the contract has to say (Article 28)",
    )
    yield Question(id=f"{clause.id}.where", label="Where it stands", hint="Clause and page", looked_at=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A clause held against the contract: whether it is there, and where."""

    clause: Clause
    present: bool
    where: str


def checklist(entry: Entry) -> tuple[Held, ...]:
    """Article 28, clause by clause."""
    return tuple(
        Held(clause=each, present=entry.said(each.id) == "present", where=entry.said(f"{each.id}.where"))
        for each in CLAUSES
    )


def _missing(held: Held) -> Refusal:
    if held.present:
        reason, remedy = (
            f"It is not said where the contract has: {held.clause.label}.",
            "Give the clause and the page.",
        )
    else:
        reason = f"The contract does not say: {held.clause.label} ({held.clause.citation})."
        remedy = "Have it added, then say where it stands."
    return no(rulebook.PROCESSOR_CLAUSES, reason, remedy, held.clause.id)


def _unsigned(entry: Entry) -> Iterator[Refusal]:
    for question, who in (("signed_ours", "We have"), ("signed_theirs", "The other side has")):
        if not entry.said(question):
            yield no(
                rulebook.PROCESSOR_CONTRACT,
                f"{who} not signed the contract.",
                "Say who signed, in which post, and on which day.",
                question,
            )


def blocks(entry: Entry) -> Iterator[Refusal]:
    yield from _unsigned(entry)
    yield from (_missing(each) for each in checklist(entry) if not (each.present and each.where))


CONTRACTS = Register(
    name="processors",
    title="Processors",
    one="processor contract",
    prefix="PRO",
    about="Who processes personal data for us, or we for whom, and whether their contract says all that Article 28 "
    "asks for. Those who collect data for us count as well.",
    questions=(
        Question(id="party", label="The other side", ask=Ask.PARTY, needed=True),
        Question(
            id="side",
            label="Who processes for whom?",
            ask=Ask.CHOICE,
            needed=True,
            choices=((THEY, "They process for us"), (WE, "We process for them")),
        ),
        Question(id="data_set", label="Our data set", ask=Ask.DATA_SET, hint="Where they process for us"),
        Question(id="service", label="What is done, for how long, and why", ask=Ask.TEXT, needed=True),
        Question(id="people", label="Whom the data are about", needed=True),
        Question(id="data", label="Kinds of personal data", needed=True),
        Question(id="collects", label="Do they collect data from people for us?", citation="OPCC 2.5"),
        Question(id="subprocessors", label="Sub-processors, or none", needed=True),
        Question(id="transfers", label="Transfers outside the United Kingdom, or none", needed=True),
        Question(id="security", label="Security, in a few words", ask=Ask.TEXT, needed=True),
        Question(id="starts", label="First day", ask=Ask.DAY, needed=True),
        Question(id="ends", label="Last day", ask=Ask.DAY, needed=True),
        Question(id="kept_at", label="Where the signed contract is kept", needed=True),
        Question(id="signed_ours", label="Signed for us: name, post and day", looked_at=True),
        Question(id="signed_theirs", label="Signed for them: name, post and day", looked_at=True),
        *(question for clause in CLAUSES for question in _asked(clause)),
    ),
    listed=("party", "side", "ends"),
    blocks=blocks,
)
