"""What people type about good practice."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.assurance.practices import Verdict

_VERBS = {
    Verdict.ADOPT: "Adopt it as it is",
    Verdict.ADAPT: "Adapt it to us",
    Verdict.REJECT: "Do not take it up",
}


class Note(forms.Form):
    """Something that is done well elsewhere."""

    title = forms.CharField(label="What is done", max_length=300)
    source = forms.CharField(label="Where it was seen", max_length=500, help_text="A body, a report, a link")
    told = forms.CharField(label="More about it", max_length=5000, required=False, widget=forms.Textarea)


class Weigh(forms.Form):
    """What is made of it here."""

    verdict = forms.ChoiceField(
        label="What is made of it",
        choices=[(each.value, _VERBS[each]) for each in Verdict],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Why", max_length=5000, widget=forms.Textarea)
    change = forms.CharField(
        label="What it changes here", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="Not asked where it is not taken up",
    )  # fmt: skip
    closes = forms.ChoiceField(label="The action that asked to consider it", required=False)

    def __init__(self, *given: Any, actions: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["closes"].choices = [("", "None: no action is closed"), *actions]  # type: ignore[attr-defined]

    def clean_verdict(self) -> Verdict:
        return Verdict(self.cleaned_data["verdict"])
