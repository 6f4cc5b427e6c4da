"""One stage of questions as a form, made from the tables of the law: each asks, says why, and reads its answer.

A page is saved as far as it is answered: an empty field is an open question, not an error. What a question's answer
already settles is not asked as a fact as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from sharewell.decisions.asking import facts_to_ask
from sharewell.decisions.request import Request, settled
from sharewell.decisions.shapes import Malformed, read_answer, read_fact
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Fact, Kind, Question
from sharewell.policy.truth import Open, Value, all_hold
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Checkboxes, Radios

# Answered by the office itself from what it knows: the field list, the conditions chosen, the DPO's advice.
NOT_ASKED = frozenset({"S3.4", "S4.3", "S4.4", "S9.4", "S11.1"})
OTHER, NONE = "*", "none"
Fields = dict[str, forms.Field]


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
        if question.id not in NOT_ASKED and _put(question, request, look)
    ]


def _put(question: Question, request: Request, look: Callable[[str], Value | Open]) -> bool:
    if question.id == "S3.5":
        return request.answers.get("S0.1") == "no"
    return all_hold(question.asked_when, look) is True


def facts_of(stage: str, request: Request, law: Law, *, on: date, by_office: frozenset[str]) -> list[Fact]:
    """The facts a stage asks for: those a rule waits for now, and those a person has stated."""
    wanted = set(facts_to_ask(request.case(law), law=law, on=on)) | (set(request.facts) - by_office)
    answered = settled(request.answers, law)
    return [
        fact
        for fact in law.facts
        if fact.stage == stage and fact.name in wanted and fact.name not in answered
    ]


# --- the form ---------------------------------------------------------------------------------------------------------


class StageForm(forms.Form):
    """The questions and facts of one stage. `answers()` and `facts()` hold `None` where nothing is said."""

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
            self.fields.update(_ASKED[question.kind].fields(question, law))
        for fact in self.stated:
            self.fields[fact.name] = fact_field(fact, law)

    def _initial(self, request: Request) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for question in self.questions:
            answer = request.answers.get(question.id)
            if answer is not None:
                shown |= _ASKED[question.kind].show(question, answer)
        if request.retention:
            shown["S7.d-months"] = request.retention.removeprefix("P").removesuffix("M")
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
            given = _ASKED[question.kind].read(question, self.cleaned_data)
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


# --- how each kind of question is asked -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of a kind of question, what they show of an answer, and how an answer is read back from them."""

    fields: Callable[[Question, Law], Fields]
    show: Callable[[Question, Any], dict[str, Any]]
    read: Callable[[Question, Mapping[str, Any]], Any]


def _plain_show(question: Question, answer: Any) -> dict[str, Any]:
    return {question.id: answer}


def _plain_read(question: Question, given: Mapping[str, Any]) -> Any:
    return given.get(question.id)


def _choices(name: str, choices: Iterable[str], law: Law) -> list[tuple[str, str]]:
    return [(choice, law.says(name, choice)) for choice in choices]


def _choice_field(choices: list[tuple[str, str]], **words: Any) -> forms.ChoiceField:
    if len(choices) > 8:
        return forms.ChoiceField(choices=[("", "Choose one"), *choices], **words)
    inline = [value for value, _ in choices] in (["yes", "no"], ["no", "yes"])
    return forms.ChoiceField(choices=choices, widget=Radios(inline=inline), **words)


def _words(question: Question) -> dict[str, str]:
    return {"label": question.ask, "help_text": question.why}


def _one_of(question: Question, law: Law) -> Fields:
    return {question.id: _choice_field(_choices(question.id, question.choices, law), **_words(question))}


def _text(question: Question, _: Law) -> Fields:
    return {
        question.id: forms.CharField(max_length=4000, widget=forms.Textarea({"rows": 3}), **_words(question))
    }


_OTHER_WORDS = {
    "S2.2": ("Another: the Act and section", "Which Act and section?"),
    "S6.2": ("Yes", "The reference of the DPIA"),
    "S7.a": ("A schema is agreed", "Its name and version"),
    "S7.c": ("Yes, and a route is agreed", "The route and contact for amendments"),
}


def _one_of_or_text(question: Question, law: Law) -> Fields:
    other, which = _OTHER_WORDS[question.id]
    choices = [*_choices(question.id, question.choices, law), (OTHER, other)]
    return {
        question.id: _choice_field(choices, **_words(question)),
        f"{question.id}-text": forms.CharField(label=which, max_length=300, required=False),
    }


def _show_one_or_text(question: Question, answer: Any) -> dict[str, Any]:
    if answer in question.choices:
        return {question.id: answer}
    return {question.id: OTHER, f"{question.id}-text": answer}


def _read_one_or_text(question: Question, given: Mapping[str, Any]) -> Any:
    chosen = given.get(question.id)
    return given.get(f"{question.id}-text") if chosen == OTHER else chosen


def _several(question: Question, law: Law) -> Fields:
    if question.id == "S5.2":
        triggers = [(entry.id, entry.title) for entry in law.entries["Reasons for a specific notice"]]
        choices = [*triggers, (NONE, "None of these")]
        return {
            question.id: forms.MultipleChoiceField(choices=choices, widget=Checkboxes(), **_words(question))
        }
    choices = [(NONE, "None"), (OTHER, "These, one on each line:")]
    return {
        question.id: forms.ChoiceField(choices=choices, widget=Radios(), **_words(question)),
        f"{question.id}-text": forms.CharField(
            label="One on each line", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
        ),
    }


def _show_several(question: Question, answer: Any) -> dict[str, Any]:
    if question.id == "S5.2":
        return {question.id: [NONE] if answer == NONE else list(answer)}
    if answer == NONE:
        return {question.id: NONE}
    return {question.id: OTHER, f"{question.id}-text": "\n".join(answer)}


def _read_several(question: Question, given: Mapping[str, Any]) -> Any:
    chosen = given.get(question.id)
    if question.id == "S5.2":
        return chosen if not chosen or NONE not in chosen else NONE
    if chosen != OTHER:
        return chosen
    return [line.strip() for line in (given.get(f"{question.id}-text") or "").splitlines() if line.strip()]


def _period(question: Question, law: Law) -> Fields:
    choices = _choices(question.id, ("statutory", "period", "longer"), law)
    return {
        question.id: _choice_field(choices, **_words(question)),
        f"{question.id}-months": forms.IntegerField(
            label="For how many months may they keep it?",
            required=False,
            min_value=1,
            max_value=1200,
            help_text="It goes into the terms; destruction is asked for when it ends.",
            widget=forms.NumberInput({"class": "govuk-input--width-4"}),
        ),
    }


def _show_period(question: Question, answer: Any) -> dict[str, Any]:
    return {question.id: answer if answer in question.choices else "period"}


def _read_period(question: Question, given: Mapping[str, Any]) -> Any:
    months = given.get(f"{question.id}-months")
    chosen = given.get(question.id)
    if chosen != "period":
        return chosen
    return f"P{months}M" if months else None  # a period nobody named is no period


def _exemption(question: Question, law: Law) -> Fields:
    listed = [(NONE, "None: people are told"), *((one.id, one.title) for one in law.entries["Exemptions"])]
    return {
        question.id: _choice_field(listed, **_words(question)),
        f"{question.id}-right": forms.CharField(
            label="Which right does it lift?", required=False, max_length=200
        ),
        f"{question.id}-prejudice": forms.CharField(
            label="What would telling them prejudice, and how?",
            required=False,
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
        ),
        f"{question.id}-until": DateField(
            label="Until when? It is looked at again that day.", required=False
        ),
    }


_PARTS = ("right", "prejudice", "until")


def _show_exemption(question: Question, answer: Any) -> dict[str, Any]:
    if answer == NONE:
        return {question.id: NONE}
    shown = {f"{question.id}-{part}": answer[part] for part in _PARTS}
    until = DateField(required=False).to_python(answer["until"].split("-")[::-1]) if answer["until"] else None
    return {**shown, question.id: answer["exemption"], f"{question.id}-until": until}


def _read_exemption(question: Question, given: Mapping[str, Any]) -> Any:
    chosen = given.get(question.id)
    if not chosen or chosen == NONE:
        return chosen
    until = given.get(f"{question.id}-until")
    return {
        "exemption": chosen,
        "right": given.get(f"{question.id}-right") or "",
        "prejudice": given.get(f"{question.id}-prejudice") or "",
        "until": until.isoformat() if until else "",
    }


_ASKED: Mapping[Kind, Asked] = {
    Kind.CHOICE: Asked(_one_of, _plain_show, _plain_read),
    Kind.TEXT: Asked(_text, _plain_show, _plain_read),
    Kind.CHOICE_OR_TEXT: Asked(_one_of_or_text, _show_one_or_text, _read_one_or_text),
    Kind.LIST_OR_NONE: Asked(_several, _show_several, _read_several),
    Kind.PERIOD: Asked(_period, _show_period, _read_period),
    Kind.EXEMPTION: Asked(_exemption, _show_exemption, _read_exemption),
}


# --- how each kind of fact is asked -----------------------------------------------------------------------------------


def fact_field(fact: Fact, law: Law) -> forms.Field:
    """The field that asks for a fact, with the clauses for which it is asked beneath it."""
    field = _fact_field(fact, law)
    why = why_asked(fact, law)
    field.help_text = " ".join(filter(None, (str(field.help_text), why and f"We ask because of {why}.")))
    return field


SHOWN = 2  # clauses: the first of the rules that read the fact


def why_asked(fact: Fact, law: Law) -> str:
    """The clauses of the first rules that read this fact, or a fact that is worked out from it."""
    read = {fact.name, *(one.name for one in law.facts if fact.name in one.reads)}
    rows = (row for row in law.rows if read & set(row.when))
    cited = dict.fromkeys(clause for row in rows for clause in row.citation.split("; "))
    return "; ".join(list(cited)[:SHOWN])


def _fact_field(fact: Fact, law: Law) -> forms.Field:
    label = fact.ask
    match fact.kind:
        case Kind.YES_NO:
            yes_no = [("yes", "Yes"), ("no", "No")]
            return forms.ChoiceField(label=label, choices=yes_no, widget=Radios(inline=True))
        case Kind.NUMBER:
            return forms.IntegerField(
                label=label, min_value=0, widget=forms.NumberInput({"class": "govuk-input--width-10"})
            )
        case Kind.CHOICE:
            return _choice_field(_choices(fact.name, fact.choices, law), label=label)
        case Kind.LIST:
            choices = [*_choices(fact.name, fact.choices, law), (NONE, "None of these")]
            return forms.MultipleChoiceField(label=label, choices=choices, widget=Checkboxes())
        case Kind.PARAGRAPHS:
            paragraphs = [(str(one.number), f"{one.number} {one.title}") for one in law.schedule_1]
            return forms.MultipleChoiceField(
                label=label, choices=[*paragraphs, (NONE, "None of these")], widget=Checkboxes(small=True)
            )
        case Kind.PERIOD:
            return forms.CharField(label=label, max_length=16, help_text="As a period: P24M is 24 months.")
        case Kind.COUNTRY:
            return forms.CharField(label=label, max_length=2, help_text="Two letters: GB, IE, US.")
        case _:
            return forms.CharField(label=label, max_length=2000, widget=forms.Textarea({"rows": 3}))


def shown_fact(value: Value | None) -> Any:
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return [str(one) for one in value] or [NONE]
        case _:
            return value


def given_fact(fact: Fact, given: Any) -> Any:
    """What a page gives, as a case file would have it; `None` where nothing was said."""
    if given in (None, "", []):
        return None
    match fact.kind:
        case Kind.YES_NO:
            return given == "yes"
        case Kind.LIST | Kind.PARAGRAPHS:
            return NONE if NONE in given else given
        case Kind.COUNTRY:
            return str(given).upper()
        case _:
            return given
