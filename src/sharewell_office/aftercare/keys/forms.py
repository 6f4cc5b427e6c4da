"""What is asked about a key. Only its public half, ever."""

from __future__ import annotations

from django import forms
from django.core.validators import MaxLengthValidator

from sharewell.engine.openpgp import LARGEST_KEY


class Give(forms.Form):
    """A new key."""

    key = forms.CharField(
        label="The public half of the new key",
        help_text="It begins with age1. Where the agreement says OpenPGP, paste the whole PGP PUBLIC KEY BLOCK. Never "
        "the half that begins with AGE-SECRET-KEY-1 or says PRIVATE.",
        validators=[MaxLengthValidator(LARGEST_KEY)],  # not max_length: nobody counts the letters of a key
        widget=forms.Textarea(
            {"rows": 4, "autocomplete": "off", "spellcheck": "false", "class": "sharewell-code"}
        ),
    )


class Verify(forms.Form):
    """What was heard on the telephone, and how they were reached."""

    read_out = forms.CharField(
        label="What did they read out?",
        help_text="Groups of four, as the recipient’s own page shows them, or their OpenPGP program (the fingerprint). "
        "Capitals and spaces do not matter.",
        max_length=100,
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    how = forms.CharField(
        label="How did you reach them?",
        help_text="Whom you rang, at which number, and where you had it from: never from the message the key came in.",
        max_length=300,
    )
