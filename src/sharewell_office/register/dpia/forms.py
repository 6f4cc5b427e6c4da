"""What each page of an assessment asks."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.policy.tables import Part
from sharewell.register.dpia.record import Effect, Level, Measure, Risk
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Radios
from sharewell_office.people import store as people


class _Page(forms.Form):
    """A page of an assessment; `version` is the one on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def said(self) -> dict[str, Any]:
        """What was said, in the words of the core."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class Begin(forms.Form):
    """What it is about."""

    title = forms.CharField(
        label="What is planned?",
        max_length=200,
        help_text="A few words, with nobody's name in them. It appears in lists.",
    )
    data_set = forms.ChoiceField(label="Which of our data sets is it about?", widget=Radios(small=True))

    def __init__(self, *args: Any, data_sets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["data_set"].choices = data_sets


class Answer(_Page):
    """One part of the template, in words."""

    words = forms.CharField(max_length=6000, widget=forms.Textarea({"rows": 8}), required=False)

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.label, words.help_text = part.ask, f"Why we ask this: {part.citation}."


LIKELIHOODS = {
    "remote": "It would surprise everybody",
    "possible": "There is a reasonable possibility of it",
    "probable": "It is more likely than not",
}
SEVERITIES = {
    "minimal": "People would be put out, and get over it without help",
    "significant": "People would be harmed, and get over it with some difficulty",
    "severe": "People’s safety, health, livelihood or standing would suffer, perhaps for good",
}


def _named(hints: dict[str, str]) -> list[tuple[str, str]]:
    return [(word, word.capitalize()) for word in hints]


class RiskRow(_Page):
    """One risk."""

    source = forms.CharField(
        label="What could go wrong, and what harm would it do?",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Where it would come from and who would suffer: people first, then the organisation.",
    )
    likelihood = forms.ChoiceField(
        label="How likely is that harm, if nothing is done?",
        choices=_named(LIKELIHOODS),
        widget=Radios(hints=LIKELIHOODS),
    )
    severity = forms.ChoiceField(
        label="How severe would it be?", choices=_named(SEVERITIES), widget=Radios(hints=SEVERITIES)
    )
    residual = forms.ChoiceField(
        label="What is left of the risk once its measures are in place?",
        choices=[(one.value, one.value.capitalize()) for one in Level],
        widget=Radios(hints={"high": "The regulator must then be consulted before anything begins"}),
        help_text="Without a measure, what is left is what there is.",
    )

    def risk(self, number: int) -> Risk:
        said = self.said()
        return Risk(number=number, **{**said, "residual": Level(said["residual"])})


class MeasureRow(_Page):
    """One measure against a risk."""

    what = forms.CharField(
        label="What will be done?",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Something that somebody can say is in place, or is not.",
    )
    effect = forms.ChoiceField(
        label="What does it do to the risk?",
        choices=[(one.value, one.value.capitalize()) for one in Effect],
        widget=Radios(
            hints={
                "eliminated": "The risk is gone",
                "reduced": "Less of it is left",
                "accepted": "Nothing is done: say above why that is right",
            }
        ),
    )
    officer = forms.ChoiceField(label="Who puts it in place?")
    due = DateField(label="By when?", help_text="Until it is done, nothing leaves under this assessment.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = [("", "Choose a person"), *people.staff()]

    def measure(self, number: int) -> Measure:
        said = self.said()
        return Measure(number=number, **{**said, "effect": Effect(said["effect"])})


# --- the steps --------------------------------------------------------------------------------------------------------


class Advise(_Page):
    words = forms.CharField(
        label="Your advice",
        max_length=6000,
        widget=forms.Textarea,
        help_text="Are the measures enough, and may it go ahead? (UK GDPR Articles 35(2) and 39(1)(c))",
    )


class AnswerAdvice(_Page):
    accepted = forms.TypedChoiceField(
        label="Do you accept the advice?",
        choices=[("yes", "Accept it"), ("no", "Overrule it")],
        coerce=lambda given: given == "yes",
        widget=Radios(hints={"no": "The Chief Executive then decides on the sharing itself"}),
    )
    reasons = forms.CharField(
        label="Your reasons",
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Needed where you overrule it.",
    )


class Answered(_Page):
    may_begin = forms.TypedChoiceField(
        label="May it begin?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda given: given == "yes",
        widget=Radios(inline=True),
    )
    words = forms.CharField(
        label="What did the regulator answer?", max_length=4000, widget=forms.Textarea({"rows": 4})
    )


class Sign(_Page):
    review_by = DateField(
        label="When is it reviewed next?",
        required=False,
        help_text="Left empty: in a year. A review overdue holds releases back.",
    )


class Why(_Page):
    why = forms.CharField(label="Why?", max_length=2000, widget=forms.Textarea({"rows": 3}))


class Cover(_Page):
    about = forms.CharField(
        label="Which request or agreement does it cover too?",
        max_length=32,
        help_text="Its reference. One assessment may serve sharings of the same kind (UK GDPR Article 35(1)).",
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )


class Nothing(_Page):
    """A step that asks for nothing more."""
