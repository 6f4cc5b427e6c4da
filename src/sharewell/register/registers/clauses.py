"""The thirteen things that a processor's contract has to say (UK GDPR Article 28), each with our wording of it."""

from __future__ import annotations

from dataclasses import dataclass


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
