"""The handbook: every stage, question, rule, reason and list of the law in force, printed from the tables.

Nobody writes it by hand, so it cannot say anything but what the product does.
"""

from __future__ import annotations

from collections.abc import Iterator

from sharewell.policy.law import VERSIONS
from sharewell.policy.law.record import Law
from sharewell.policy.tables import AtLeast, Cell, Cells, Entry, Fact, Kind, Question, Row, Some, Stage

CONFIRM = " *(to be confirmed by your DPO)*"


def handbook(law: Law = VERSIONS[-1]) -> str:
    """The handbook as Markdown."""
    return "\n".join(
        [
            "# Handbook of the one-off process",
            "",
            f"Law and policy as of {law.as_of.isoformat()}, version {law.version}. England and Wales. "
            f"This is not legal",
            "advice: where the wording is ours, the cited source governs. OPCC n is a clause of the "
            "Information Sharing",
            "Policy.",
            "",
            "A question that nobody answered and a fact that nobody stated are *open*, and open blocks.",
            "",
            *(line for stage in law.stages for line in _stage(stage, law)),
            *_reasons(law),
            *_facts(law),
            *_lists(law),
        ]
    )


# --- stages, questions, rules ---------------------------------------------------------------------


def _stage(stage: Stage, law: Law) -> Iterator[str]:
    yield from (f"## {stage.id} {stage.title}", "")
    yield f"Decided by: {stage.decides}. {stage.waits_for} Evidence: {', '.join(stage.evidence)}. ({stage.citation})"
    yield ""
    for question in stage.questions:
        yield from _question(question)
    rows = law.rows_of.get(stage.id, ())
    if rows:
        yield from ("| rule | when | then | citation |", "|---|---|---|---|")
        yield from (_rule(row) for row in rows)
        yield ""


def _question(question: Question) -> Iterator[str]:
    yield f"**{question.id}** {question.ask} *{question.why}*"
    asked = f" Asked when {_cells(question.asked_when)}." if question.asked_when else ""
    yield f"Answer: {_answers(question.kind, question.choices)}.{asked}"
    yield ""


def _answers(kind: Kind, choices: tuple[str, ...]) -> str:
    listed = ", ".join(f"`{choice}`" for choice in choices)
    match kind:
        case Kind.CHOICE:
            return listed
        case Kind.CHOICE_OR_TEXT | Kind.PERIOD if choices:
            return f"{listed}, or {'a period such as `P24M`' if kind is Kind.PERIOD else 'text'}"
        case _:
            return kind.value


def _rule(row: Row) -> str:
    then = f"{row.severity.value.replace('_', ' ')} `{row.code}`"
    if row.answered_by:
        then += f", answered by {_cells(row.answered_by)}"
    return f"| {row.id} | {_cells(row.when)} | {then} | {row.citation}{CONFIRM if row.verify else ''} |"


def _cells(cells: Cells) -> str:
    return " and ".join(f"`{name}` {_cell(cell)}" for name, cell in cells.items())


def _cell(cell: Cell) -> str:
    match cell:
        case Some():
            return {Some.SOME: "has something", Some.NONE: "has nothing", Some.BLANK: "is blank"}[cell]
        case AtLeast(number):
            return f"is at least {number:,}"
        case bool():
            return "is true" if cell else "is false"
        case tuple():
            return "is " + " or ".join(f"`{one}`" for one in cell)
        case _:
            return f"is `{cell}`"


# --- reasons, facts, lists ------------------------------------------------------------------------


def _reasons(law: Law) -> Iterator[str]:
    yield from ("## Reasons and remedies", "", "| code | reason | remedy |", "|---|---|---|")
    for reason in sorted(law.reasons, key=lambda one: one.code):
        yield f"| `{reason.code}` | {reason.reason} | {reason.remedy} |"
    yield ""


def _facts(law: Law) -> Iterator[str]:
    yield from ("## Facts", "", "| fact | question | value | asked at |", "|---|---|---|---|")
    for fact in law.facts:
        yield f"| `{fact.name}` | {fact.ask} | {_fact(fact)} | {fact.stage} |"
    yield ""


def _fact(fact: Fact) -> str:
    if fact.worked_out:
        return "worked out from the others"
    shape = _answers(fact.kind, fact.choices)
    return (
        shape
        if fact.default is None
        else f"{shape} (taken as `{str(fact.default).lower()}` where nobody says)"
    )


def _lists(law: Law) -> Iterator[str]:
    for title, entries in law.entries.items():
        yield from (f"## {title}", "", *(_entry(entry) for entry in entries), "")
    yield from ("## Schedule 1 to the Data Protection Act 2018", "")
    yield from ("| paragraph | title | supports | appropriate policy document |", "|---|---|---|---|")
    for one in law.schedule_1:
        confirm = CONFIRM if one.verify else ""
        needed = DOCUMENT[one.document]
        yield f"| {one.number} | {one.title}{confirm} | {', '.join(one.supports)} | {needed} |"
    yield from _dpia(law)
    yield from ("", "## DPIA screening", "")
    for trigger in law.triggers:
        alone = " Requires a DPIA by itself." if trigger.alone else ""
        yield f"- `{trigger.id}` {trigger.title}.{alone} ({trigger.citation}){CONFIRM if trigger.verify else ''}"
    yield from ("", "## Countries approved by regulations", "")
    for country in law.countries:
        condition = f": {country.condition}" if country.condition else ""
        confirm = CONFIRM if country.verify else ""
        yield f"- `{country.code}` {country.title}, since {country.since}{condition} ({country.citation}){confirm}"
    yield ""


def _dpia(law: Law) -> Iterator[str]:
    yield from (
        "",
        "## The data protection impact assessment",
        "",
        "| step | part | what is asked | citation |",
    )
    yield "|---|---|---|---|"
    for part in law.dpia:
        where = "" if part.always else " *(where it applies)*"
        yield f"| {part.step} | `{part.id}` {part.title} | {part.ask}{where} | {part.citation} |"
    yield from ("", "| likelihood | severity | risk |", "|---|---|---|")
    for cell in law.risk_matrix:
        yield f"| {cell.likelihood} | {cell.severity} | {cell.overall}{CONFIRM if cell.verify else ''} |"


DOCUMENT = {
    "yes": "needed",
    "no": "not needed",
    "competent_authority": "needed, but not for a disclosure to a competent authority",
    "sport_body": "needed, but not for a disclosure to a body with responsibility for sport",
    "underlying": "as the paragraph it extends",
}


def _entry(entry: Entry) -> str:
    return f"- `{entry.id}` {entry.title} ({entry.citation}){CONFIRM if entry.verify else ''}"
