"""The golden cases are as they were read; and of every mistake somebody might make in a table, one of them tells.

A mutant is the law with one thing changed: a rule dropped, a cell dropped or turned round, a bound moved by one, an
alternative left out, a weight made lighter, an answer that no longer meets its requirement, a question not asked, a
paragraph, trigger or country changed. Whoever changes a table on purpose writes the cases anew (builders/golden.py)
and reads what differs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from builders.golden import LAW, frozen
from builders.golden_page import page
from here import ROOT
from sharewell.policy.law.record import Law
from sharewell.policy.tables import AtLeast, Cell, Row, Severity, Some

LIGHTER = {
    Severity.REFUSE: Severity.BLOCK,
    Severity.BLOCK: Severity.WARN,
    Severity.REQUIRE: Severity.WARN,
    Severity.WARN: Severity.INFO,
    Severity.FINDING: Severity.INFO,
    Severity.INFO: Severity.FINDING,
    Severity.DIVERT: Severity.WARN,
    Severity.OUT_OF_SCOPE: Severity.WARN,
}

# S3.4 and S7.d are read by a worked-out fact; the rules that read S5.4 and S7.f are settled by another cell.
READ = ({name for row in LAW.rows for name in row.when} | {"S3.4", "S7.d"}) - {"S5.4", "S7.f"}

# Mutants that no case can tell from the law, each with why.
EQUIVALENT = {
    **{
        f"{question} not asked": "A rule reads the answer: with nobody asking, the rule is open all the same."
        for question in LAW.question
        if question in READ and question.partition(".")[0] in LAW.judged
    },
    **{
        f"wp.{number} alone turned round": "One of the nine criteria is counted and never looked at alone."
        for number in range(1, 10)
    },
    **{
        f"{trigger.id} counts its twin": "It requires a DPIA by itself, whatever stands beside it."
        for trigger in LAW.triggers
        if trigger.alone and trigger.own
    },
    "S1.4-order answered by anything": "What it asks for is what it fires on: saying that it is an order.",
}


def test_the_page_to_read_them_on_is_in_step():
    printed = (ROOT / "docs" / "reference" / "golden.md").read_text()

    assert printed == page(), "run make docs, and read what differs"


def test_every_case_comes_out_as_it_was_read():
    changed = [f"{one.about}, {one.why}" for one, came in frozen() if one.came(LAW) != came]

    assert changed == []


def test_every_rule_question_paragraph_trigger_and_country_has_its_cases():
    about = {one.about for one, _ in frozen()}

    assert {row.id for row in LAW.rows} <= about
    assert {question.id for question in LAW.question.values() if question.stage in LAW.judged} <= about
    assert {f"Sch 1 para {one.number}" for one in LAW.schedule_1} <= about
    assert {one.id for one in LAW.triggers} | {one.code for one in LAW.countries} <= about


# --- mutants --------------------------------------------------------------------------------------


def mutants() -> Iterator[tuple[str, str, Law]]:
    """A name, what it is about, and the law with that one thing changed."""
    for row in LAW.rows:
        for name, rows in _of_row(row):
            yield f"{row.id} {name}", row.id, _law(rows=_instead(row, rows))
    yield from _of_questions()
    yield from _of_lists()


def _instead(row: Row, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(one for each in LAW.rows for one in (rows if each is row else (each,)))


def _law(**changed) -> Law:
    return replace(LAW, **changed)


def _of_row(row: Row) -> Iterator[tuple[str, tuple[Row, ...]]]:
    yield "dropped", ()
    yield "lighter", (replace(row, severity=LIGHTER[row.severity]),)
    for name, cell in row.when.items():
        rest = {key: value for key, value in row.when.items() if key != name}
        if rest:
            yield f"without {name}", (replace(row, when=rest),)
        for how, other in _other_cells(cell):
            yield f"{name} {how}", (replace(row, when={**row.when, name: other}),)
    if row.answered_by:
        yield "never answered", (replace(row, answered_by={}),)
        yield (
            "answered by anything",
            (replace(row, answered_by={next(iter(row.when)): next(iter(row.when.values()))}),),
        )


def _other_cells(cell: Cell) -> Iterator[tuple[str, Cell]]:
    match cell:
        case bool():
            yield "turned round", not cell
        case Some.SOME | Some.BLANK:
            yield "turned round", Some.NONE if cell is Some.SOME else Some.SOME
        case Some.NONE:
            yield "turned round", Some.SOME
        case AtLeast(number):
            yield "one more", AtLeast(number + 1)
            yield "one less", AtLeast(number - 1)
        case tuple():
            for left_out in cell:
                yield f"without {left_out}", tuple(one for one in cell if one != left_out)
        case _:
            yield "of another value", "something else"


def _of_questions() -> Iterator[tuple[str, str, Law]]:
    for question in LAW.question.values():
        if question.stage not in LAW.judged:
            continue
        yield f"{question.id} not asked", question.id, _with_question(question.id, ())
        if question.asked_when:
            always = replace(question, asked_when={})
            yield f"{question.id} always asked", question.id, _with_question(question.id, (always,))


def _with_question(id: str, questions: tuple) -> Law:
    stages = tuple(
        replace(
            stage,
            questions=tuple(
                new for old in stage.questions for new in (questions if old.id == id else (old,))
            ),
        )
        for stage in LAW.stages
    )
    return _law(stages=stages)


def _of_lists() -> Iterator[tuple[str, str, Law]]:
    for one in LAW.schedule_1:
        name = f"Sch 1 para {one.number}"
        for point in one.supports:
            fewer = replace(one, supports=tuple(each for each in one.supports if each != point))
            yield f"{name} does not support {point}", name, _law(schedule_1=_swap(LAW.schedule_1, one, fewer))
        for document in {"yes", "no"} - {one.document}:
            other = replace(one, document=document)
            yield f"{name} document {document}", name, _law(schedule_1=_swap(LAW.schedule_1, one, other))
    for one in LAW.triggers:
        flipped = replace(one, alone=not one.alone)
        yield f"{one.id} alone turned round", one.id, _law(triggers=_swap(LAW.triggers, one, flipped))
        if one.own:
            counted = replace(one, own="")
            yield f"{one.id} counts its twin", one.id, _law(triggers=_swap(LAW.triggers, one, counted))
    for one in LAW.countries:
        yield f"{one.code} dropped", one.code, _law(countries=_swap(LAW.countries, one))
        later = replace(one, since=one.since + timedelta(days=1))
        sooner = replace(one, since=one.since - timedelta(days=1))
        yield f"{one.code} a day later", one.code, _law(countries=_swap(LAW.countries, one, later))
        yield f"{one.code} a day sooner", one.code, _law(countries=_swap(LAW.countries, one, sooner))
        if one.condition:
            free = replace(one, condition="")
            yield (
                f"{one.code} without its condition",
                one.code,
                _law(countries=_swap(LAW.countries, one, free)),
            )
            other = replace(one, public_bodies=not one.public_bodies)
            yield (
                f"{one.code} public bodies turned round",
                one.code,
                _law(countries=_swap(LAW.countries, one, other)),
            )


def _swap(entries: tuple, old, *new) -> tuple:
    return tuple(each for one in entries for each in (new if one is old else (one,)))


def survives(about: str, law: Law) -> bool:
    """No golden case comes out otherwise; those about the same thing are tried first."""
    ordered = sorted(frozen(), key=lambda each: each[0].about != about)
    try:
        return all(one.came(law) == came for one, came in ordered)
    except (KeyError, ValueError):
        return False  # a table that cannot be judged at all is noticed


def test_no_mistake_in_a_table_goes_unnoticed(drill_n):
    every = list(mutants())
    count = min(drill_n(250, 10_000), len(every))
    tried = random.Random(20260629).sample(every, count)

    alive = [name for name, about, law in tried if name not in EQUIVALENT and survives(about, law)]

    assert alive == []


def test_what_is_called_equivalent_is_a_mutant_with_a_reason():
    names = {name for name, _, _ in mutants()}

    assert set(EQUIVALENT) <= names
    assert all(EQUIVALENT.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(EQUIVALENT))
def test_and_no_case_tells_it_from_the_law(name):
    about, law = next((about, law) for each, about, law in mutants() if each == name)

    assert survives(about, law)
