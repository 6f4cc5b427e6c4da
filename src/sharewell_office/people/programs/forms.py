"""The form that makes an API key."""

from __future__ import annotations

from datetime import timedelta

from django import forms

from sharewell_office.adapters import clock
from sharewell_office.people.programs.services import LONGEST


class MakeKey(forms.Form):
    """A name to know it by, what it may do, and for how long."""

    name = forms.CharField(
        label="What uses this key", max_length=100, help_text="For example: case system, nightly"
    )
    may_write = forms.ChoiceField(
        label="What it may do",
        choices=[("no", "Read only"), ("yes", "Everything you may do")],
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(
        label="How long it lasts",
        coerce=int,
        choices=[(30, "30 days"), (90, "90 days"), (LONGEST.days - 1, "A year")],
        widget=forms.RadioSelect,
    )

    def given(self) -> dict[str, object]:
        """As `services.make_key` takes it."""
        wanted = self.cleaned_data
        ends_on = clock.today() + timedelta(days=wanted["days"])
        return {"name": wanted["name"], "may_write": wanted["may_write"] == "yes", "ends_on": ends_on}
