"""The survey's report on paper: how much was answered, what is shared and why, and what nobody agreed to (WMFS 2.0).

The scrutiny review asked for the amount, the type and the purpose of data shared inside the organisation as well as
outside, and which agreements there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sharewell.assurance.survey.coverage import Coverage
from sharewell.vocabulary.paper import Block, Facts, Heading, Paper, Table, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One flow as the report lists it, in words. `finding` is what the register said, `stands` how its case stands."""

    team: str
    data: str
    people: int
    other: str
    inside: bool
    purpose: str
    agreement: str
    finding: str
    stands: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the paper says."""

    reference: str
    title: str
    launched: date
    due: date
    everything: Coverage
    services: Sequence[Coverage]
    silent: Sequence[str]
    lines: Sequence[Line]


def paper(report: Report, *, issuer: str, on: date) -> Paper:
    """The report as a document."""
    whole = report.everything
    blocks: tuple[Block, ...] = (
        Words(text=_first_sentence(whole), strong=True),
        Facts(
            pairs=(
                ("Launched", _day(report.launched)),
                ("Due", _day(report.due)),
                ("Nil returns, signed", str(whole.nil)),
                ("Flows inside the organisation", str(whole.inside)),
                ("Flows to and from others", str(whole.outside)),
                ("Flows that nobody agreed to", str(whole.cases)),
            )
        ),
        Heading(text="Who answered"),
        _services(report.services),
        *_silent(report.silent),
        Heading(text="What is shared inside the organisation"),
        *_flows("Flows inside the organisation", [each for each in report.lines if each.inside]),
        Heading(text="What is shared with others"),
        *_flows("Flows to and from others", [each for each in report.lines if not each.inside]),
    )
    return Paper(title=report.title, issuer=issuer, reference=report.reference, on=on, blocks=blocks)


def _first_sentence(whole: Coverage) -> str:
    missing = whole.asked - whole.responded
    rest = f" {missing} have not, and silence is not a nil return." if missing else ""
    return f"{whole.responded} of {whole.asked} teams have answered ({whole.percent} %).{rest}"


def _services(services: Sequence[Coverage]) -> Table:
    return Table(
        caption="Answers by service",
        columns=("Service", "Asked", "Answered", "Nil returns", "Inside", "With others", "Nobody agreed"),
        rows=tuple(
            (
                each.name, str(each.asked), f"{each.responded} ({each.percent} %)", str(each.nil), str(each.inside),
                str(each.outside), str(each.cases),
            )
            for each in services
        ),
    )  # fmt: skip


def _silent(teams: Sequence[str]) -> tuple[Block, ...]:
    if not teams:
        return ()
    return (Heading(text="Teams that have not answered", level=2), Words(text=", ".join(teams)))


def _flows(caption: str, lines: Sequence[Line]) -> tuple[Block, ...]:
    if not lines:
        return (Words(text="None was declared."),)
    rows = tuple(
        (
            each.team, f"{each.data} ({each.people:,} people a year)", each.other, each.purpose,
            " ".join(filter(None, (each.agreement, each.finding + (f": {each.stands}" if each.stands else "")))),
        )
        for each in lines
    )  # fmt: skip
    return (Table(caption=caption, columns=("Team", "Data", "Other end", "Purpose", "Agreement"), rows=rows),)


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
