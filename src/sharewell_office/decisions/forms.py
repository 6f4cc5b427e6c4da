"""The forms of a one-off request. What a stage asks comes from the tables of the law; nothing is asked in code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from sharewell.decisions.lifecycle import Action
from sharewell.decisions.request import AdviceKind, ProposedField, Request, Status
from sharewell.policy.law import VERSIONS
from sharewell.register.table_schema import FORMATS, PERSONAL_KINDS
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Checkboxes, Radios

Choices = Sequence[tuple[str, str]]


class Search(forms.Form):
    """Search and filters of the list."""

    says_optional = False

    words = forms.CharField(
        label="Search", required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any"), *((each.value, each.label) for each in Status)]
    )
    data_set = forms.ChoiceField(label="Data set", required=False)

    def __init__(self, *args: Any, data_sets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["data_set"].choices = [("", "Any"), *data_sets]


CHANNELS = (
    ("email", "E-mail"),
    ("letter", "Letter or form"),
    ("telephone", "Telephone"),
    ("in_person", "In person"),
    ("internal", "One of us asked"),
)


class NewRequest(forms.Form):
    """Who asks, for what, of which data, and why."""

    title = forms.CharField(
        label="What shall we call it?",
        max_length=200,
        help_text="A few words, with nobody's name in them. It appears in lists.",
    )
    recipient = forms.ChoiceField(
        label="Which organisation asks?",
        help_text="If it is not in the list, add it to the organisations first.",
    )
    asked_by = forms.CharField(
        label="Who asks there?",
        max_length=200,
        help_text="The post, and how to reach it: the name if you need it.",
    )
    channel = forms.ChoiceField(label="How did it reach us?", choices=CHANNELS, widget=Radios(small=True))
    received = DateField(label="When did it reach us?")
    data_set = forms.ChoiceField(label="Which of our data sets is it about?", widget=Radios(small=True))
    asked = forms.CharField(
        label="What was asked for?",
        max_length=4000,
        widget=forms.Textarea,
        help_text="In the words of the request, as far as you can.",
    )
    purpose = forms.CharField(
        label="What do they want it for?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Personal data is only shared for a stated purpose (policy 3.3).",
    )

    def __init__(self, *args: Any, parties: Choices, data_sets: Choices, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["recipient"].choices = [("", "Choose an organisation"), *parties]
        self.fields["data_set"].choices = data_sets

    def clean_received(self) -> date:
        received: date = self.cleaned_data["received"]
        if received > self.today:
            raise forms.ValidationError("The day it reached us must be today or in the past")
        return received


# --- the field list ---------------------------------------------------------------------------------------------------

TYPES = [(name, name.capitalize()) for name in FORMATS]
PERSONAL = [
    ("", "By its name"),
    *((kind, kind.replace("_", " ").capitalize()) for kind in PERSONAL_KINDS if kind != "none"),
    ("none", "None"),
]


# The kinds of UK GDPR Article 9(1) and 10, as the facts of the law name them.
SPECIAL = [
    *((entry.id, entry.title) for entry in VERSIONS[-1].entries["Special category data"]),
    ("offence", "Criminal offence data"),
]


class FieldRow(forms.Form):
    """One field that may leave. An empty name takes the row off the list."""

    says_optional = False

    name = forms.CharField(label="Field", max_length=100, required=False)
    type = forms.ChoiceField(label="Type", choices=TYPES, initial="string", required=False)
    personal = forms.ChoiceField(label="Personal data in it", choices=PERSONAL, required=False)
    why = forms.CharField(label="Why the recipient needs it", max_length=500, required=False)
    special = forms.ChoiceField(
        label="Special category or offence data in it", choices=[("", "None"), *SPECIAL], required=False
    )
    stays = forms.BooleanField(label="Asked for, and stays here", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("why") and not cleaned.get("name"):
            self.add_error("name", "Enter the field's name, exactly as the file's header has it")
        return cleaned


class _FieldRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows with names of their own: two of one name would leave open which one was approved."""

    def clean(self) -> None:
        names = [form.cleaned_data.get("name") for form in self.forms if form.is_valid()]
        for form, name in zip(self.forms, names, strict=False):
            if name and names.index(name) != self.forms.index(form):
                form.add_error("name", f"The list has “{name}” already")

    def proposed(self) -> tuple[ProposedField, ...]:
        cleaned = (form.cleaned_data for form in self.forms)
        return tuple(
            ProposedField(
                name=row["name"],
                type=row["type"] or "string",
                personal=row["personal"],
                why=row["why"],
                special=row["special"],
                leaves=not row["stays"],
            )
            for row in cleaned
            if row.get("name")
        )


FieldRows = forms.formset_factory(FieldRow, formset=_FieldRows, extra=2, max_num=300, absolute_max=300)


def field_rows(request: Request, data: Any = None) -> _FieldRows:
    """The field list as it stands, with empty rows below it."""
    initial = [
        {
            "name": one.name,
            "type": one.type,
            "personal": one.personal,
            "why": one.why,
            "special": one.special,
            "stays": not one.leaves,
        }
        for one in request.fields
    ]
    rows: _FieldRows = FieldRows(data, initial=initial, prefix="fields")
    return rows


# --- advice and decision ----------------------------------------------------------------------------------------------


class GiveAdvice(forms.Form):
    """The Data Protection Officer's advice."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What do you advise?",
        choices=[(each.value, each.label) for each in AdviceKind],
        widget=Radios(
            hints={AdviceKind.AGAINST.value: "The Chief Executive then decides, with written reasons."}
        ),
    )
    text = forms.CharField(
        label="Your advice",
        max_length=8000,
        widget=forms.Textarea,
        help_text="Seen by those who decide. It is never part of a letter to the requester.",
    )


class Decide(forms.Form):
    """Approve or refuse, with reasons, bound to a field list and a last day."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    action = forms.ChoiceField(
        label="What do you decide?",
        choices=[
            (Action.APPROVE.value, "Approve"),
            (Action.APPROVE_REDUCED.value, "Approve, with fewer fields"),
            (Action.APPROVE_WITH_CONDITIONS.value, "Approve, with conditions"),
            (Action.REFUSE.value, "Refuse"),
        ],
        widget=Radios,
    )
    keep = forms.MultipleChoiceField(
        label="Which fields may leave?",
        required=False,
        widget=Checkboxes(small=True),
        help_text="The approval is for exactly these fields, this recipient, and one delivery.",
    )
    conditions = forms.CharField(
        label="Conditions", max_length=4000, required=False, widget=forms.Textarea({"rows": 3})
    )
    certificate_level = forms.TypedChoiceField(
        label="How sure must the certificate of destruction be?",
        choices=[(2, "Signed"), (3, "Signed, with evidence"), (4, "Signed, with evidence that was audited")],
        coerce=int,
        empty_value=2,
        initial=2,
        required=False,
        widget=Radios,
    )
    reasons = forms.CharField(
        label="Your reasons",
        max_length=8000,
        widget=forms.Textarea,
        help_text="Why it may, or may not, be shared: for somebody who reads it in a year.",
    )
    valid_until = DateField(label="Last day of the approval", help_text="30 days are usual.", required=False)

    def __init__(self, *args: Any, fields: Iterable[ProposedField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(one.name, one.name) for one in fields]
        self.fields["keep"].choices = listed
        self.fields["keep"].initial = [name for name, _ in listed]
        if not listed:
            del self.fields["keep"]

    def words(self) -> dict[str, Any]:
        """The decision in the words of the core."""
        given = self.cleaned_data
        return {
            "action": Action(given["action"]),
            "reasons": given["reasons"],
            "conditions": given["conditions"],
            "certificate_level": given["certificate_level"],
            "keep": frozenset(given.get("keep", ())),
            "valid_until": given["valid_until"],
            "version": given["version"],
        }
