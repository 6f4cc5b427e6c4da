"""What people type about campaigns."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms

from sharewell.assurance.campaigns import MOST_WORDS
from sharewell.assurance.campaigns import Bite as CoreBite
from sharewell_office.assurance.models import Bite
from sharewell_office.design.fields import DateField


class Plan(forms.Form):
    """A campaign, its first day and who approves it."""

    title = forms.CharField(label="What it is about", max_length=200)
    starts_on = DateField(
        label="First day", help_text="One piece goes out on this working day and each after it"
    )
    approver = forms.ChoiceField(label="Who approves it for communications")

    def __init__(self, *given: Any, speak: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["approver"].choices = [("", "Choose a colleague"), *speak]  # type: ignore[attr-defined]


class NewBite(forms.Form):
    """One short piece and its question."""

    title = forms.CharField(label="Title", max_length=200)
    text = forms.CharField(
        label="What is to be known",
        max_length=3000,
        widget=forms.Textarea,
        help_text=f"{MOST_WORDS} words at most",
    )
    question = forms.CharField(label="One question about it", max_length=500)
    right = forms.CharField(label="The right answer", max_length=300)
    others = forms.CharField(
        label="Other answers",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="One on a line",
    )

    def bite(self) -> CoreBite:
        given = self.cleaned_data
        others = filter(None, (each.strip() for each in given["others"].splitlines()))
        choices = (given["right"].strip(), *others)
        return CoreBite(title=given["title"], text=given["text"], question=given["question"], choices=choices)


class Answer(forms.Form):
    """The answer to a bite's question; its choices stand in an order that says nothing."""

    choice = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *given: Any, bite: Bite, **more: Any) -> None:
        super().__init__(*given, **more)
        shuffled = sorted(
            bite.choices, key=lambda each: hashlib.sha256(f"{bite.pk} {each}".encode()).digest()
        )
        self.fields["choice"].label = bite.question
        self.fields["choice"].choices = [(each, each) for each in shuffled]  # type: ignore[attr-defined]
