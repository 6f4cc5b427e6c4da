"""What the law's tables are made of: facts, questions, stages, rows of the decision table, and reason codes.

The tables themselves are dated data in `policy/law`. Nothing here decides anything; `policy.truth` reads one
row, and
`decisions.assessment` reads them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """What a row of the table does when it fires.

    A `require` holds its stage back until its written answer is there; a `warn` is for the owner to
    acknowledge; a `finding` and an `info` stop nothing.
    """

    REFUSE = "refuse"
    BLOCK = "block"
    REQUIRE = "require"
    WARN = "warn"
    FINDING = "finding"
    INFO = "info"
    DIVERT = "divert"
    OUT_OF_SCOPE = "out_of_scope"


# --- the cells of a row ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The fact is this number or more."""

    number: int


class Some(StrEnum):
    """SOME: there is at least one, and it is not "none". NONE: there is none. BLANK: the text says
    nothing."""

    SOME = "some"
    NONE = "none at all"
    BLANK = "blank"


Plain = bool | int | str
Cell = Plain | tuple[Plain, ...] | AtLeast | Some
Cells = Mapping[str, Cell]


# --- facts and questions --------------------------------------------------------------------------


class Kind(StrEnum):
    """The shape of a fact or an answer."""

    YES_NO = "yes or no"  # a fact: true or false
    NUMBER = "whole number"
    TEXT = "text"
    CHOICE = "one of the list"
    CHOICE_OR_TEXT = "one of the list, or text"
    LIST = "list"
    LIST_OR_NONE = "none, or a list"
    PARAGRAPHS = "none, or paragraph numbers of Schedule 1"
    COUNTRY = "ISO 3166-1 alpha-2 code"
    PERIOD = "ISO 8601 period"
    DATE = "ISO 8601 date"
    FIELDS = "list of {field, why}"
    EXEMPTION = "none, or {exemption, right, prejudice, until}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing the rules read about a case.

    `ask` is the question put to a person. `stage` is where the office asks it, once the facts in `after` are known.
    `default` is taken where nobody said anything; a fact without one is open until somebody says. `worked_out` facts
    follow from others and cannot be given; `reads` are those among them that have a default.
    """

    name: str
    kind: Kind
    ask: str
    stage: str
    choices: tuple[str, ...] = ()
    default: Plain | None = None
    after: tuple[str, ...] = ()
    worked_out: bool = False
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Says:
    """An answer that speaks of a fact too: with this answer, the fact is one of these values.

    One value settles the fact (the office does not ask twice); any other value contradicts the answer.
    """

    answer: str
    fact: str
    values: tuple[Plain, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the flow. `why` tells the person answering what it is for; `asked_when` when it is put
    at all."""

    id: str
    ask: str
    kind: Kind
    why: str
    choices: tuple[str, ...] = ()
    says: tuple[Says, ...] = ()
    asked_when: Cells = field(default_factory=dict)

    @property
    def stage(self) -> str:
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the flow: who decides there, what it waits for, what it leaves as evidence."""

    id: str
    title: str
    decides: str
    waits_for: str
    evidence: tuple[str, ...]
    citation: str
    questions: tuple[Question, ...] = ()


# --- rules and reasons ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the decision table: it fires when every cell of `when` holds.

    `answered_by` binds a `require` to the facts or answers that meet it. `verify` marks what a data
    protection officer has still to confirm against the instrument.
    """

    id: str
    stage: str
    code: str
    severity: Severity
    when: Cells
    citation: str
    answered_by: Cells = field(default_factory=dict)
    verify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCode:
    """A stable identifier with the sentences a person reads: what it means, why it stops (or does not), what
    to do."""

    code: str
    title: str
    reason: str
    remedy: str
    citation: str


# --- lists ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a list in the law: a power, a bar, an exemption, a category, a way of sending."""

    id: str
    title: str
    citation: str
    verify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of Schedule 1 to the Data Protection Act 2018.

    `supports` are the Article 9 points it can stand under, and "art10". `document` says whether it needs an
    appropriate policy document: "yes", "no", "competent_authority" or "sport_body" (not for a disclosure to
    one of those), or
    "underlying" (as the paragraph it extends).
    """

    number: int
    title: str
    supports: tuple[str, ...]
    document: str
    citation: str
    verify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country whose protection the United Kingdom has approved, wholly or (`condition`) for some
    recipients only."""

    code: str
    title: str
    since: date
    citation: str
    condition: str = ""
    public_bodies: bool = True
    verify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A criterion of DPIA screening. `alone`: it requires a DPIA by itself. `own` is its twin, which does
    not count twice."""

    id: str
    title: str
    citation: str
    alone: bool = False
    own: str = ""
    verify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a DPIA that is answered in words, and the step of the template it belongs to.

    `title` is what a list of parts shows. `always`: it is answered in every DPIA; the others where they apply.
    """

    id: str
    step: int
    title: str
    ask: str
    citation: str
    always: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A cell of the risk matrix: how a likelihood and a severity of harm come out together."""

    likelihood: str
    severity: str
    overall: str
    citation: str
    verify: bool = False
