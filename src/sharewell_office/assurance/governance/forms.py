"""What people type about governance decisions."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.vocabulary.when import Period


class Decide(forms.Form):
    """What was decided, and what else was weighed."""

    question = forms.CharField(
        label="What was to be decided", max_length=1000, widget=forms.Textarea(attrs={"rows": "2"})
    )
    taken = forms.CharField(
        label="What was decided", max_length=1000, widget=forms.Textarea(attrs={"rows": "2"})
    )
    others = forms.CharField(
        label="What else was weighed", max_length=5000, widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="One option on a line. Leaving things as they are is one.",
    )  # fmt: skip
    reasons = forms.CharField(label="Why so", max_length=5000, widget=forms.Textarea)
    function = forms.CharField(label="The function that answers for it from now on", max_length=200)
    check_months = forms.IntegerField(
        label="Check that it is kept, every so many months", initial=6, min_value=1, max_value=36
    )
    closes = forms.ChoiceField(label="The action that asked for it", required=False)

    def __init__(self, *given: Any, actions: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["closes"].choices = [("", "None: no action is closed"), *actions]  # type: ignore[attr-defined]

    @property
    def options(self) -> tuple[str, ...]:
        """What was taken first, then the rest."""
        others = (each.strip() for each in self.cleaned_data["others"].splitlines())
        return (self.cleaned_data["taken"].strip(), *filter(None, others))

    def decision(self) -> dict[str, Any]:
        """What `services.take` takes."""
        said = {name: self.cleaned_data[name] for name in ("question", "reasons", "function", "closes")}
        return {
            **said,
            "options": self.options,
            "check_every": Period(months=self.cleaned_data["check_months"]),
        }


class Check(forms.Form):
    """What a check found."""

    found = forms.CharField(
        label="What you looked at, and what you found", max_length=5000, widget=forms.Textarea
    )
