"""What the letter about a refusal is asked."""

from __future__ import annotations

from django import forms


class Why(forms.Form):
    """The reason as the requester may read it."""

    told_why = forms.CharField(
        label="Why, in words for the requester",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Not the office’s own reasons, and never an exemption: naming one tips off whom it is kept from.",
    )
