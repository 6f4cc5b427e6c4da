"""Screening for an impact assessment, and what assures us of the recipient: one section of a draft."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.policy.law import law_on
from sharewell.policy.screening import screening_of_agreement
from sharewell.register.agreement import Agreement
from sharewell.register.particulars import (
    Screening,
)
from sharewell_office.adapters import clock
from sharewell_office.design.widgets import Checkboxes
from sharewell_office.register.forms.section import Section, text


class Checks(Section):
    title = "Impact assessment and assurance"

    triggers = forms.MultipleChoiceField(
        label="Screening: which of these hold?",
        widget=Checkboxes(small=True),
        required=False,
        help_text="What they come to is worked out, and stands on the agreement’s page.",
    )
    dpia = text("The DPIA’s reference, or why there is none", long=False)
    assurance = text(
        "What assures us of the recipient?",
        help_text="What you saw on its card: ICO registration, certificates, incidents, its key",
    )

    def ask(self) -> None:
        law = law_on(clock.today())
        listed = [(each.id, f"{each.title} ({each.citation})") for each in law.triggers]
        self.fields["triggers"].choices = [*listed, (NOTHING, "None of these")]  # type: ignore[attr-defined]

    @classmethod
    def answers(cls, agreement: Agreement) -> dict[str, Any]:
        said = agreement.particulars
        ticked = list(said.screening.triggers or (NOTHING,)) if said.screening else []
        return {"dpia": said.dpia, "assurance": said.assurance, "triggers": ticked}

    def clean_triggers(self) -> Screening | None:
        ticked: list[str] = self.cleaned_data["triggers"]
        if NOTHING in ticked and len(ticked) > 1:
            raise forms.ValidationError("Tick what holds, or “None of these”, and not both")
        if not ticked:
            return None
        held = tuple(each for each in ticked if each != NOTHING)
        return Screening(triggers=held, result=screening_of_agreement(held, law_on(clock.today())))

    def changed(self) -> Agreement:
        given = dict(self.cleaned_data)
        return self._particulars(screening=given.pop("triggers"), **given)


NOTHING = "none"
