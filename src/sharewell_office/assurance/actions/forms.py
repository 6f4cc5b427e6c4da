"""What people type about actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from sharewell.assurance.actions import Step
from sharewell_office.design.fields import DateField

_SAYS = {
    Step.UPDATE: "Write an update",
    Step.CLOSE: "Close it: it is done",
    Step.REFER: "Refer it to another action, and close it with that one",
    Step.ESCALATE: "Escalate it to who answers for the area",
    Step.MOVE: "Move the day it is due",
    Step.REOPEN: "Reopen it",
}


class TakeStep(forms.Form):
    """One step on an action, and why."""

    step = forms.ChoiceField(label="What do you want to do", widget=forms.RadioSelect)
    text = forms.CharField(label="What was done, or why", max_length=5000, widget=forms.Textarea)
    evidence = forms.CharField(
        label="Where the evidence is",
        max_length=500,
        required=False,
        help_text="A document or a link",
    )
    to = forms.CharField(
        label="Number of the other action, if you refer it", max_length=12, required=False, help_text="For example 2.1"
    )  # fmt: skip
    due = DateField(label="New day, if you move it", required=False)

    def __init__(self, *args: Any, steps: Iterable[Step] = Step, **kwargs: Any) -> None:
        """Ask for these steps only, and for nothing that none of them needs."""
        super().__init__(*args, **kwargs)
        offered = list(steps)
        self.fields["step"].choices = [(each.value, _SAYS[each]) for each in offered]
        for name, step in (("to", Step.REFER), ("due", Step.MOVE)):
            if step not in offered:
                del self.fields[name]


class TakeOver(forms.Form):
    """A table of actions."""

    file = forms.FileField(
        label="A review's table of actions",
        help_text="CSV or XLSX, a row for each action: number, action, officers, due, updates, area, proposal",
    )
