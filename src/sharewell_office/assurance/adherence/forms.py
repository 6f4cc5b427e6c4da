"""What people type about adherence audits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from sharewell.assurance.adherence import Verdict
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Radios


class NameSample(forms.Form):
    sample = forms.ChoiceField(label="Dip sample", help_text="Those drawn since the launch, and concluded")

    def __init__(self, *args: Any, samples: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sample"].choices = [("", "Choose one"), *samples]


class AddEvidence(forms.Form):
    team = forms.ChoiceField(
        label="In which team?", required=False, help_text="Not one that you answered the survey for"
    )
    text = forms.CharField(label="What did you see?", max_length=2000, widget=forms.Textarea({"rows": 3}))
    where = forms.CharField(
        label="Where is what shows it?", max_length=300, help_text="A document, a page, a link"
    )

    def __init__(self, *args: Any, teams: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "The organisation as a whole"), *((each, each) for each in teams)]


class Move(forms.Form):
    to = DateField(label="New day")
    why = forms.CharField(label="Why?", max_length=500)


class Conclude(forms.Form):
    verdict = forms.ChoiceField(
        label="Is it followed?",
        choices=[(each.value, each.label) for each in Verdict],
        widget=Radios(small=True),
    )
    words = forms.CharField(
        label="What do you conclude?", max_length=4000, widget=forms.Textarea({"rows": 4})
    )

    def clean_verdict(self) -> Verdict:
        return Verdict(self.cleaned_data["verdict"])


STEPS = {"sample": NameSample, "evidence": AddEvidence, "move": Move, "conclude": Conclude}
