"""What some steps in an agreement's life ask before they are taken."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.register.agreement import Agreement, AgreementAction, NoticeChoice, NoticeDecision
from sharewell.register.lifecycle import Said
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Radios
from sharewell_office.register import store


class _StepForm(forms.Form):
    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement

    def said(self) -> Said:
        raise NotImplementedError


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
    notice = forms.CharField(
        label="Which notice",
        required=False,
        max_length=100,
        help_text="Its reference; an additional notice needs one",
    )

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


FORMS: dict[AgreementAction, type[_StepForm]] = {
    AgreementAction.DECIDE_NOTICE: NoticeForm,
    AgreementAction.SUSPEND: ReasonForm,
    AgreementAction.COMPLETE_REVIEW: ReviewForm,
    AgreementAction.SUCCEED: SuccessionForm,
    AgreementAction.END: ReasonForm,
}
