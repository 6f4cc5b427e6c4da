"""The checks of the gate, G01 to G18: named, versioned, and each able to say what it looks at.

All of them appear in every answer. One that was not carried out is `not_asked`, never `pass`: no evidence is
never a yes. What is agreed about a file is in its terms; a check the terms put no limit on has nothing to
find.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a finding does. A block stops the file; a review waits for a named person; a warning is only told."""

    BLOCK = "block"
    REVIEW = "review"
    WARN = "warn"


class Result(StrEnum):
    """What became of one check."""

    PASS = "pass"  # noqa: S105 - a result, not a password
    WARN = "warn"
    REVIEW = "review"
    REFUSE = "refuse"
    NOT_ASKED = "not_asked"


RESULT_OF = {Severity.BLOCK: Result.REFUSE, Severity.REVIEW: Result.REVIEW, Severity.WARN: Result.WARN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing the gate looks at. `version` changes whenever the same file could be judged differently.

    `asked` says who can answer: "file" (the gate, from the file and its terms), "office" (only where the
    register is: see `answering`), or "given" (the gate, where the terms or the call give it something to judge by).
    `title` is what must hold, and `remedy` what is usually done where it does not.
    """

    id: str
    code: str
    severity: Severity
    citation: str
    title: str
    looks_at: str
    remedy: str
    version: int = 1
    asked: str = "file"


CHECKS: tuple[Check, ...] = (
    Check(
        id="G01",
        code="G_FIELD_UNDECLARED",
        severity=Severity.BLOCK,
        citation="OPCC 3.4e, 7.2",
        title="Only the agreed fields are there",
        looks_at="Every header, letter by letter, against the fields of the terms; a header that is there twice.",
        remedy="Take the column out, or vary the agreement.",
    ),
    Check(
        id="G02",
        code="G_SCHEMA",
        severity=Severity.BLOCK,
        citation="OPCC 3.4a",
        title="Types, formats and code lists are the agreed ones",
        looks_at="Every agreed column is there; every cell has its type, format, code, pattern, length and range.",
        remedy="Correct the cells, or agree another type, pattern or list.",
    ),
    Check(
        id="G03",
        code="G_COMPLETENESS",
        severity=Severity.BLOCK,
        citation="OPCC 3.4b",
        title="Enough of the rows are filled",
        looks_at="The share of rows in which a field holds something, where the terms set a least share.",
        remedy="Fill the cells, or agree another share.",
    ),
    Check(
        id="G04",
        code="G_SCOPE",
        severity=Severity.BLOCK,
        citation="OPCC 3.4e",
        title="No more records than agreed, and of the agreed period",
        looks_at="How many rows there are, whether each lies in the agreed period and is about an approved person.",
        remedy="Take out the rows that were not agreed, or vary the agreement.",
        version=2,
    ),
    Check(
        id="G05",
        code="G_PD_UNDECLARED",
        severity=Severity.BLOCK,
        citation="OPCC 3.4e",
        title="No personal data where none was agreed",
        looks_at="Names, numbers, addresses and dates of birth in fields that are not declared to hold them.",
        remedy="Take them out, treat the field, or declare what it holds.",
        version=2,
    ),
    Check(
        id="G06",
        code="G_SC_SUSPECT",
        severity=Severity.REVIEW,
        citation="OPCC 3.1",
        title="No words of special category or offence data in free text",
        looks_at="Terms of health, belief, origin, orientation and offences in text fields.",
        remedy="Have a named person look whether the words were meant to be shared.",
        version=2,
    ),
    Check(
        id="G07",
        code="G_K_ANON",
        severity=Severity.BLOCK,
        citation="OPCC 2.1, 3.3",
        title="Nobody can be singled out",
        looks_at="How many people share each combination of quasi-identifiers; small cells in tables of counts, and "
        "what suppressed ones hide; what the recipient holds already.",
        remedy="Band, generalise or suppress, or wait until more have changed.",
        version=4,
        asked="given",
    ),
    Check(
        id="G08",
        code="G_STALE",
        severity=Severity.WARN,
        citation="OPCC 3.4b",
        title="The records are fresh enough",
        looks_at="Records older than the agreed age on the day of release, or without a date to tell it by.",
        remedy="Extract the data afresh.",
        version=2,
    ),
    Check(
        id="G09",
        code="G_DUPLICATES",
        severity=Severity.BLOCK,
        citation="OPCC 3.4b",
        title="Keys are unique and refer to something",
        looks_at="Repeated keys, keys that refer to no row, and rows that are there twice.",
        remedy="Take the repeated rows out, or correct the key.",
    ),
    Check(
        id="G10",
        code="G_RETENTION",
        severity=Severity.BLOCK,
        citation="OPCC 3.4d",
        title="It is agreed when the recipient destroys it",
        looks_at="A retention period or a destroy-by date in the terms.",
        remedy="Agree a retention period or a date, and write it into the terms.",
    ),
    Check(
        id="G11",
        code="G_HIDDEN",
        severity=Severity.BLOCK,
        citation="OPCC 7.3",
        title="Nothing is hidden in the file",
        looks_at="Hidden sheets, rows and columns; cells that show nothing; texts, pictures, links, macros, remarks "
        "and bytes that no cell needs; values kept of cells that are not there; formulas; notes, settings and "
        "properties; characters that are not seen or turn a text round; another table below the first.",
        remedy="Copy the visible values to a new file.",
        version=4,
    ),
    Check(
        id="G12",
        code="G_HASH",
        severity=Severity.BLOCK,
        citation="OPCC 7.2",
        title="The file is the file that was examined",
        looks_at="The SHA-256 of the bytes that leave against that of the bytes examined.",
        remedy="Upload the file again; it will be examined again.",
        asked="office",
    ),
    Check(
        id="G13",
        code="G_KEY",
        severity=Severity.BLOCK,
        citation="OPCC 7.3",
        title="The recipient's key is verified",
        looks_at="Whether the key was confirmed with the recipient by another channel.",
        remedy="Read the key back to the recipient by telephone, and record the day on their card.",
        asked="office",
    ),
    Check(
        id="G14",
        code="G_TERMS",
        severity=Severity.BLOCK,
        citation="OPCC 7.5",
        title="The standard terms go with a one-off release",
        looks_at="A version of the standard terms where the authority is a decision.",
        remedy="Name the version of the standard terms.",
    ),
    Check(
        id="G15",
        code="G_AUTHORITY",
        severity=Severity.BLOCK,
        citation="OPCC 7.2, 6.4",
        title="The authority is live",
        looks_at="The agreement or decision, the recipient and the dates of the terms; its standing in the register.",
        remedy="Renew the agreement, or ask for a new decision.",
        asked="office",
    ),
    Check(
        id="G16",
        code="G_RECIPIENT",
        severity=Severity.BLOCK,
        citation="OPCC 7.4",
        title="The recipient has no open incident and no overdue duty",
        looks_at="The recipient's card in the register.",
        remedy="Wait until the incident is closed, or ask the recipient for what they owe.",
        asked="office",
    ),
    Check(
        id="G17",
        code="G_P3_QUALITY",
        severity=Severity.BLOCK,
        citation="DPA s.38",
        title="Law-enforcement data say how sure they are and whom they are about",
        looks_at="The accuracy note and the person categories of data under Part 3.",
        remedy="Write the accuracy note and the categories of people into the release.",
        asked="office",
    ),
    Check(
        id="G18",
        code="G_PERSON_FLAG",
        severity=Severity.BLOCK,
        citation="UK GDPR Arts 18, 21; safeguarding",
        title="Nobody is in it who must not be",
        looks_at="People whose data are withheld: objections upheld, restrictions, protected addresses.",
        remedy="Take these rows out.",
        version=2,
        asked="given",
    ),
)
BY_ID = {check.id: check for check in CHECKS}

_ASKED = {
    "file": "the gate, from the file and its terms",
    "given": "the gate, where the terms or the call give it something to judge by",
    "office": "the office, at the moment the file is to go",
}


def reference() -> str:
    """The checks as a page of docs/reference, printed from the table above."""
    lines = [
        "# The checks of the gate",
        "",
        "Printed from `src/sharewell/release/checks.py`. Any block refuses; a review waits for a named person; a "
        "warning is told and passes. A check that was not carried out is `not_asked`, never `pass`.",
    ]
    for check in CHECKS:
        lines += [
            "",
            f"## {check.id}: {check.title}",
            "",
            check.looks_at,
            "",
            f"- Usually: {check.severity}, `{check.code}` ({check.citation}). Version {check.version}.",
            f"- Answered by {_ASKED[check.asked]}.",
            f"- Where it does not hold: {check.remedy[0].lower()}{check.remedy[1:]}",
        ]
    return "\n".join(lines) + "\n"
