"""What people type about samples."""

from __future__ import annotations

from django import forms

from sharewell.assurance.marking import STAGES, Finding, Mark
from sharewell.policy.law import VERSIONS
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Radios


class Period(forms.Form):
    """From which day to which, both included."""

    first = DateField(label="First day")
    last = DateField(label="Last day")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must not be before the first")
        return cleaned


_TITLES = {stage.id: stage.title for stage in VERSIONS[-1].stages}


class Sheet(forms.Form):
    """The marking sheet: a finding for each stage, and for the whole."""

    says_optional = False

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for stage in STAGES:
            self.fields[stage] = forms.ChoiceField(
                label=f"{stage} {_TITLES[stage]}",
                choices=[(each.value, each.label) for each in Finding],
                widget=Radios(small=True, inline=True),
                required=False,
            )
        self.fields["reasonable"] = forms.ChoiceField(
            label="Would a reasonable owner have decided the same?",
            choices=[("yes", "Yes"), ("no", "No")],
            widget=Radios(inline=True),
        )
        self.fields["cause"] = forms.CharField(
            label="If something deviates: what did it come from?",
            max_length=200,
            required=False,
            help_text="In a few words, the same for the same cause: alternatives not considered",
        )
        self.fields["note"] = forms.CharField(
            label="Anything else", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
        )

    def mark(self, case: str, by: str) -> Mark:
        """The sheet as the core reads it; a stage of which nothing was said is not in it."""
        given = self.cleaned_data
        return Mark(
            case=case,
            by=by,
            stages={stage: Finding(given[stage]) for stage in STAGES if given[stage]},
            reasonable=given["reasonable"] == "yes",
            cause=given["cause"],
            note=given["note"],
        )


class Settle(forms.Form):
    """What is agreed where two markers differ."""

    deviates = forms.ChoiceField(
        label="Does the case deviate?", choices=[("yes", "Yes"), ("no", "No")], widget=Radios(inline=True)
    )
    why = forms.CharField(
        label="What was agreed, and why?", max_length=2000, widget=forms.Textarea({"rows": 3})
    )
