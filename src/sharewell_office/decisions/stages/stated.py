"""How each kind of fact is asked for: a fact is asked only where a rule waits for it, and says for which clause."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.policy.law.record import Law
from sharewell.policy.tables import Fact, Kind
from sharewell.policy.truth import Value
from sharewell_office.decisions.stages.choosing import NONE, choice_field, choices_of
from sharewell_office.design.fields import PeriodField
from sharewell_office.design.widgets import Checkboxes, Radios


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
            return choice_field(choices_of(fact.name, fact.choices, law), label=label)
        case Kind.LIST:
            choices = [*choices_of(fact.name, fact.choices, law), (NONE, "None of these")]
            return forms.MultipleChoiceField(label=label, choices=choices, widget=Checkboxes())
        case Kind.PARAGRAPHS:
            paragraphs = [(str(one.number), f"{one.number} {one.title}") for one in law.schedule_1]
            return forms.MultipleChoiceField(
                label=label, choices=[*paragraphs, (NONE, "None of these")], widget=Checkboxes(small=True)
            )
        case Kind.PERIOD:
            return PeriodField(label=label)
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
