"""One stage of questions as a form, made from the tables of the law: each asks, says why, and reads its answer.

A page is saved as far as it is answered: an empty field is an open question, not an error. What a question's answer
already settles is not asked as a fact as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from sharewell.decisions.asking import facts_to_ask
from sharewell.decisions.request import Request, settled
from sharewell.decisions.shapes import Malformed, read_answer, read_fact
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Fact, Question
from sharewell.policy.truth import Open, Value, all_hold
from sharewell.vocabulary.when import Period
from sharewell_office.decisions.stages.asked import ASKED
from sharewell_office.decisions.stages.choosing import NONE
from sharewell_office.decisions.stages.stated import fact_field, given_fact, shown_fact

# Answered by the office itself from what it knows: the field list, the test of a table, the conditions, the advice.
NOT_ASKED = frozenset({"S3.4", "S3.5", "S4.3", "S4.4", "S9.4", "S11.1"})


# --- which questions and facts a page asks ----------------------------------------------------------------------------


def questions_of(stage: str, request: Request, law: Law) -> list[Question]:
    """The questions put at a stage, given what is known so far."""
    case = request.case(law)
    known = {**case.facts, **case.answers}

    def look(name: str) -> Value | Open:
        return known[name] if name in known else Open(frozenset({name}))

    return [
        question
        for question in law.stage[stage].questions
        if question.id not in NOT_ASKED and all_hold(question.asked_when, look) is True
    ]


def facts_of(stage: str, request: Request, law: Law, *, on: date, by_office: frozenset[str]) -> list[Fact]:
    """The facts a stage asks for: those a rule waits for now, and those a person has stated."""
    wanted = set(facts_to_ask(request.case(law), law=law, on=on)) | (set(request.facts) - by_office)
    answered = settled(request.answers, law)
    return [
        fact
        for fact in law.facts
        if fact.stage == stage and fact.name in wanted and fact.name not in answered
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """A field on the page. One that belongs to an answer (`part_of`) is shown once one of the choices in `when` is."""

    field: BoundField
    size: str = ""
    part_of: str = ""
    when: str = ""


# --- the form ---------------------------------------------------------------------------------------------------------


class StageForm(forms.Form):
    """The questions and facts of one stage. `answers()` and `facts()` hold `None` where nothing is said."""

    says_optional = False  # what belongs to one of the answers is shown with it

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        questions: Iterable[Question],
        facts: Iterable[Fact],
        request: Request,
        law: Law,
    ) -> None:
        self.questions, self.stated, self.law = tuple(questions), tuple(facts), law
        super().__init__(data, initial={"version": request.version, **self._initial(request)})
        for question in self.questions:
            self.fields.update(ASKED[question.kind].fields(question, law))
        for fact in self.stated:
            self.fields[fact.name] = fact_field(fact, law)

    def asked(self) -> list[Shown]:
        """The fields as they are shown: a question stands out from what belongs to its answer."""
        parts = {part: question for question in self.questions for part in self._parts_of(question)}
        return [
            Shown(field, part_of=parts[field.name].id, when=self._belongs_to(parts[field.name]))
            if field.name in parts
            else Shown(field, "s")
            for field in self.visible_fields()
        ]

    def _parts_of(self, question: Question) -> list[str]:
        return [name for name in self.fields if name.startswith(f"{question.id}-")]

    def _belongs_to(self, question: Question) -> str:
        choices = (value for value, _ in self.fields[question.id].choices)
        return ASKED[question.kind].belongs_to or " ".join(
            value for value in choices if value not in ("", NONE)
        )

    def _initial(self, request: Request) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for question in self.questions:
            answer = request.answers.get(question.id)
            if answer is not None:
                shown |= ASKED[question.kind].show(question, answer)
        if request.retention:
            kept = Period.parse(request.retention)
            shown["S7.d-months"] = 12 * kept.years + kept.months
        return shown | {fact.name: shown_fact(request.facts.get(fact.name)) for fact in self.stated}

    def _post_clean(self) -> None:
        # Saved as you go: an empty field leaves its question open, and the page can still be saved.
        for name, found in list(self.errors.items()):
            if name != "version" and all(error.code == "required" for error in found.as_data()):
                del self.errors[name]
                self.cleaned_data[name] = None
        for name, read in (*self._reading_questions(), *self._reading_facts()):
            try:
                self.cleaned_data[f"read {name}"] = read()
            except Malformed as problem:
                self.add_error(name, str(problem)[:1].upper() + str(problem)[1:])

    def _reading_questions(self) -> Iterable[tuple[str, Callable[[], Value | None]]]:
        for question in self.questions:
            given = ASKED[question.kind].read(question, self.cleaned_data)
            yield question.id, lambda question=question, given=given: read_answer(question, given)

    def _reading_facts(self) -> Iterable[tuple[str, Callable[[], Value | None]]]:
        for fact in self.stated:
            given = given_fact(fact, self.cleaned_data.get(fact.name))
            yield (
                fact.name,
                lambda fact=fact, given=given: None if given is None else read_fact(fact, given, self.law),
            )

    def answers(self) -> dict[str, Value | None]:
        return {question.id: self.cleaned_data.get(f"read {question.id}") for question in self.questions}

    def facts(self) -> dict[str, Value | None]:
        return {fact.name: self.cleaned_data.get(f"read {fact.name}") for fact in self.stated}

    def retention(self) -> str | None:
        """How long the recipient may keep it, where this page asks."""
        if not any(question.id == "S7.d" for question in self.questions):
            return None
        months = self.cleaned_data.get("S7.d-months")
        return f"P{months}M" if months else ""
