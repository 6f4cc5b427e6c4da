"""One version of the law and the policy: everything a case is decided under, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from sharewell.policy.tables import (
    Cell,
    Country,
    Entry,
    Fact,
    Paragraph,
    Part,
    Question,
    ReasonCode,
    Row,
    Stage,
    Trigger,
    Weight,
)
from sharewell.vocabulary.canonical import digest


@dataclass(frozen=True, kw_only=True)
class Law:
    """The tables in force from one day on. `as_of` is the day they were checked.

    `judged` are the stages of the one-off flow that are decided before the decision itself, `systematic` those of the
    life of an agreement. No slots: the indexes below are worked out once and kept.
    """

    version: str
    as_of: date
    in_force_from: date
    stages: tuple[Stage, ...]
    judged: tuple[str, ...]
    systematic: tuple[Stage, ...]
    facts: tuple[Fact, ...]
    rows: tuple[Row, ...]
    reasons: tuple[ReasonCode, ...]
    schedule_1: tuple[Paragraph, ...]
    triggers: tuple[Trigger, ...]
    dpia: tuple[Part, ...]
    risk_matrix: tuple[Weight, ...]
    countries: tuple[Country, ...]
    entries: Mapping[str, tuple[Entry, ...]]
    words: Mapping[str, str]

    @cached_property
    def fact(self) -> Mapping[str, Fact]:
        return {fact.name: fact for fact in self.facts}

    @cached_property
    def question(self) -> Mapping[str, Question]:
        return {question.id: question for stage in self.stages for question in stage.questions}

    @cached_property
    def stage(self) -> Mapping[str, Stage]:
        return {stage.id: stage for stage in self.stages}

    @cached_property
    def reason(self) -> Mapping[str, ReasonCode]:
        return {reason.code: reason for reason in self.reasons}

    @cached_property
    def rows_of(self) -> Mapping[str, tuple[Row, ...]]:
        """The rows of each stage that has any."""
        by_stage = sorted(self.rows, key=lambda row: row.stage)
        return {stage: tuple(rows) for stage, rows in groupby(by_stage, key=lambda row: row.stage)}

    @cached_property
    def by_first_cell(self) -> Mapping[str, tuple[FirstCells, ...]]:
        """The rows of each stage, grouped by what their first cell reads: most are settled by looking at it once."""
        return {stage: _grouped(rows) for stage, rows in self.rows_of.items()}

    @cached_property
    def paragraph(self) -> Mapping[int, Paragraph]:
        return {paragraph.number: paragraph for paragraph in self.schedule_1}

    @cached_property
    def country(self) -> Mapping[str, Country]:
        return {country.code: country for country in self.countries}

    @cached_property
    def trigger(self) -> Mapping[str, Trigger]:
        return {trigger.id: trigger for trigger in self.triggers}

    @cached_property
    def overall_risk(self) -> Mapping[tuple[str, str], str]:
        """Likelihood and severity to "low", "medium" or "high"."""
        return {(one.likelihood, one.severity): one.overall for one in self.risk_matrix}

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {entry.id: entry.title for entries in self.entries.values() for entry in entries}

    def says(self, name: str, choice: str) -> str:
        """What a choice of that fact or question is called on a page: "e" is "(e) Public task"."""
        said = self.words.get(f"{name}:{choice}") or self._titles.get(choice)
        return said or choice.replace("_", " ").capitalize()

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all the tables: two cases with the same digest were decided under the same words."""
        return digest(_plain(asdict(self)))


@dataclass(frozen=True, slots=True)
class FirstCells:
    """Rows that begin by reading the same name. `holding` are those that ask for a word or a yes, by what they ask for;
    `others` ask for more than that. A number is the row's place in the stage: rows are read in the order of the table.
    """

    name: str
    holding: Mapping[object, tuple[int, ...]]
    others: tuple[int, ...]
    all: tuple[int, ...]


def _grouped(rows: tuple[Row, ...]) -> tuple[FirstCells, ...]:
    names = dict.fromkeys(next(iter(row.when)) for row in rows)
    return tuple(_group(name, rows) for name in names)


def _group(name: str, rows: tuple[Row, ...]) -> FirstCells:
    places = [(place, row.when[name]) for place, row in enumerate(rows) if next(iter(row.when)) == name]
    plain = {place: _words_of(cell) for place, cell in places}
    holding: dict[object, tuple[int, ...]] = {}
    for place, words in plain.items():
        for word in words:
            holding[word] = (*holding.get(word, ()), place)
    others = tuple(place for place, words in plain.items() if not words)
    return FirstCells(name=name, holding=holding, others=others, all=tuple(plain))


def _words_of(cell: Cell) -> tuple[str | bool, ...]:
    """What a cell asks for, where it is a word, a yes or a no, or one of several words; else nothing."""
    if type(cell) is str or type(cell) is bool:
        return (cell,)
    if isinstance(cell, tuple) and all(type(one) is str for one in cell):
        return tuple(str(one) for one in cell)
    return ()


def _plain(value: object) -> object:
    match value:
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case tuple() | list():
            return [_plain(one) for one in value]
        case date():
            return value.isoformat()
        case _:
            return value
