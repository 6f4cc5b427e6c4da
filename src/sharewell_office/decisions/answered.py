"""What was answered, stage by stage, as a person reads it: to be checked before it goes on, and for whoever decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sharewell.policy.law.record import Law
from sharewell.policy.truth import Value
from sharewell.vocabulary.when import period_in_words
from sharewell_office.decisions.pages import ANSWERED_ON_SCREEN, page_of, status_of
from sharewell_office.decisions.services import Judged
from sharewell_office.decisions.topics import slug_of
from sharewell_office.design.components import Row


@dataclass(frozen=True, slots=True)
class Section:
    """One stage of the check-answers page: its title, result, and what was answered."""

    stage: str
    title: str
    result: str
    colour: str
    rows: list[Row]


def sections(judged: Judged, *, editable: bool) -> list[Section]:
    """Every stage with its answers, for the check page and for whoever decides."""
    return [
        Section(
            stage=stage,
            title=f"{stage} {judged.law.stage[stage].title}",
            result=status_of(judged, stage)[0],
            colour=status_of(judged, stage)[1],
            rows=[*_answers(judged, stage, editable), *_facts(judged, stage)],
        )
        for stage in ANSWERED_ON_SCREEN
    ]


def _answers(judged: Judged, stage: str, editable: bool) -> Iterable[Row]:
    answers = judged.request.case(judged.law).answers
    for question in judged.law.stage[stage].questions:
        if question.id in answers and question.id != "S3.4":
            said = said_as(question.id, answers[question.id], judged.law)
            change = page_of(judged, stage, slug_of(stage, question.id))
            yield Row(question.ask, said, [("Change", change, question.ask)] if editable else [])


def _facts(judged: Judged, stage: str) -> Iterable[Row]:
    for name, value in judged.request.facts.items():
        fact = judged.law.fact[name]
        if fact.stage == stage and name != "purpose.text":
            yield Row(fact.ask, said_as(name, value, judged.law))


def said_as(name: str, value: Value, law: Law) -> str:
    """An answer or a fact in words."""
    match value:
        case bool():
            return "Yes" if value else "No"
        case Mapping():
            until = f" Until {value['until']}." if value["until"] else ""
            return f"{law.says(name, value['exemption'])}: {value['right']}. {value['prejudice']}{until}"
        case tuple():
            return ", ".join(law.says(name, str(one)) for one in value) or "None"
        case str():
            return law.says(name, value) if _is_choice(name, value, law) else period_in_words(value)
        case _:
            return str(value)


def _is_choice(name: str, value: str, law: Law) -> bool:
    asked = law.question.get(name) or law.fact.get(name)
    return value == "none" or (asked is not None and value in asked.choices)
