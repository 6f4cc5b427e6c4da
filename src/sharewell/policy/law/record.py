"""One version of the law and the policy: everything a case is decided under, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from sharewell.policy.tables import (
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
