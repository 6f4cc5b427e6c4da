"""What is asked about a key. Only its public half, ever."""

from __future__ import annotations

from django import forms


class Give(forms.Form):
    """A new key."""

    key = forms.CharField(
        label="The public half of the new key",
        help_text="It begins with age1. Never paste the half that begins with AGE-SECRET-KEY-1.",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "class": "sharewell-code"}),
    )


class Verify(forms.Form):
    """What was heard on the telephone, and how they were reached."""

    read_out = forms.CharField(
        label="What did they read out?",
        help_text="Five groups of four, as the recipient’s own page shows them. Capitals and spaces do not matter.",
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    how = forms.CharField(
        label="How did you reach them?",
        help_text="Whom you rang, at which number, and where you had it from: never from the message the key came in.",
        max_length=300,
    )
