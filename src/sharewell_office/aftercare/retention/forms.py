"""What is asked about a copy that must go."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.aftercare.retention import Certificate, Method
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Radios


class Certify(forms.Form):
    """A certificate of destruction. What it lacks the core says, with its rule."""

    copies = forms.CharField(
        label="Where were the copies?",
        help_text="Every device, folder, mailbox and backup, and whoever you passed the data on to.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    method = forms.ChoiceField(
        label="What was done to them?", choices=[(each.value, each.label) for each in Method], widget=Radios
    )
    standard = forms.CharField(
        label="Which standard or procedure was followed?",
        help_text="For example NIST SP 800-88, or your own disposal procedure.",
        max_length=200,
    )
    destroyed_on = DateField(label="When was it finished?")
    name = forms.CharField(label="Full name of whoever did it", max_length=150)
    post = forms.CharField(label="Their post", max_length=150)
    witness = forms.CharField(label="Who witnessed it?", max_length=150, required=False)
    kept = forms.CharField(
        label="Was anything kept?",
        help_text="What, and why: for example a record the law makes you keep.",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    evidence = forms.CharField(
        label="Reference of the evidence",
        help_text="A log, a photograph, a proof of crypto-erasure. Keep it: the office may ask for it.",
        max_length=200,
        required=False,
    )
    audit = forms.CharField(
        label="Who audited that evidence?",
        help_text="Somebody else than whoever did it, and where their report is.",
        max_length=200,
        required=False,
    )
    signed = forms.BooleanField(
        label="I certify that this is true and complete, for my organisation", required=False
    )

    def certificate(self) -> Certificate:
        said = self.cleaned_data
        return Certificate(**said | {"method": Method(said["method"])})


class Hold(forms.Form):
    """Why nothing may be destroyed."""

    reason = forms.CharField(
        label="Which inquiry or case is it for?", max_length=300, widget=forms.Textarea({"rows": 2})
    )


class Receive(forms.Form):
    """A copy that came to us from somebody else."""

    party = forms.ChoiceField(label="Who gave it to us?")
    title = forms.CharField(label="What is it?", help_text="Without anybody's name.", max_length=200)
    received_on = DateField(label="When did it come?")
    destroy_by = DateField(label="By when must it be destroyed?", help_text="As was agreed with them.")

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = parties  # type: ignore[attr-defined]
