"""Asking the DPO, answering, and finding what was asked."""

from __future__ import annotations

from django import forms


class Ask(forms.Form):
    """One question. `about` and `page` say where it came to mind; neither is needed."""

    question = forms.CharField(
        label="What do you want to know?",
        max_length=4000,
        widget=forms.Textarea,
        help_text="Leave out names where you can. Question, answer and time are kept.",
    )
    about = forms.CharField(
        label="Which case is it about?",
        max_length=32,
        required=False,
        help_text="Its reference, as it stands above the title. Leave it empty if it is about none.",
        widget=forms.TextInput({"class": "govuk-input--width-20"}),
    )
    page = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def clean_about(self) -> str:
        return str(self.cleaned_data["about"]).strip().upper()


class GiveAnswer(forms.Form):
    """The DPO's answer."""

    text = forms.CharField(
        label="Your answer",
        max_length=8000,
        widget=forms.Textarea,
        help_text="It is kept with the question, and cannot be changed afterwards.",
    )


class QuestionSearch(forms.Form):
    """Words, and whether it waits."""

    says_optional = False

    words = forms.CharField(
        label="Search", required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    waiting = forms.ChoiceField(
        label="Answered?", required=False, choices=[("", "Either"), ("yes", "Not yet"), ("no", "Answered")]
    )
