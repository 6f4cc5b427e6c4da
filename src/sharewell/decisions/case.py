"""A one-off case as it is put before the policy: facts, answers, the people in it, the recipient's history.

Reading one is strict: an unknown name, a wrong type, a value outside its list, or a fact and an answer that
contradict each other is a mistake in the case, not a "no"; every mistake is named at once. Nothing is filled
in: what is missing is *open*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sharewell.decisions.shapes import (
    Malformed,
    read_answer,
    read_day,
    read_fact,
    read_flag,
    read_texts,
)
from sharewell.policy.law.record import Law
from sharewell.policy.screening import MILDER, screening
from sharewell.policy.tables import Question
from sharewell.policy.truth import Value

DUTIES = ("requested", "drafted", "advises", "decides", "prepares", "releases")
SEVERITIES = ("low", "medium", "high", "very_high")
POSTS = (
    "ro.ce",
    "ro.owner",
    "ro.dpo",
    "ro.handler",
    "ro.extract",
    "ro.auditor",
    "ro.register",
    "ro.siro",
    "ro.recipient",
    "ro.sysadmin",
)
KEYS = ("facts", "answers", "roles", "people", "data_set", "triggers", "history")


class CaseUnusable(ValueError):
    """The case cannot be judged; `problems` names each mistake and what was expected."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a part in the case: their post, what they own, and until when authority and training
    last."""

    post: str
    owns: frozenset[str] = frozenset()
    authority_until: date | None = None
    trained_until: date | None = None
    delegated_by: str = ""
    reports_to: frozenset[str] = frozenset()  # the accounts of their line managers
    away: bool = False  # and nobody covers for them


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An incident the recipient had with data it was given. `closed` is `None` while it is open."""

    reference: str
    severity: str
    opened: date | None
    closed: date | None

    @property
    def serious(self) -> bool:
        return self.severity in ("high", "very_high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of a one-off request. `duties` maps "decides", "drafted" … to the people who had that duty.

    `countersigned_by` is the Chief Executive who signed that one person may hold two duties (`annexes.SmallOffice`).
    """

    facts: Mapping[str, Value] = field(default_factory=dict)
    answers: Mapping[str, Value] = field(default_factory=dict)
    duties: Mapping[str, frozenset[str]] = field(default_factory=dict)
    people: Mapping[str, Person] | None = None
    data_set: str = ""
    triggers: tuple[str, ...] = ()
    history: tuple[Incident, ...] = ()
    countersigned_by: str = ""


def parse_case(document: object, law: Law) -> Case:
    """Read a case document. Raises `CaseUnusable` naming every mistake in it."""
    if not isinstance(document, Mapping):
        raise CaseUnusable(("the case: expected a mapping with 'facts', 'answers' and 'roles'",))
    reader = _Reader(law)
    case = reader.read(document)
    problems = (*reader.problems, *contradictions(case, law))
    if problems:
        raise CaseUnusable(problems)
    return case


class _Reader:
    """Reads one part after another and gathers what is wrong with each."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.problems: list[str] = []

    def read(self, document: Mapping[str, Any]) -> Case:
        for key in document:
            if key not in KEYS:
                self.problems.append(f"unknown key '{_shown(key)}'; expected {', '.join(KEYS)}")
        return Case(
            facts=self._facts(self._mapping(document, "facts")),
            answers=self._answers(self._mapping(document, "answers")),
            duties=self._duties(self._mapping(document, "roles")),
            people=self._people(document),
            data_set=self._attempt("data_set", lambda: _text(document.get("data_set"))) or "",
            triggers=self._attempt("triggers", lambda: self._triggers(document.get("triggers"))) or (),
            history=self._history(document.get("history")),
        )

    def _attempt(self, where: str, read: Any) -> Any:
        try:
            return read()
        except Malformed as problem:
            self.problems.append(f"{where}: {problem}")
            return None

    def _mapping(self, document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = document.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.problems.append(f"{key}: expected a mapping")
            return {}
        return value

    def _facts(self, given: Mapping[str, Any]) -> dict[str, Value]:
        read: dict[str, Value] = {}
        for name, value in given.items():
            fact = self.law.fact.get(name)
            if fact is None or fact.worked_out:
                self.problems.append(f"unknown fact '{_shown(name)}'")
            elif value is not None:
                found = self._attempt(f"fact {name}", lambda: read_fact(fact, value, self.law))  # noqa: B023
                if found is not None:
                    read[name] = found
        return read

    def _answers(self, given: Mapping[str, Any]) -> dict[str, Value]:
        read: dict[str, Value] = {}
        for name, value in given.items():
            question = self.law.question.get(name)
            if question is None:
                self.problems.append(f"unknown question '{_shown(name)}'")
                continue
            found = self._attempt(f"answer {name}", lambda: read_answer(question, value))  # noqa: B023
            if found is not None:
                read[name] = found
        return read

    def _duties(self, given: Mapping[str, Any]) -> dict[str, frozenset[str]]:
        read = {}
        for duty, person in given.items():
            if duty not in DUTIES:
                self.problems.append(f"unknown role '{_shown(duty)}'; expected {', '.join(DUTIES)}")
            elif person is not None:
                read[duty] = self._attempt(f"roles.{duty}", lambda: _text(person)) or ""  # noqa: B023
        return {duty: frozenset({person}) for duty, person in read.items() if person}

    def _people(self, document: Mapping[str, Any]) -> dict[str, Person] | None:
        if document.get("people") is None:
            return None
        people = {}
        for name, given in self._mapping(document, "people").items():
            person = self._attempt(f"people.{_shown(name)}", lambda: _person(given))  # noqa: B023
            if person is not None:
                people[name] = person
        return people

    def _triggers(self, given: Any) -> tuple[str, ...]:
        names = read_texts(given) if given not in (None, "none") else ()
        for name in names:
            if name not in self.law.trigger:
                raise Malformed(f"'{_shown(name)}' is not a trigger of DPIA screening")
        return names

    def _history(self, given: Any) -> tuple[Incident, ...]:
        if given in (None, "none"):
            return ()
        if not isinstance(given, list):
            self.problems.append("history: expected a list of incidents")
            return ()
        found = (
            self._attempt(f"history, incident {row}", lambda: _incident(one))  # noqa: B023
            for row, one in enumerate(given, start=1)
        )
        return tuple(incident for incident in found if incident is not None)


# --- people and history ---------------------------------------------------------------------------


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Malformed("expected text")
    return value.strip()


def _only(given: Any, *keys: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise Malformed("expected a mapping")
    for key in given:
        if key not in keys:
            raise Malformed(f"unknown key '{_shown(key)}'; expected {', '.join(keys)}")
    return given


def _person(given: Any) -> Person:
    known = _only(given, "post", "owns", "authority_until", "trained_until", "delegated_by", "reports_to")
    post = _text(known.get("post"))
    if post not in POSTS:
        raise Malformed(f"post: expected one of {', '.join(POSTS)}")
    return Person(
        post=post,
        owns=frozenset(read_texts(known.get("owns") or [])),
        authority_until=read_day(known.get("authority_until"), "authority_until"),
        trained_until=read_day(known.get("trained_until"), "trained_until"),
        delegated_by=_text(known.get("delegated_by")),
        reports_to=frozenset(filter(None, [_text(known.get("reports_to"))])),
    )


def _incident(given: Any) -> Incident:
    known = _only(
        given, "incident", "severity", "opened", "closed", "root_cause", "self_reported", "cooperated"
    )
    severity = known.get("severity")
    if severity not in SEVERITIES:
        raise Malformed(f"severity: expected one of {', '.join(SEVERITIES)}")
    for flag in ("self_reported", "cooperated"):
        read_flag(known.get(flag, False))
    opened, closed = read_day(known.get("opened"), "opened"), read_day(known.get("closed"), "closed")
    if opened and closed and closed < opened:
        raise Malformed("closed before it was opened")
    return Incident(reference=_text(known.get("incident")), severity=severity, opened=opened, closed=closed)


def _shown(name: object) -> str:
    """A name that somebody made up, cut short: whatever was pasted there does not land whole in a
    terminal."""
    return str(name)[:40]


# --- contradictions -------------------------------------------------------------------------------


def contradictions(case: Case, law: Law) -> tuple[str, ...]:
    """Every fact and answer that cannot both be so, and a screening milder than its triggers."""
    found = [
        problem
        for question in law.question.values()
        if question.id in case.answers
        for problem in _contradicts(question, case)
    ]
    return (*found, *_exemption_contradicts(case), *_screening_contradicts(case, law))


def _contradicts(question: Question, case: Case) -> list[str]:
    answer = case.answers[question.id]
    named = {says.answer for says in question.says}
    problems = []
    for says in question.says:
        applies = says.answer == answer or (says.answer == "*" and answer not in named)
        if applies and says.fact in case.facts and case.facts[says.fact] not in says.values:
            problems.append(f"answer {question.id} contradicts fact {says.fact}")
    return problems


def _exemption_contradicts(case: Case) -> list[str]:
    answer, fact = case.answers.get("S5.3"), case.facts.get("exemption.code")
    if isinstance(answer, Mapping) and fact is not None and answer["exemption"] != fact:
        return ["answer S5.3 contradicts fact exemption.code"]
    return []


def _screening_contradicts(case: Case, law: Law) -> list[str]:
    if not case.triggers:
        return []
    least = MILDER.index(screening(case.triggers, law))
    answers = (("answer S6.1", case.answers.get("S6.1")), ("fact dpia.screen", case.facts.get("dpia.screen")))
    return [
        f"{name} is milder than the screening triggers, which make it '{MILDER[least]}'"
        for name, value in answers
        if isinstance(value, str) and MILDER.index(value) < least
    ]
