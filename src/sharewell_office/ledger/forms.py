"""What the page of the record asks for."""

from __future__ import annotations

from django import forms

from sharewell.policy.erasure import Need


class Filter(forms.Form):
    """Only what happened to one record."""

    says_optional = False

    about = forms.CharField(
        label="Reference",
        help_text="For example DSR-2026-0001. Leave it empty to see everything.",
        max_length=64,
        required=False,
    )

    def clean_about(self) -> str:
        return str(self.cleaned_data["about"]).strip().upper()


class HoldFor(forms.Form):
    """Why the words may still be needed."""

    need = forms.ChoiceField(
        label="Why may they still be needed?",
        choices=[("", "Choose one"), *((need.value, need.label.capitalize()) for need in Need)],
        error_messages={"required": "Choose why they may still be needed"},
    )
