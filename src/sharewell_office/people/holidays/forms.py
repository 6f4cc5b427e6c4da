"""What people type about days off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from sharewell_office.design.fields import DateField


class Proclaim(forms.Form):
    day = DateField(label="Which day?")
    why = forms.CharField(
        label="What is it, and where was it proclaimed?",
        max_length=300,
        help_text="For example: the coronation, London Gazette of 9 November 2022",
    )


class TakeBack(forms.Form):
    day = forms.TypedChoiceField(label="Which day?", coerce=date.fromisoformat)
    why = forms.CharField(label="Why is it a working day after all?", max_length=300)

    def __init__(self, *args: Any, days: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = [(each.isoformat(), f"{each:%A %-d %B %Y}") for each in days]
