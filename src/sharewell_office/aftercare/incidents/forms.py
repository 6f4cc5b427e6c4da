"""What is asked about an incident. Nowhere a name: what happened, to which copy, when."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms

from sharewell.aftercare.incidents import Decisions, Kind, Report, Whose
from sharewell.aftercare.severity import Inputs
from sharewell_office.adapters import clock
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Checkboxes, Radios

YES_NO = (("yes", "Yes"), ("no", "No"))


class _Moment(forms.Form):
    """A day and a time in London."""

    def moment(self, day: str, hour: str) -> datetime:
        said = self.cleaned_data
        return datetime.combine(said[day], said[hour] or time(), clock.LONDON)


def _hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, help_text="For example 14:30", widget=forms.TextInput({"class": "govuk-input--width-5"})
    )


class Tell(_Moment):
    """A report, as short as can be: whoever reports is in a hurry."""

    kind = forms.ChoiceField(
        label="Did it happen?", choices=[(each.value, each.label) for each in Kind], widget=Radios
    )
    what = forms.CharField(
        label="What happened?",
        help_text="In a sentence or two, without anybody’s name. For example: laptop lost on a train, encrypted.",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    happened_on = DateField(label="On which day?")
    happened_at = _hour("At about what time?")
    release = forms.ChoiceField(label="Which data?", required=False)
    party = forms.ChoiceField(label="Whose copy?")

    def __init__(
        self, *args: Any, parties: list[tuple[str, str]], releases: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"].choices = [("", "Not known yet"), *releases]  # type: ignore[attr-defined]
        if parties:
            self.fields["party"].choices = parties  # type: ignore[attr-defined]
        else:
            del self.fields["party"]

    def report(self, party: str) -> Report:
        said = self.cleaned_data
        return Report(
            party=party or said["party"],
            kind=Kind(said["kind"]),
            occurred_at=self.moment("happened_on", "happened_at"),
            what=said["what"],
            release=said["release"],
        )


class TellGiver(forms.Form):
    """How whoever gave us the data was told of an incident of ours with them."""

    how = forms.CharField(
        label="Whom did you tell, and how?",
        help_text="Without the names of people in the data.",
        max_length=300,
    )


_LOSS = (("0", "None"), ("0.25", "To some extent (0.25)"), ("0.5", "Fully (0.5)"))


class Assess(_Moment):
    """The inputs of the score, in the words of the method."""

    aware_on = DateField(
        label="On which day did we become aware?", help_text="Reasonably certain, not suspecting."
    )
    aware_at_time = _hour("At what time?")
    whose = forms.ChoiceField(
        label="Whose copy was it?", choices=[(each.value, each.label) for each in Whose], widget=Radios
    )
    context = forms.ChoiceField(
        label="What kind of data?",
        choices=[
            ("1", "Simple: contact, education, family (1)"),
            ("2", "Behavioural: location, habits (2)"),
            ("3", "Financial (3)"),
            ("4", "Special category, offences, or people at risk (4)"),
        ],
        widget=Radios,
    )
    identification = forms.ChoiceField(
        label="How easily is somebody recognised?",
        choices=[
            ("0.25", "Hardly (0.25)"),
            ("0.5", "With effort (0.5)"),
            ("0.75", "Easily (0.75)"),
            ("1", "At once (1)"),
        ],
        widget=Radios,
    )
    confidentiality = forms.ChoiceField(label="Others may have seen it", choices=_LOSS, widget=Radios)
    integrity = forms.ChoiceField(label="It may have been changed", choices=_LOSS, widget=Radios)
    availability = forms.ChoiceField(label="It may be lost", choices=_LOSS, widget=Radios)
    also = forms.MultipleChoiceField(
        label="And",
        choices=[("malicious", "Somebody did it on purpose (0.5)"), ("unintelligible", "It was encrypted")],
        required=False,
        widget=Checkboxes,
    )
    people = forms.IntegerField(
        label="How many people, about?", min_value=0, max_value=100_000_000, initial=0
    )

    def inputs(self) -> Inputs:
        said = self.cleaned_data
        losses = sum(float(said[each]) for each in ("confidentiality", "integrity", "availability"))
        return Inputs(
            context=float(said["context"]),
            identification=float(said["identification"]),
            circumstances=losses + (0.5 if "malicious" in said["also"] else 0),
            unintelligible="unintelligible" in said["also"],
            people=said["people"],
        )


class Ask(forms.Form):
    """A question to the recipient."""

    what = forms.CharField(
        label="What do you need from them?", max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    due = DateField(label="By when?")


class Answer(forms.Form):
    """An answer to a question of ours."""

    says = forms.CharField(
        label="Your answer",
        help_text="Without anybody’s name.",
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
    )


class Settle(forms.Form):
    """Who is told, and why or why not."""

    regulator = forms.ChoiceField(label="Is the regulator told (Article 33)?", choices=YES_NO, widget=Radios)
    regulator_why = forms.CharField(
        label="Why, or why not?", max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    late_why = forms.CharField(
        label="Why is it later than 72 hours?",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    people = forms.ChoiceField(label="Are the people told (Article 34)?", choices=YES_NO, widget=Radios)
    people_why = forms.CharField(
        label="Why, or why not? ", max_length=2000, widget=forms.Textarea({"rows": 2})
    )

    def decisions(self) -> Decisions:
        said = self.cleaned_data
        return Decisions(
            **said | {"regulator": said["regulator"] == "yes", "people": said["people"] == "yes"}
        )


class Close(forms.Form):
    """Why it is closed."""

    why = forms.CharField(
        label="What was found, and what was done about it?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
