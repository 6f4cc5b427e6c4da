"""A choice among the words of the law, as radio buttons or as a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from sharewell.policy.law.record import Law
from sharewell_office.design.widgets import Radios

OTHER, NONE = "*", "none"


def choices_of(name: str, choices: Iterable[str], law: Law) -> list[tuple[str, str]]:
    """Values with the words for them."""
    return [(choice, law.says(name, choice)) for choice in choices]


def choice_field(choices: list[tuple[str, str]], **words: Any) -> forms.ChoiceField:
    """Radio buttons, or a list to choose from where there are many."""
    if len(choices) > 8:
        return forms.ChoiceField(choices=[("", "Choose one"), *choices], **words)
    inline = [value for value, _ in choices] in (["yes", "no"], ["no", "yes"])
    return forms.ChoiceField(choices=choices, widget=Radios(inline=inline), **words)
