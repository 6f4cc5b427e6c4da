"""What some steps in an agreement's life ask before they are taken."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.register.agreement import Agreement, AgreementAction, NoticeChoice, NoticeDecision
from sharewell.register.lifecycle import Said
from sharewell.register.particulars import Direction
from sharewell.register.registers.notices import NOTICES, SPECIFIC
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Radios
from sharewell_office.register import store
from sharewell_office.register.store import notices, registers


class _StepForm(forms.Form):
    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement

    def said(self) -> Said:
        raise NotImplementedError


class CloseForm(_StepForm):
    """Closing: what we received ourselves is answered for, as what we sent is by certificates (OPCC 3.4)."""

    reason = forms.CharField(
        label="What became of what we received?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="Destroyed or returned: how, on which day and by whom. Where nothing came to us, say so.",
    )

    def said(self) -> Said:
        return Said(reason=self.cleaned_data["reason"])


class ReasonForm(_StepForm):
    reason = forms.CharField(label="Why?", widget=forms.Textarea, max_length=2000)

    def said(self) -> Said:
        return Said(reason=self.cleaned_data["reason"])


class NoticeForm(_StepForm):
    """Exactly one of three (OPCC 6.5)."""

    choice = forms.ChoiceField(
        label="What are people told?",
        choices=[(each.value, each.label) for each in NoticeChoice],
        widget=Radios(
            hints={
                "additional_notice": "Special category data, an unexpected recipient, a significant effect (OPCC 4.3)",
                "update_existing": "The notice does not name this recipient or purpose yet",
                "current_suffices": "It names the recipient and what is shared",
            }
        ),
    )
    reason = forms.CharField(label="Why?", widget=forms.Textarea, max_length=2000)
    notice = forms.ChoiceField(
        label="Which notice", required=False, help_text="From the register; an additional notice needs one"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = [each for name in (NOTICES.name, SPECIFIC.name) for each in registers.entries(name)]
        self.fields["notice"].choices = [  # type: ignore[attr-defined]
            ("", "None"),
            *((each.reference, f"{each.title} ({each.reference})") for each in held),
        ]
        self.fields["choice"].help_text = self._named_already()

    def _named_already(self) -> str:
        """Whether the published notices name the parties: what the decision turns on."""
        parties = {each.reference: each.name for each in self.agreement.parties}
        editions = notices.latest_editions().values()
        unnamed = [
            name for party, name in parties.items() if not any(party in each.named for each in editions)
        ]
        if self.agreement.particulars.direction is Direction.IN or not parties:
            return ""
        told = (
            f"No published notice names {' or '.join(unnamed)}"
            if unnamed
            else "A published notice names them"
        )
        return f"{told}."

    def said(self) -> Said:
        given = self.cleaned_data
        choice = NoticeChoice(given["choice"])
        return Said(notice=NoticeDecision(choice=choice, reason=given["reason"], notice=given["notice"]))


class ReviewForm(_StepForm):
    reason = forms.CharField(
        label="What did the review find?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="Still needed? Data still relevant and accurate? People told? Security, retention, incidents?",
    )
    review_on = DateField(label="When is the next review?", help_text="Within a year (OPCC 6.4)")

    def said(self) -> Said:
        return Said(reason=self.cleaned_data["reason"], review_on=self.cleaned_data["review_on"])


class SuccessionForm(_StepForm):
    party = forms.ChoiceField(label="Which party?")
    successor = forms.ChoiceField(label="Which body did its duties go over to?")
    reason = forms.CharField(label="Under which Act, order or scheme?", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = self.agreement.parties
        self.fields["party"].choices = [(each.reference, each.name) for each in parties]  # type: ignore[attr-defined]
        known = {each.reference for each in parties}
        others = [each for each in store.parties() if each.reference not in known]
        self.fields["successor"].choices = [("", "Choose one")] + [
            (each.reference, each.name) for each in others
        ]  # type: ignore[attr-defined]

    def said(self) -> Said:
        return Said(**self.cleaned_data)


class SuccessionEverywhereForm(forms.Form):
    """A body's duties went over to another: in every agreement with it at once."""

    successor = forms.ChoiceField(label="Which body did its duties go over to?")
    reason = forms.CharField(label="Under which Act, order or scheme?", max_length=300)

    def __init__(self, *args: Any, party: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(each.reference, each.name) for each in store.parties() if each.reference != party]
        self.fields["successor"].choices = [("", "Choose one"), *others]  # type: ignore[attr-defined]


FORMS: dict[AgreementAction, type[_StepForm]] = {
    AgreementAction.DECIDE_NOTICE: NoticeForm,
    AgreementAction.SUSPEND: ReasonForm,
    AgreementAction.COMPLETE_REVIEW: ReviewForm,
    AgreementAction.SUCCEED: SuccessionForm,
    AgreementAction.END: ReasonForm,
    AgreementAction.CLOSE: CloseForm,
}
