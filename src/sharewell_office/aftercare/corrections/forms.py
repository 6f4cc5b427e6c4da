"""What is asked about a person whose data changed. What is typed here about them is looked up and not kept."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from sharewell.aftercare.corrections import Change
from sharewell.aftercare.subjects import KINDS, LABELS
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Radios

_QUIET = {"autocomplete": "off", "spellcheck": "false"}


class Subject(forms.Form):
    """By what the person is known in the data: at least one."""

    name = forms.CharField(
        label=LABELS["name"], required=False, max_length=200, widget=forms.TextInput(_QUIET)
    )
    email = forms.CharField(
        label=LABELS["email"], required=False, max_length=254, widget=forms.TextInput(_QUIET)
    )
    phone = forms.CharField(
        label=LABELS["phone"], required=False, max_length=40, widget=forms.TextInput(_QUIET)
    )
    nhs_number = forms.CharField(
        label=LABELS["nhs_number"], required=False, max_length=20, widget=forms.TextInput(_QUIET)
    )
    nino = forms.CharField(
        label=LABELS["nino"], required=False, max_length=20, widget=forms.TextInput(_QUIET)
    )
    identifier = forms.CharField(
        label=LABELS["identifier"], required=False, max_length=200, widget=forms.TextInput(_QUIET),
        help_text="As it stands in the data set, for example the number of a referral.",
    )  # fmt: skip

    def clean(self) -> Mapping[str, object]:
        said = super().clean() or {}
        if not self.errors and not any(said.get(kind, "").strip() for kind in KINDS):
            self.add_error("name", "Give at least one thing by which the person is known in the data")
        return said

    @property
    def identifiers(self) -> dict[str, str]:
        said = self.cleaned_data
        return {kind: said[kind].strip() for kind in KINDS if said.get(kind, "").strip()}


class WhoHolds(Subject):
    """Who holds somebody's data, and what that is asked for."""

    because = forms.CharField(
        label="What do you ask for?",
        help_text="The reference of the request, complaint or case. It goes on the record with your name.",
        max_length=200,
    )
    field_order = ("because",)


class Notify(Subject):
    """What changed, and what those who hold the data must do."""

    change = forms.ChoiceField(
        label="What happened?", choices=[(each.value, each.label) for each in Change], widget=Radios
    )
    says = forms.CharField(
        label="What must the recipient do?",
        help_text="Which entry, and what to change, delete or no longer use. Only the recipient’s own people read "
        "it, signed in; it is deleted when the last of them has acknowledged it.",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    field_order = ("change", *KINDS, "says")


class TakeDown(forms.Form):
    """What whoever gave us a copy told us of."""

    change = forms.ChoiceField(
        label="What happened to the data with them?", choices=[(each.value, each.theirs) for each in Change],
        widget=Radios,
    )  # fmt: skip
    told_on = DateField(label="When did they tell us?", help_text="From then on we have five working days.")
    says = forms.CharField(
        label="What must we do?",
        help_text="Which entry, and what to change, delete or no longer use. Only who carries it out reads it; it is "
        "deleted once it was acknowledged.",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class TellUs(forms.Form):
    """What a party that gave us a copy says in its own portal."""

    change = forms.ChoiceField(
        label="What happened to the data with you?",
        choices=[(each.value, each.label) for each in Change],
        widget=Radios,
    )
    says = forms.CharField(
        label="What must we do?",
        help_text="Which entry, and what to change, delete or no longer use. Only who carries it out reads it; it is "
        "deleted once that is done.",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


class Acknowledge(forms.Form):
    """That it was carried out."""

    name = forms.CharField(label="Your full name", max_length=150)
    post = forms.CharField(label="Your post", max_length=150)
    done = forms.BooleanField(
        label="It was carried out in every copy, and everybody we passed the data on to was told",
        required=False,
    )
