"""What people type about samples."""

from __future__ import annotations

from django import forms


class Period(forms.Form):
    """From which day to which, both included."""

    first = forms.DateField(label="First day")
    last = forms.DateField(label="Last day")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must not be before the first")
        return cleaned
