"""What the findings mean: any block refuses, any review waits for a person, a warning passes and is told.

The engine says what is in the file (`Facts`) and which rows answer each probe; here that becomes findings
with a reason and a remedy, and one result for each of the checks G01 to G18.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sharewell.register.terms import Disclosure, Terms
from sharewell.release import headers, personal
from sharewell.release.checks import CHECKS, RESULT_OF, Check, Result, Severity
from sharewell.release.finding import Finding, found
from sharewell.release.plan import Observation, Probe, What
from sharewell.release.reasons import DEMANDS, WORDS_OF_PEOPLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Something in a file that its reader does not see: what kind, how often, in which column or on which
    sheet.
    """

    kind: str
    count: int = 1
    column: int | None = None
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a file: how many cells hold something, and how many different things. `type` is inferred."""

    filled: int
    distinct: int
    type: str = "string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A file as it is. `headers` are exactly those of the file and are not shown as they stand: see
    `headers.shown`.
    """

    name: str
    sha256: str
    rows: int
    headers: tuple[str, ...]
    columns: tuple[Column, ...]
    hidden: tuple[Hidden, ...] = ()
    seen: tuple[personal.Seen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The gate's answer: `decision` is pass, pass_with_review or refuse; `results` has every check by its id."""

    decision: str
    findings: tuple[Finding, ...]
    results: Mapping[str, Result]


# What lies hidden → how it weighs, what to say, what to do. A kind that is not here blocks: see `_hidden`.
HIDDEN: Mapping[str, tuple[Severity, str, str]] = {
    "hidden sheet": (
        Severity.BLOCK,
        "The workbook has a hidden sheet.",
        "Unhide the sheet, and take it out.",
    ),
    "hidden row": (
        Severity.BLOCK,
        "The sheet has hidden rows.",
        "Unhide the rows; take out those not agreed.",
    ),
    "hidden column": (
        Severity.BLOCK,
        "The sheet has hidden columns.",
        "Unhide them; take out those not agreed.",
    ),
    "other sheet": (Severity.BLOCK, "Another sheet holds data.", "Take the other sheet out."),
    "comment": (Severity.BLOCK, "The workbook has comments or notes.", "Take the comments out."),
    "macro": (Severity.BLOCK, "The workbook holds a macro.", "Save it as a workbook without macros (.xlsx)."),
    "external link": (
        Severity.BLOCK,
        "The workbook links to another file.",
        "Break the links (Data, Edit Links).",
    ),
    "pivot cache": (
        Severity.BLOCK,
        "The workbook keeps a copy of the data behind a pivot table.",
        "Copy the visible values to a new workbook.",
    ),
    "embedded object": (Severity.BLOCK, "Another file is embedded in the workbook.", "Take the object out."),
    "picture": (Severity.BLOCK, "The workbook holds pictures, charts or drawings.", "Take them out."),
    "unknown part": (
        Severity.BLOCK,
        "The workbook holds something the gate cannot look into.",
        "Copy the visible values to a new workbook.",
    ),
    "formula": (
        Severity.REVIEW,
        "Cells hold formulas, which may carry more than they show.",
        "Paste the values over the formulas, or have a person look.",
    ),
    "defined name": (
        Severity.REVIEW,
        "The workbook defines names, which may hold text or point elsewhere.",
        "Delete the names (Formulas, Name Manager), or have a person look.",
    ),
    "hyperlink": (
        Severity.REVIEW,
        "Cells carry links whose address is not what is shown.",
        "Remove the links, or have a person look.",
    ),
    "document property": (
        Severity.WARN,
        "The document's properties name an author, an organisation or a title.",
        "Inspect the document and remove its properties.",
    ),
}

# What a probe found → why it matters, what to do. {bound} is of the terms, never of the file.
WORDS: Mapping[What, tuple[str, str]] = {
    What.TYPE: ("Cells are not written as the type {type}.", "Correct the cells, or agree another type."),
    What.REQUIRED: ("A required cell is empty.", "Fill the cells, or take the rows out."),
    What.ENUM: ("The code is not one of the agreed list.", "Correct the codes, or vary the agreed list."),
    What.PATTERN: ("Cells do not have the agreed pattern.", "Correct the cells, or vary the agreed pattern."),
    What.MIN_LENGTH: ("Cells are shorter than {bound} characters.", "Correct the cells, or vary the terms."),
    What.MAX_LENGTH: ("Cells are longer than {bound} characters.", "Shorten the cells, or vary the terms."),
    What.MINIMUM: ("Values are less than {bound}.", "Correct the cells, or vary the agreed range."),
    What.MAXIMUM: ("Values are more than {bound}.", "Correct the cells, or vary the agreed range."),
    What.EXCLUSIVE_MINIMUM: ("Values are not above {bound}.", "Correct the cells, or vary the agreed range."),
    What.EXCLUSIVE_MAXIMUM: ("Values are not below {bound}.", "Correct the cells, or vary the agreed range."),
    What.OUTSIDE_PERIOD: (
        "Records lie outside the agreed period, or do not say when they are from.",
        "Take these rows out, or agree another period.",
    ),
    What.STALE: ("Records are older than agreed on the day of release.", "Extract the data afresh."),
    What.RUNS: (
        "A spreadsheet would run these cells as formulas.",
        "Take the first character out, or have a person look.",
    ),
    What.REPEATED: ("The key is there more than once.", "Take the repeated rows out, or correct the key."),
    What.DANGLING: ("The key refers to a row that is not there.", "Add the missing row, or correct the key."),
    What.REPEATED_ROW: (
        "The same whole row is there more than once.",
        "Check whether the repetition is meant.",
    ),
}
SEVERITIES = {
    What.RUNS: Severity.REVIEW,
    What.REPEATED_ROW: Severity.WARN,
    What.SUPPRESSED: Severity.REVIEW,
}


def judge(
    terms: Terms,
    facts: Facts,
    observations: Sequence[tuple[Probe, Observation]],
    *,
    on: date,
    beside: Sequence[Finding] = (),
) -> Judgement:
    """Judge a file under its terms on that day, from what the engine saw. Every finding at once, none twice.

    `beside` are findings from what lies beside the file: what this recipient holds already.
    """
    names = headers.shown(facts.headers, terms.schema.names)
    findings = (
        *_headers(terms, facts, names),
        *_probes(observations, names),
        *_completeness(terms, facts),
        *_amount(terms, facts),
        *_retention(terms, on),
        *personal.undeclared(terms.schema.fields, facts.headers, names, facts.seen),
        *_hidden(facts, names),
        *_standard_terms(terms),
        *_authority(terms, on),
        *beside,
    )
    open_still = unanswered(terms, [probe.what for probe, _ in observations])
    findings += tuple(found(check, *DEMANDS[check], severity=Severity.REVIEW) for check in open_still)
    return conclude(
        tuple(sorted(findings, key=lambda finding: finding.check)),
        open_still=open_still,
        answered={probe.check for probe, _ in observations},
    )


def unanswered(terms: Terms, carried_out: Collection[What]) -> tuple[str, ...]:
    """The checks that these terms ask for and that were not carried out in full: no evidence is never a yes."""
    return tuple(
        check
        for check, demanded in _demanded(terms).items()
        if not demanded or not demanded <= set(carried_out)
    )


def outstanding(terms: Terms, results: Mapping[str, str]) -> tuple[str, ...]:
    """The checks that these terms ask about beyond the cells and that a report has no answer to."""
    return tuple(check for check in _demanded(terms) if results.get(check, "not_asked") == "not_asked")


def _demanded(terms: Terms) -> dict[str, set[What]]:
    """For each check that these terms ask about beyond the cells, what must have been looked for.

    Nothing to look for where something was asked (quasi-identifiers, and no k) is not an answer either.
    """
    demanded: dict[str, set[What]] = {}
    if terms.scope.keys is not None:
        demanded["G04"] = {What.NOT_APPROVED}
    if terms.disclosure is not None:
        demanded["G07"] = _demanded_of_disclosure(terms.disclosure)
    if terms.prior:
        demanded["G07"] = demanded.get("G07", set()) | {What.DIFFERS}
    if terms.withhold is not None:
        demanded["G18"] = {What.WITHHELD}
    return demanded


def _demanded_of_disclosure(asked: Disclosure) -> set[What]:
    # In a table of counts, k is a limit on the cells; l and t have no meaning there, and stay unanswered.
    smallest = What.SMALL_CLASS if asked.count_field is None else What.SMALL_CELL
    limits = {smallest: asked.smallest_cell, What.FEW_VALUES: asked.l, What.UNLIKE: asked.t}
    return {what for what, limit in limits.items() if limit is not None}


def look(facts: Facts, observations: Sequence[tuple[Probe, Observation]]) -> tuple[Finding, ...]:
    """What can be said of a file nobody has agreed anything about."""
    names = headers.shown(facts.headers, ())
    filled = [column.filled for column in facts.columns]
    found_in_it = personal.unagreed(facts.headers, names, filled, facts.seen)
    return (*found_in_it, *_probes(observations, names), *_hidden(facts, names))


def conclude(
    findings: tuple[Finding, ...], *, open_still: Collection[str] = (), answered: Collection[str] = ()
) -> Judgement:
    """The decision and the results that follow from these findings.

    `open_still` are checks not fully answered; `answered` are those for which there was something to look at.
    """
    return Judgement(
        decision=decision(findings),
        findings=findings,
        results={
            check.id: _result(check, check.id in open_still, check.id in answered, findings)
            for check in CHECKS
        },
    )


def decision(findings: Sequence[Finding]) -> str:
    severities = {finding.severity for finding in findings}
    if Severity.BLOCK in severities:
        return "refuse"
    return "pass_with_review" if Severity.REVIEW in severities else "pass"


def _result(check: Check, open_still: bool, answered: bool, findings: Sequence[Finding]) -> Result:
    mine = {finding.severity for finding in findings if finding.check == check.id}
    worst = next((severity for severity in Severity if severity in mine), None)
    if open_still and worst is not Severity.BLOCK:
        return Result.NOT_ASKED
    if worst is not None:
        return RESULT_OF[worst]
    asked = check.asked == "file" or (check.asked == "given" and answered)
    return Result.PASS if asked else Result.NOT_ASKED


# --- one function per thing looked at -----------------------------------------------------------------
def _headers(terms: Terms, facts: Facts, names: Sequence[str]) -> Iterator[Finding]:
    declared = set(terms.schema.names)
    for index, header in enumerate(facts.headers):
        if header not in declared:
            yield found(
                "G01",
                f"{_column(names[index])} is not in {_authority_name(terms)}.",
                "Take the column out, or vary the agreement.",
                field=names[index],
            )
        elif header in facts.headers[:index]:
            yield found(
                "G01",
                f"{_column(names[index])} is there more than once.",
                "Leave one of the columns.",
                field=names[index],
            )
    for name in terms.schema.names:
        if name not in facts.headers:
            yield found(
                "G02",
                f"The agreed column '{name}' is missing.",
                "Add the column, with exactly this header.",
                field=name,
            )


def _probes(observations: Sequence[tuple[Probe, Observation]], names: Sequence[str]) -> Iterator[Finding]:
    for probe, observation in observations:
        if observation.count:
            reason, remedy = WORDS.get(probe.what) or WORDS_OF_PEOPLE[probe.what]
            yield found(
                probe.check,
                reason.format(bound=probe.bound, type=_type(probe)),
                remedy,
                field=observation.field or _fields(probe, names),
                count=observation.count,
                rows=observation.rows,
                severity=SEVERITIES.get(probe.what),
            )


def _completeness(terms: Terms, facts: Facts) -> Iterator[Finding]:
    for name, least in terms.completeness.items():
        if name not in facts.headers or not facts.rows:
            continue
        filled = facts.columns[facts.headers.index(name)].filled
        if filled < least * facts.rows:
            yield found(
                "G03",
                f"{filled} of {facts.rows} rows are filled; the terms ask for a share of {least:g}.",
                "Fill the cells, or agree another share.",
                field=name,
                count=facts.rows - filled,
            )


def _amount(terms: Terms, facts: Facts) -> Iterator[Finding]:
    most, least = terms.scope.max_rows, terms.scope.min_rows
    if most is not None and facts.rows > most:
        yield found(
            "G04",
            f"The file has {facts.rows} rows; at most {most} are agreed.",
            "Take out the rows that are not agreed, or vary the agreement.",
            count=facts.rows - most,
            rows=range(most + 1, facts.rows + 1),
        )
    # An empty file is a mistake somewhere, unless it was agreed that there may be nothing to send.
    needed = 1 if least is None else least
    if facts.rows < needed:
        yield found(
            "G04",
            f"The file has {facts.rows} rows; at least {needed} {'is' if needed == 1 else 'are'} expected.",
            "Check the extract; terms with `min_rows: 0` allow an empty file.",
        )


def _retention(terms: Terms, on: date) -> Iterator[Finding]:
    if terms.retention is None and terms.destroy_by is None:
        yield found(
            "G10",
            "The terms do not say when the recipient destroys the data.",
            "Agree a retention period or a date, and write it into the terms.",
        )
    elif terms.destroy_by is not None and terms.destroy_by < on:
        yield found(
            "G10",
            f"The data were to be destroyed by {terms.destroy_by.isoformat()}, which has passed.",
            "Agree a later date, or do not release.",
        )


def _hidden(facts: Facts, names: Sequence[str]) -> Iterator[Finding]:
    for hidden in facts.hidden:
        severity, reason, remedy = HIDDEN.get(hidden.kind, HIDDEN["unknown part"])
        known = hidden.column is not None and hidden.column < len(names)
        yield found(
            "G11",
            reason,
            remedy,
            field=names[hidden.column] if known and hidden.column is not None else None,
            count=hidden.count,
            rows=hidden.rows,
            severity=severity,
        )


def _standard_terms(terms: Terms) -> Iterator[Finding]:
    if terms.kind == "decision" and terms.standard_terms is None:
        yield found(
            "G14",
            "A one-off release goes out with the standard terms, and the terms name no version of them.",
            "Name the version of the standard terms (`standard_terms`).",
        )


def _authority(terms: Terms, on: date) -> Iterator[Finding]:
    missing = [
        name
        for name, value in (
            ("an agreement, decision, contract or determination", terms.reference),
            ("a recipient", terms.recipient),
            ("the first day", terms.valid_from),
            ("the last day", terms.valid_until),
        )
        if value is None
    ]
    if missing:
        yield found(
            "G15",
            f"The terms do not name {', '.join(missing)}.",
            "Use the terms of a live agreement or an approved decision.",
        )
    if terms.valid_from and on < terms.valid_from:
        yield found(
            "G15", f"The authority begins on {terms.valid_from.isoformat()}.", "Wait until it is in force."
        )
    if terms.valid_until and on > terms.valid_until:
        yield found(
            "G15",
            f"The authority ended on {terms.valid_until.isoformat()}.",
            "Renew the agreement, or ask for a new decision.",
        )


def _column(name: str) -> str:
    return name.capitalize() if name.startswith("column ") else f"The column '{name}'"


def _authority_name(terms: Terms) -> str:
    return terms.reference or "the terms"


def _type(probe: Probe) -> str:
    field: Any = probe.fields[0]
    if field is None:
        return "text"
    return field.type if field.format == "default" else f"{field.type} ({field.format})"


def _fields(probe: Probe, names: Sequence[str]) -> str | None:
    if probe.what is What.REPEATED_ROW or not probe.columns:
        return None
    # Of a reference, the referring fields come first, then as many that they refer to.
    own = probe.columns[: len(probe.columns) // 2] if probe.what is What.DANGLING else probe.columns
    return ", ".join(names[column] for column in own)
