"""Who may decide for whom, about what, from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Checkboxes, Radios

Choices = Sequence[tuple[str, str]]


class NewDelegation(forms.Form):
    """One delegation. The Chief Executive says for which owner; an owner delegates their own."""

    owner = forms.ChoiceField(label="In whose place?", help_text="The owner stays accountable (OPCC 5.2).")
    to = forms.ChoiceField(label="Who decides instead?")
    data_sets = forms.MultipleChoiceField(label="About which data?", widget=Checkboxes(small=True))
    special_category = forms.ChoiceField(
        label="About special category data too?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=Radios(inline=True),
    )
    starts = DateField(label="First day")
    ends = DateField(label="Last day", help_text="At most twelve months after the first.")

    def __init__(
        self, *args: Any, owners: Choices, staff: Choices, data_sets: Choices, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"starts": today}, **kwargs)
        self.fields["owner"].choices = owners
        self.fields["to"].choices = [("", "Choose somebody"), *staff]
        self.fields["data_sets"].choices = data_sets

    def words(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            **said,
            "data_sets": frozenset(said["data_sets"]),
            "special_category": said["special_category"] == "yes",
        }
