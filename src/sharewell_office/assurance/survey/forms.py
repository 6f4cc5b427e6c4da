"""What people type about surveys. What a flow is asked is made of the core's questions; nothing is asked in code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from sharewell.assurance.survey.questions import Kind, Question
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Radios

Choices = Sequence[tuple[str, str]]
WHO = "Their e-mail address, or their name as it stands here"


class Launch(forms.Form):
    """What the survey is called."""

    title = forms.CharField(
        label="What shall we call it?", max_length=200, help_text="It appears in the report."
    )


class TakeOver(forms.Form):
    """A table of teams."""

    file = forms.FileField(
        label="A table of the teams",
        help_text="CSV or XLSX, a row for each team: team, service, respondent, deputy, manager, head, director. "
        "People by their e-mail addresses",
    )


class KeepTeam(forms.Form):
    """One team, typed in."""

    name = forms.CharField(label="Team", max_length=120)
    service = forms.CharField(
        label="Service", max_length=120, required=False, help_text="The part of the organisation it stands in"
    )
    respondent = forms.CharField(label="Who answers for it?", max_length=254, help_text=WHO)
    deputy = forms.CharField(label="Who answers when they cannot?", max_length=254, help_text=WHO)
    manager = forms.CharField(label="Middle manager", max_length=254, help_text=WHO)
    head = forms.CharField(label="Head of service", max_length=254, help_text=WHO)
    director = forms.CharField(label="Director", max_length=254, help_text=WHO)


class Find(forms.Form):
    """Look for teams."""

    says_optional = False

    words = forms.CharField(
        label="Team or service", required=False, max_length=120, widget=forms.TextInput({"type": "search"})
    )


class Page(forms.Form):
    """One page of questions about a flow. A page is kept as far as it is answered: nothing is lost by going home."""

    says_optional = False

    def __init__(
        self, *args: Any, questions: Sequence[Question], answers: Mapping[str, Any], **kwargs: Any
    ) -> None:
        initial = {each.name: _shown(each, answers.get(each.name)) for each in questions}
        super().__init__(*args, initial=initial, **kwargs)
        for question in questions:
            self.fields[question.name] = _field(question)

    def answers(self) -> dict[str, Any]:
        """As they are kept: text, whole numbers, ISO days; what was left empty is empty."""
        return {name: _kept(value) for name, value in self.cleaned_data.items()}


def _field(question: Question) -> forms.Field:
    given: dict[str, Any] = {"label": question.asks, "help_text": question.hint, "required": False}
    match question.kind:
        case Kind.CHOICE:
            return forms.ChoiceField(choices=list((question.choices or {}).items()), widget=Radios, **given)
        case Kind.NUMBER:
            box = forms.NumberInput({"class": "govuk-input--width-5", "inputmode": "numeric"})
            return forms.IntegerField(min_value=0, max_value=100_000_000, widget=box, **given)
        case Kind.DAY:
            return DateField(**given)
        case Kind.WORDS:
            return forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 4}), **given)
        case Kind.LINE:
            return forms.CharField(max_length=200, **given)


def _shown(question: Question, kept: Any) -> Any:
    return date.fromisoformat(kept) if question.kind is Kind.DAY and kept else kept


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else "" if value is None else value


class Sign(forms.Form):
    """The sentence that makes a return count."""

    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, sentence: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed"].label = sentence


class Delegate(forms.Form):
    """Somebody else who may answer as well."""

    to = forms.CharField(label="Who?", max_length=254, help_text=WHO)


class NotMe(forms.Form):
    """I am not the right person."""

    to = forms.CharField(
        label="Who is?", max_length=254, required=False,
        help_text=f"{WHO}. If you leave it empty it goes to the deputy or, where that is you, to your manager",
    )  # fmt: skip
    why = forms.CharField(
        label="Why is it not you?", max_length=500, help_text="For example: I moved to Estates in May"
    )


class MoreTime(forms.Form):
    """Until when."""

    to = DateField(label="Until when?")
    why = forms.CharField(label="Why?", max_length=500, help_text="It is on the record")


class Merge(forms.Form):
    """Which team answers in its place."""

    into = forms.ChoiceField(label="Which team answers in its place?")

    def __init__(self, *args: Any, teams: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", "Choose a team"), *((each, each) for each in teams)]


# --- flow cases -------------------------------------------------------------------------------------------------------
class Stop(forms.Form):
    why = forms.CharField(
        label="What was stopped, and what becomes of the data?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )


class Cover(forms.Form):
    agreement = forms.CharField(
        label="Reference of the agreement", max_length=32, help_text="It must be in force today"
    )


class Interim(forms.Form):
    """For whom, and from which of our data sets."""

    recipient = forms.ChoiceField(
        label="Which organisation receives it?",
        help_text="If it is not in the list, add it to the organisations first",
    )
    data_set = forms.ChoiceField(label="Which of our data sets is it from?", widget=Radios(small=True))

    def __init__(self, *args: Any, parties: Choices, data_sets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = [("", "Choose an organisation"), *parties]
        self.fields["data_set"].choices = data_sets
