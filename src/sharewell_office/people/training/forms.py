"""What people type about training."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell_office.adapters import clock
from sharewell_office.design.fields import DateField
from sharewell_office.people.training import store

AT_MOST = 2000


class NewCourse(forms.Form):
    """A course."""

    title = forms.CharField(label="Title", max_length=200)
    months = forms.IntegerField(label="Good for so many months", initial=12, min_value=1, max_value=120)
    needed_from = DateField(
        label="Needed from",
        required=False,
        help_text="From this day nobody decides or releases without it. Leave it empty where nobody needs it to act.",
    )


class Completed(forms.Form):
    """Who completed it, and when."""

    people = forms.CharField(
        label="Who completed it", max_length=100_000, widget=forms.Textarea(attrs={"rows": "6"}),
        help_text="E-mail addresses or usernames, one on a line: a list from a training system may be pasted",
    )  # fmt: skip
    on = DateField(label="On")
    evidence = forms.CharField(label="Where the evidence is", max_length=300, required=False)

    def clean_people(self) -> list[Any]:
        lines = [each.strip().lower() for each in self.cleaned_data["people"].splitlines() if each.strip()]
        if len(lines) > AT_MOST:
            raise forms.ValidationError(f"There are more than {AT_MOST:,} lines: paste them in parts")
        known = store.known(lines)
        unknown = [str(number) for number, line in enumerate(lines, start=1) if line not in known]
        if unknown:
            shown = ", ".join(unknown[:20])
            raise forms.ValidationError(f"Nobody here is known by what stands on line {shown}")
        return list({known[line].pk: known[line] for line in lines}.values())

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError("The day must not be in the future")
        return day
