"""Searching the law, and what somebody says of a version."""

from __future__ import annotations

from django import forms


class LawSearch(forms.Form):
    """Words, and only what is unconfirmed."""

    says_optional = False

    words = forms.CharField(
        label="Search", required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    unconfirmed = forms.BooleanField(label="Only what is to be confirmed", required=False)


class Say(forms.Form):
    """Why, in a sentence or two."""

    words = forms.CharField(label="Your words", max_length=4000, widget=forms.Textarea({"rows": 3}))
