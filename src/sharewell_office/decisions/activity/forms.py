"""Searching the activity log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from sharewell.decisions.emergency.record import Status as Emergency
from sharewell.decisions.request import Status
from sharewell_office.decisions.emergency.store import TOLD

FINISHED = [
    *((each.value, each.label) for each in Status if each not in (Status.DRAFT, Status.SUBMITTED)),
    *((each.value, f"Emergency: {each.label.lower()}") for each in Emergency if each.value in TOLD),
]


class LogSearch(forms.Form):
    """Words, outcome, data set, and the days between which it was finished."""

    says_optional = False

    words = forms.CharField(
        label="Search", required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    outcome = forms.ChoiceField(label="Outcome", required=False, choices=[("", "Any"), *FINISHED])
    data_set = forms.ChoiceField(label="Data set", required=False)
    # One box for a day here, where a search wants room: a calendar opens, or the day is typed.
    first = forms.DateField(
        label="Finished from",
        required=False,
        widget=forms.DateInput({"type": "date", "class": "govuk-input--width-10"}),
    )
    last = forms.DateField(
        label="Finished until",
        required=False,
        widget=forms.DateInput({"type": "date", "class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, data_sets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["data_set"].choices = [("", "Any"), *data_sets]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", "“Finished until” must be the same day as “Finished from”, or after it")
        return found

    def wanted(self) -> dict[str, Any]:
        """What to search for, without what could not be read."""
        return self.cleaned_data if self.is_bound else {}
