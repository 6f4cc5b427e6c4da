"""Every case there can be, up to what the rules can tell apart: a handful of values for each fact and answer.

A value that no rule can tell from another one needs no place of its own: any number of people under 1,000 is one of
them, and so is every country without an approval. "Nobody said" is a value like the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

from sharewell.decisions.case import Case, Incident
from sharewell.decisions.known import LARGE_SCALE, WORKED_OUT, Known
from sharewell.policy.law.record import Law
from sharewell.policy.tables import AtLeast, Fact, Kind, Question
from sharewell.policy.truth import Open, Value

SILENT = None  # nobody said
HISTORY = "the recipient's history"
_PAST = ("history.open_serious", "history.to_consider", "history.advice")
SETTLED = ("S6.1",)  # worked out in `known`, and answered like any other question

Values = Mapping[str, tuple[Any, ...]]


def values(law: Law, on: date) -> Values:
    """For each fact and judged question, silence and then the values that the rules can tell apart."""
    judged = (question for stage in law.judged for question in law.stage[stage].questions)
    found = {fact.name: (SILENT, *_of_fact(fact, law)) for fact in law.facts if not fact.worked_out}
    found |= {question.id: (SILENT, *_of_question(question)) for question in judged}
    return found | {HISTORY: histories(on)}


def _of_fact(fact: Fact, law: Law) -> tuple[Any, ...]:
    match fact.kind:
        case Kind.CHOICE:
            return fact.choices
        case Kind.NUMBER:
            return _numbers(fact.name, law)
        case Kind.LIST:
            return ((), fact.choices[:1])
        case Kind.PARAGRAPHS:
            return _paragraphs(law)
        case Kind.COUNTRY:
            return _countries(law)
        case kind:
            return _PLAIN.get(kind, ("", "in words"))


# A day on which our own copy is due says what a period says: it needs no place of its own.
_PLAIN: Mapping[Kind, tuple[Any, ...]] = {
    Kind.YES_NO: (False, True),
    Kind.PERIOD: ("P24M",),
    Kind.DATE: (),
}


def _of_question(question: Question) -> tuple[Any, ...]:
    match question.kind:
        case Kind.CHOICE:
            return question.choices
        case Kind.CHOICE_OR_TEXT:
            return (*question.choices, "in words")
        case Kind.PERIOD:
            return (*question.choices, "P12M", "P36M")
        case Kind.LIST_OR_NONE:
            return ("none", ("one",))
        case Kind.FIELDS:
            return ((("name", "to address them"),), (("name", ""),))
        case Kind.EXEMPTION:
            whole = {"exemption": "sch2.2", "right": "Art 14", "prejudice": "A risk.", "until": "2026-12-31"}
            return ("none", whole, {**whole, "prejudice": ""}, {**whole, "until": ""})
        case _:
            return ("in words",)


def _numbers(name: str, law: Law) -> tuple[int, ...]:
    """Both sides of every bound that a rule compares the number with."""
    bounds = {
        cell.number
        for row in law.rows
        for at, cell in row.when.items()
        if at == name and isinstance(cell, AtLeast)
    }
    if name == "data.subjects_count":
        bounds.add(LARGE_SCALE)
    return tuple(sorted({near for bound in bounds for near in (bound - 1, bound)} or {1}))


def _countries(law: Law) -> tuple[str, ...]:
    """At home, one country of each kind of approval, and one with none."""
    kinds: dict[tuple[bool, bool], str] = {}
    for country in law.countries:
        kinds.setdefault((bool(country.condition), country.public_bodies), country.code)
    return ("GB", *kinds.values(), "ZZ")


def _paragraphs(law: Law) -> tuple[tuple[int, ...], ...]:
    """None, and one choice of each kind that support and policy document can tell apart, alone or in twos."""
    numbers = [paragraph.number for paragraph in law.schedule_1]
    kinds: dict[object, tuple[int, ...]] = {}
    for chosen in (*((number,) for number in numbers), *combinations(numbers, 2)):
        kinds.setdefault(_kind_of(chosen, law), chosen)
    return ((), *kinds.values())


def _kind_of(chosen: tuple[int, ...], law: Law) -> object:
    supports = frozenset(point for number in chosen for point in law.paragraph[number].supports)
    documents = frozenset(law.paragraph[number].document for number in chosen)
    extends = any(6 <= number <= 28 for number in chosen)
    return supports, documents - {"no"}, extends and "underlying" in documents


def histories(on: date) -> tuple[tuple[Incident, ...], ...]:
    """No incident, and one of each kind: mild or serious; open, or closed half a year, two years, four years ago."""
    closed = (None, *(on - timedelta(days=days) for days in (180, 700, 1400)))
    one = (
        Incident(reference="INC", severity=how, opened=None, closed=day)
        for how, day in product(("low", "high"), closed)
    )
    return ((), *((incident,) for incident in one))


# --- worked-out facts, tabulated ------------------------------------------------------------------


def case_of(given: Mapping[str, Any], law: Law) -> Case:
    """The case in which these facts and answers were said, and nothing else."""
    said = {name: value for name, value in given.items() if value is not SILENT and name != HISTORY}
    return Case(
        facts={name: value for name, value in said.items() if name in law.fact},
        answers={name: value for name, value in said.items() if name in law.question},
        history=given.get(HISTORY, ()),
    )


class _Listening(Known):
    """`Known`, remembering what it was asked."""

    asked: set[str]

    def _look(self, name: str) -> Value | Open:
        self.asked.add(name)
        return Known._look(self, name)


def reads(name: str, law: Law, space: Values, on: date) -> tuple[str, ...]:
    """What a worked-out fact follows from, found by asking it of every value of what it has asked for so far."""
    if name in _PAST:
        return (HISTORY,)
    found: set[str] = set()
    while True:
        more = {base for given in _all(found, space) for base in _asked(name, given, law, on)} & set(space)
        if more <= found:
            return tuple(sorted(found))
        found |= more


def _asked(name: str, given: Mapping[str, Any], law: Law, on: date) -> set[str]:
    listening = _Listening(case_of(given, law), law, on)
    listening.asked = set()
    WORKED_OUT[name](listening)
    return listening.asked


def _all(names: Iterable[str], space: Values) -> Iterator[dict[str, Any]]:
    ordered = tuple(names)
    for chosen in product(*(space[name] for name in ordered)):
        yield dict(zip(ordered, chosen, strict=True))


def tabulated(
    name: str, law: Law, space: Values, on: date
) -> tuple[tuple[str, ...], Mapping[tuple[Any, ...], bool | None]]:
    """A worked-out fact as a table: what it reads, and its value (`None`: open) for the position of each value read."""
    names = reads(name, law, space, on)
    table = {}
    for places in product(*(range(len(space[one])) for one in names)):
        given = {one: space[one][place] for one, place in zip(names, places, strict=True)}
        value = WORKED_OUT[name](Known(case_of(given, law), law, on))
        table[places] = None if isinstance(value, Open) else bool(value)
    return names, table
