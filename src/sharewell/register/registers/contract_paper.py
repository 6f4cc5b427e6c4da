"""A processor's contract, filled in: what is said of it in the register, in the wording of our template."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sharewell.register.registers.clauses import CLAUSES
from sharewell.register.registers.contracts import CONTRACTS, THEY
from sharewell.register.registers.entry import Ask, Entry, Question
from sharewell.register.schedule import Schedule
from sharewell.register.text import day_in_words, kind_in_words, looks_like
from sharewell.vocabulary.paper import Block, Facts, Heading, Paper, Signatures, Table, Words
from sharewell.vocabulary.when import Period

# What the schedule says, in its order; the columns are a table of their own, and what only we need to know stays here.
SCHEDULE = (
    "service", "people", "data", "subprocessors", "transfers", "mechanism", "security", "starts", "ends", "keep",
)  # fmt: skip


def paper(contract: Entry, *, wording: Entry, other: str, issuer: str, on: date) -> Paper:
    """The contract with the body called `other`, in the words of `wording`, which is a version of our template."""
    return Paper(
        title=contract.title,
        issuer=issuer,
        reference=contract.reference,
        on=on,
        blocks=tuple(_blocks(contract, wording, other, issuer)),
    )


def _blocks(contract: Entry, wording: Entry, other: str, issuer: str) -> Iterator[Block]:
    they_process = contract.said("side") == THEY
    controller, processor = (issuer, other) if they_process else (other, issuer)
    yield Facts(
        pairs=(
            ("Controller", controller),
            ("Processor", processor),
            ("Status", contract.status.label),
            ("Worded as our template’s version", wording.said("version")),
        )
    )
    yield Heading(text="The schedule")
    yield Facts(pairs=tuple((question.label, said) for question, said in _schedule(contract)))
    if columns := Schedule.from_lines(contract.said("fields")).fields:
        yield Table(
            caption="The columns of a file that may be sent to the processor, and no others",
            columns=("Column", "What it looks like", "Personal data"),
            rows=tuple(
                (each.name, looks_like(each), kind_in_words(each.personal or "by its name"))
                for each in columns
            ),
        )
    for clause in CLAUSES:
        yield Heading(text=clause.label)
        yield Words(text=wording.said(clause.id) or clause.words)
    yield Heading(text="Signatures")
    yield from _signatures(contract, issuer, other)


def _schedule(contract: Entry) -> Iterator[tuple[Question, str]]:
    for each in map(CONTRACTS.question, SCHEDULE):
        if said := contract.said(each.id):
            yield each, _in_words(each, said)


def _in_words(question: Question, said: str) -> str:
    match question.ask:
        case Ask.DAY:
            return day_in_words(date.fromisoformat(said))
        case Ask.PERIOD:
            return Period.parse(said).in_words()
        case Ask.CHOICE:
            return dict(question.choices)[said]
    return said


def _signatures(contract: Entry, issuer: str, other: str) -> Iterator[Block]:
    sides = ((issuer, contract.said("signed_ours")), (other, contract.said("signed_theirs")))
    if signed := tuple((who, said) for who, said in sides if said):
        yield Facts(pairs=signed)
    if waiting := tuple(who for who, said in sides if not said):
        yield Signatures(signatories=waiting)
