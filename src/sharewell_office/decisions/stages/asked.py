"""How each kind of question is asked: its fields, what they show of an answer, and how an answer is read from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from sharewell.policy.law.record import Law
from sharewell.policy.tables import Kind, Question
from sharewell_office.decisions.stages.choosing import NONE, OTHER, choice_field, choices_of
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Checkboxes, Radios

Fields = dict[str, forms.Field]


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of a kind of question, what they show of an answer, and how an answer is read back from them.

    The fields after the first belong to one choice of it (`belongs_to`), or to any but "none".
    """

    fields: Callable[[Question, Law], Fields]
    show: Callable[[Question, Any], dict[str, Any]]
    read: Callable[[Question, Mapping[str, Any]], Any]
    belongs_to: str = ""


def _plain_show(question: Question, answer: Any) -> dict[str, Any]:
    return {question.id: answer}


def _plain_read(question: Question, given: Mapping[str, Any]) -> Any:
    return given.get(question.id)


def _words(question: Question) -> dict[str, str]:
    return {"label": question.ask, "help_text": question.why}


def _one_of(question: Question, law: Law) -> Fields:
    return {question.id: choice_field(choices_of(question.id, question.choices, law), **_words(question))}


def _text(question: Question, _: Law) -> Fields:
    return {
        question.id: forms.CharField(max_length=4000, widget=forms.Textarea({"rows": 3}), **_words(question))
    }


_OTHER_WORDS = {
    "S2.2": ("Another: the Act and section", "Which Act and section?"),
    "S6.2": ("Yes", "The reference of the DPIA"),
    "S7.a": ("A schema is agreed", "Its name and version"),
    "S7.c": ("Yes, and a route is agreed", "The route, and the contact for amendments"),
}


def _one_of_or_text(question: Question, law: Law) -> Fields:
    other, which = _OTHER_WORDS[question.id]
    choices = [*choices_of(question.id, question.choices, law), (OTHER, other)]
    return {
        question.id: choice_field(choices, **_words(question)),
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
    choices = [(NONE, "None"), (OTHER, "There are some")]
    return {
        question.id: forms.ChoiceField(choices=choices, widget=Radios(), **_words(question)),
        f"{question.id}-text": forms.CharField(
            label="Which? One on each line",
            required=False,
            max_length=2000,
            widget=forms.Textarea({"rows": 3}),
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
    choices = choices_of(question.id, ("statutory", "period", "longer"), law)
    return {
        question.id: choice_field(choices, **_words(question)),
        f"{question.id}-months": forms.IntegerField(
            label="For how many months may they keep it?",
            required=False,
            min_value=1,
            max_value=1200,
            help_text="It goes into the terms; destruction is asked for when it ends.",
            widget=forms.NumberInput({"class": "govuk-input--width-4"}),
            error_messages={
                "invalid": "Enter the number of months, such as 24",
                "min_value": "Enter a month at least",
                "max_value": "Enter at most 1,200 months",
            },
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
        question.id: choice_field(listed, **_words(question)),
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


ASKED: Mapping[Kind, Asked] = {
    Kind.CHOICE: Asked(_one_of, _plain_show, _plain_read),
    Kind.TEXT: Asked(_text, _plain_show, _plain_read),
    Kind.CHOICE_OR_TEXT: Asked(_one_of_or_text, _show_one_or_text, _read_one_or_text, OTHER),
    Kind.LIST_OR_NONE: Asked(_several, _show_several, _read_several, OTHER),
    Kind.PERIOD: Asked(_period, _show_period, _read_period, "period"),
    Kind.EXEMPTION: Asked(_exemption, _show_exemption, _read_exemption),
}
