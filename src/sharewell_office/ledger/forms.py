"""What the page of the record asks for."""

from __future__ import annotations

from django import forms


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
