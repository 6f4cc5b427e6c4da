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
from sharewell.release import anonymity, headers, hidden, personal, standing
from sharewell.release.checks import CHECKS, RESULT_OF, Check, Result, Severity
from sharewell.release.facts import Column, Facts, Hidden
from sharewell.release.finding import Finding, found
from sharewell.release.plan import Observation, Probe, What
from sharewell.release.reasons import DEMANDS, SEVERITIES, WORDS

__all__ = ["Column", "Facts", "Hidden", "Judgement", "conclude", "judge", "look"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The gate's answer: `decision` is pass, pass_with_review or refuse; `results` has every check by its id."""

    decision: str
    findings: tuple[Finding, ...]
    results: Mapping[str, Result]


def judge(
    terms: Terms,
    facts: Facts,
    observations: Sequence[tuple[Probe, Observation]],
    *,
    on: date,
    beside: Sequence[Finding] = (),
    sufficient: Mapping[str, int] | None = None,
) -> Judgement:
    """Judge a file under its terms on that day, from what the engine saw. Every finding at once, none twice.

    `beside` are findings from what lies beside the file: what this recipient holds already. `sufficient` are the levels
    of their hierarchies at which the fields that are generalised would reach k at the least loss.
    """
    names = headers.shown(facts.headers, terms.schema.names)
    findings = (
        *_headers(terms, facts, names),
        *_headers_alike(facts, names),
        *_probes(observations, names, sufficient),
        *_completeness(terms, facts),
        *_amount(terms, facts),
        *personal.undeclared(terms.schema.fields, facts.headers, names, facts.seen),
        *hidden.findings(facts, names),
        *standing.findings(terms, on),
        *anonymity.findings(terms),
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
    return (
        *found_in_it,
        *_headers_alike(facts, names),
        *_probes(observations, names),
        *hidden.findings(facts, names),
    )


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


def _headers_alike(facts: Facts, names: Sequence[str]) -> Iterator[Finding]:
    """Names that differ by upper and lower case alone: many a reader keeps one of the columns and drops the other."""
    seen: dict[str, str] = {}
    for index, header in enumerate(facts.headers):
        other = seen.setdefault(header.casefold(), header)
        if other != header:
            yield found(
                "G11",
                f"{_column(names[index])} and another differ only by upper and lower case.",
                "Give the columns names that every program tells apart, or have a person look.",
                field=names[index],
                severity=Severity.REVIEW,
            )


def _probes(
    observations: Sequence[tuple[Probe, Observation]],
    names: Sequence[str],
    sufficient: Mapping[str, int] | None = None,
) -> Iterator[Finding]:
    for probe, observation in observations:
        if observation.count:
            reason, remedy = WORDS[probe.what]
            if probe.what is What.SMALL_CLASS and sufficient:
                levels = ", ".join(f"'{field}' to level {level}" for field, level in sufficient.items())
                remedy = f"The least that suffices: generalise {levels}. Or take the rows out."
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
