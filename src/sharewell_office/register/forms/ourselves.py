"""Who follows us, and why that is called off."""

from __future__ import annotations

from django import forms

from sharewell.register.ourselves import Succession
from sharewell_office.adapters import ourselves
from sharewell_office.design.fields import DateField


class OurSuccessor(forms.Form):
    successor = forms.CharField(label="Which body follows us?", max_length=200, help_text="Its legal name")
    instrument = forms.CharField(
        label="Under which Act, order or scheme?",
        max_length=500,
        help_text="With its section or article. It is what binds the partners, and is printed on every agreement.",
    )
    takes_effect = DateField(label="From which day on?", help_text="The first day of the new body")

    def succession(self) -> Succession:
        return Succession(predecessor=ourselves.name(self.cleaned_data["takes_effect"]), **self.cleaned_data)


class CallOff(forms.Form):
    reason = forms.CharField(label="Why is it called off?", max_length=500)
