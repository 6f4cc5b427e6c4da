"""What a pack is to show."""

from __future__ import annotations

from typing import Any

from django import forms

from sharewell.policy.showing import Scope
from sharewell_office.design.fields import DateField


class Shows(forms.Form):
    """A record, or some days."""

    reference = forms.CharField(
        label="Reference",
        help_text="A request, an agreement or a release, such as DSR-2026-0001. Its releases, certificates and "
        "incidents come with it. Leave it empty to show a period.",
        max_length=64,
        required=False,
    )
    first = DateField(label="First day", help_text="Only for a period", required=False)
    last = DateField(label="Last day", required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        days = [said.get("first"), said.get("last")]
        if not self.errors and bool(said["reference"]) == any(days):
            self.add_error("reference", "Enter a reference, or a first and a last day, and not both")
        elif not self.errors and any(days) and not all(days):
            self.add_error("last" if days[0] else "first", "Enter both days of the period")
        elif all(days) and days[0] > days[1]:
            self.add_error("last", "The last day must be the first day or later")
        return said

    def scope(self) -> Scope:
        said = self.cleaned_data
        reference = said["reference"].strip().upper()
        return Scope(references=(reference,) if reference else (), first=said["first"], last=said["last"])
