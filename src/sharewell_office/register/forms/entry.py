"""An entry of a register as a form: its register's questions, each asked in the way it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from sharewell.register.registers import notices
from sharewell.register.registers.entry import (
    Ask,
    Entry,
    EntryAction,
    Question,
    Register,
)
from sharewell.vocabulary.people import Role
from sharewell_office.design.fields import DateField, PeriodField
from sharewell_office.design.widgets import Radios
from sharewell_office.people import store as people
from sharewell_office.register import store
from sharewell_office.register.store import registers


class EntryForm(forms.Form):
    """Every question of a register. An unfinished draft is saved; what is still needed its page says."""

    says_optional = (
        False  # what a draft may leave open is not yet what nobody needs: `_field` says which is which
    )

    def __init__(self, *args: Any, register: Register, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(register, entry), **kwargs)
        self.register, self.entry = register, entry
        self.groups = {each.id: each.group for each in register.questions if each.group}
        if not register.prefix and not entry.reference:
            self.fields["reference"] = forms.SlugField(
                label="Short name",
                max_length=64,
                help_text="As delegations and requests call it: home-visits",
            )
        self.fields["title"] = forms.CharField(label=register.named, max_length=200)
        for each in register.questions:
            self.fields[each.id] = _field(each, entry.said(each.id))
        self.fields["review_on"] = DateField(label="To be looked at again on (optional)", required=False)
        if register.links:
            self.fields["agreements"] = forms.CharField(
                label="Agreements that rest on it (optional)",
                required=False,
                help_text="Their references, with a comma or a line between them",
                widget=forms.Textarea({"rows": 2}),
            )

    def parts(self) -> Iterator[tuple[str, Any]]:
        """Each field with the heading above it, where one begins there."""
        for name in self.fields:
            yield self.groups.get(name, ""), self[name]

    def clean_agreements(self) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["agreements"].strip())))
        wanted = tuple(each for each in wanted if each)
        if unknown := registers.unknown_agreements(wanted):
            raise forms.ValidationError(f"Not on the register: {', '.join(unknown)}")
        return wanted

    def answered(self) -> Entry:
        """The entry with what was typed."""
        given = self.cleaned_data
        said = {each.id: _text(given[each.id]) for each in self.register.questions}
        return replace(
            self.entry,
            reference=given.get("reference") or self.entry.reference,
            title=given["title"],
            answers={key: value for key, value in said.items() if value},
            review_on=given["review_on"],
            agreements=given.get("agreements", self.entry.agreements),
        )


def _initial(register: Register, entry: Entry) -> dict[str, Any]:
    days = {each.id for each in register.questions if each.ask is Ask.DAY}
    said = {key: _day(value) if key in days else value for key, value in entry.answers.items()}
    return {
        **said,
        "title": entry.title,
        "review_on": entry.review_on,
        "agreements": "\n".join(entry.agreements),
    }


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "").strip()


def _field(question: Question, said: str) -> forms.Field:
    told: dict[str, Any] = {
        "label": question.label if question.needed or question.looked_at else f"{question.label} (optional)",
        "required": False,
        "help_text": ". ".join(filter(None, (question.hint, question.citation))),
    }
    match question.ask:
        case Ask.TEXT | Ask.FIELDS:
            return forms.CharField(widget=forms.Textarea({"rows": 3}), max_length=4000, **told)
        case Ask.DAY:
            return DateField(**told)
        case Ask.PERIOD:
            return PeriodField(**told | {"help_text": PeriodField.EXAMPLE})
        case Ask.CHOICE:
            widget = Radios(inline=len(question.choices) == 2)
            return forms.ChoiceField(choices=question.choices, widget=widget, **told)
        case Ask.LINE:
            return forms.CharField(max_length=300, **told)
        case Ask.COUNT:
            return forms.IntegerField(min_value=1, **told)
    known = list(_KNOWN[question.ask]())
    if said and said not in {value for value, _ in known}:
        known.append((said, said))  # taken over from a spreadsheet, in its own words
    return forms.ChoiceField(choices=[("", "Choose one"), *known], **told)


_KNOWN = {
    Ask.PARTY: lambda: [(each.reference, each.name) for each in store.parties()],
    Ask.NOTICE: lambda: [(each.reference, each.title) for each in registers.entries(notices.NOTICES.name)],
    Ask.OWNER: lambda: [(each.username, each.name) for each in people.with_role(Role.OWNER)],
    Ask.DATA_SET: lambda: [(each.data_set, each.title) for each in store.assets()],
}


class EntryStepForm(forms.Form):
    """What a step asks before it is taken: when it is looked at again, or why it goes."""

    def __init__(self, *args: Any, action: EntryAction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if action is EntryAction.RETIRE:
            self.fields["reason"] = forms.CharField(label="Why?", widget=forms.Textarea, max_length=2000)
            return
        if action is EntryAction.REVIEW:
            self.fields["reason"] = forms.CharField(
                label="What did the review find?", widget=forms.Textarea, max_length=2000
            )
        self.fields["review_on"] = DateField(
            label="When is it looked at again?", help_text="Within a year (OPCC 6.4)"
        )
