"""What is asked before an agreement stands in the public register, and the name under which a search is kept."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.register.publication import MAY_BE_LEFT_OUT, Publication
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Radios

IN_WORDS = {
    "purpose": "The purpose",
    "benefits": "The benefits",
    "disclosed": "What data are shared",
    "processors": "The processors",
    "areas": "The areas",
}


class PublicationForm(forms.Form):
    """First whether it may be known at all, then what is left out of it."""

    withheld = forms.ChoiceField(
        label="Would telling that this is shared tell somebody what they must not learn?",
        choices=[("no", "No: it may be published"), ("yes", "Yes: withhold it")],
        widget=Radios(
            hints={
                "yes": "An exemption from telling people holds, somebody would be warned off or put in danger",
                "no": "Contacts and the way data travel are left out always",
            }
        ),
    )
    reason = forms.CharField(
        label="If it is withheld: why?", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    ask_again = DateField(label="If it is withheld: when is it asked again?", required=False)
    left_out = forms.MultipleChoiceField(
        label="What else is left out?",
        help_text="The public sees that something was left out, and not what.",
        choices=[(each, IN_WORDS[each]) for each in MAY_BE_LEFT_OUT],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def said(self) -> Publication:
        given: dict[str, Any] = self.cleaned_data
        withheld = given["withheld"] == "yes"
        return Publication(
            withheld=withheld,
            reason=given["reason"] if withheld else "",
            ask_again=given["ask_again"] if withheld else None,
            left_out=() if withheld else tuple(given["left_out"]),
        )


class SearchName(forms.Form):
    """The name under which somebody keeps a search."""

    name = forms.CharField(label="Keep this search as", max_length=80)
    query = forms.CharField(max_length=500, widget=forms.HiddenInput)
