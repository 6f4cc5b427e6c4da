"""The sections of a draft, each a form: what it asks, and the agreement with its answers.

A section is short enough to be filled in one sitting; each is saved by itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from sharewell.register.agreement import Agreement
from sharewell.register.method import Method
from sharewell.register.particulars import (
    QUALITY,
    TASKS,
)
from sharewell.register.terms import CERTIFICATES
from sharewell_office.design.fields import DateField, PeriodField
from sharewell_office.register import store
from sharewell_office.register.forms.checks import Checks
from sharewell_office.register.forms.handling import Handling
from sharewell_office.register.forms.parties import Lawful, Parties
from sharewell_office.register.forms.schedule import Fields
from sharewell_office.register.forms.section import Section, text
from sharewell_office.register.forms.wording import Wording


class Basics(Section):
    title = "Purpose, data and dates"
    NAMES = ("title", "purpose", "benefits", "disclosed", "method", "retention", "starts", "ends", "max_rows")

    data_set = forms.ChoiceField(label="Our data set", required=False, help_text="Its owner signs")
    purpose = text("Purpose", help_text="In precise terms: what is done with the data, and what for")
    benefits = text("Who benefits, and how")
    disclosed = text("What is shared, in a sentence")
    method = text("How it is sent", long=False)
    sealed_with = forms.ChoiceField(
        label="What is it sealed with?",
        choices=[(each.value, each.label) for each in Method],
        required=False,
        help_text="The recipient’s key is the strongest. What the others are too weak for, the gate refuses.",
    )
    certificate_level = forms.TypedChoiceField(
        label="How sure must we be that it was destroyed?",
        choices=[
            ("", "A signed certificate"),
            *((level, CERTIFICATES[level].capitalize()) for level in (1, 3, 4)),
        ],
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Special category data and files of a thousand rows need a signed certificate at least.",
    )
    retention = PeriodField(label="How long may the recipient keep it?", required=False)
    starts = DateField(label="First day", required=False)
    ends = DateField(label="Last day", required=False)
    max_rows = forms.IntegerField(label="Most rows in one file", required=False, min_value=1)
    field_order = ("title", "data_set")

    def ask(self) -> None:
        self.fields["title"] = text("Title", required=True, long=False)
        self.order_fields(["title", "data_set"])
        assets = [(each.data_set, each.title) for each in store.assets()]
        self.fields["data_set"].choices = [("", "Choose one"), *assets]  # type: ignore[attr-defined]

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        said = {name: getattr(agreement, name) for name in (*cls.NAMES, "data_set")}
        return said | {
            "sealed_with": agreement.handling.get("sealed_with", Method.KEY.value),
            "certificate_level": agreement.handling.get("certificate_level"),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", "The last day must be on or after the first")
        return given

    def changed(self) -> Agreement:
        said = dict(self.cleaned_data)
        chosen = {name: said.pop(name) for name in ("sealed_with", "certificate_level")}
        # What is as it is without being said is not said: the text that was signed stays the same.
        usual = {"sealed_with": ("", Method.KEY), "certificate_level": (None,)}
        handling = {key: value for key, value in self.agreement.handling.items() if key not in chosen}
        handling |= {key: value for key, value in chosen.items() if value not in usual[key]}
        return replace(self.agreement, **said, handling=handling)


class Quality(Section):
    title = "Data quality"

    def ask(self) -> None:
        self.fields.update({name: text(label) for name, label in QUALITY.items()})

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        return dict(agreement.particulars.quality)

    def changed(self) -> Agreement:
        return self._particulars(quality=dict(self.cleaned_data))


class Tasks(Section):
    title = "Who does what"

    def ask(self) -> None:
        self.fields.update({name: text(label, long=False) for name, label in TASKS.items()})

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        return dict(agreement.particulars.tasks)

    def changed(self) -> Agreement:
        return self._particulars(tasks=dict(self.cleaned_data))


SECTIONS: dict[str, type[Section]] = {
    "basics": Basics,
    "parties": Parties,
    "lawful": Lawful,
    "fields": Fields,
    "handling": Handling,
    "quality": Quality,
    "tasks": Tasks,
    "checks": Checks,
    "wording": Wording,
}
