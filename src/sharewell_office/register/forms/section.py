"""What every section of a draft is: a form that shows an agreement's answers and gives the agreement with new ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from django import forms

from sharewell.register.agreement import Agreement


class Section(forms.Form):
    """One section of a draft. `title` heads its page; `changed` is the agreement with the answers.

    `rows` is there where a section asks the same of each of several things.
    """

    title: ClassVar[str]
    rows: forms.BaseFormSet | None = None  # type: ignore[type-arg]

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.answers(agreement), **kwargs)
        self.agreement = agreement
        self.ask()

    def ask(self) -> None:
        """Fields that depend on the agreement."""

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        raise NotImplementedError

    def changed(self) -> Agreement:
        raise NotImplementedError

    def _particulars(self, **changed: Any) -> Agreement:
        return replace(self.agreement, particulars=replace(self.agreement.particulars, **changed))


def text(label: str, *, help_text: str = "", required: bool = False, long: bool = True) -> forms.CharField:
    widget = forms.Textarea if long else forms.TextInput
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=widget, max_length=4000 if long else 300
    )
