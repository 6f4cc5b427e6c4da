"""What the person who collects is asked."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.aftercare.collection import Acceptance
from sharewell.policy import rulebook


class Collect(forms.Form):
    """The code, who collects, and that they accept the terms. What is missing the core says, with its rule."""

    code = forms.CharField(
        label="Code",
        help_text="Ten letters and numbers. The office gave it to you separately from the link.",
        max_length=40,
        widget=forms.TextInput(
            {
                "class": "govuk-input--width-10",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    name = forms.CharField(
        label="Your full name", max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    post = forms.CharField(
        label="Your post", max_length=150, widget=forms.TextInput({"autocomplete": "organization-title"})
    )
    accepts = forms.BooleanField(
        label="I have read the terms, and accept them for my organisation", required=False
    )

    def __init__(self, *args: Any, has_terms: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_terms:
            del self.fields["accepts"]

    def clean_accepts(self) -> bool:
        if not self.cleaned_data["accepts"]:
            rule = rulebook.STANDARD_TERMS_ACCEPTED
            words = "Read the terms and tick the box, or tell the office why you cannot"
            raise forms.ValidationError(f"{words} ({rule.citation})", code=rule.code)
        return True

    def acceptance(self) -> Acceptance:
        said = self.cleaned_data
        return Acceptance(
            code=said["code"], name=said["name"], post=said["post"], accepts=said.get("accepts", False)
        )


class Contacts(forms.Form):
    """The addresses that we write to."""

    contact = forms.EmailField(
        label="Who sends and receives?",
        help_text="We write here about parcels, changes and certificates. The address of a team is best.",
        max_length=200,
    )
    dpo_contact = forms.EmailField(
        label="Who answers when they do not?",
        help_text="Your data protection officer. We write here when something is overdue.",
        max_length=200,
        required=False,
    )
