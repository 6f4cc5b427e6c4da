"""What a party types where it reads an agreement by its link."""

from __future__ import annotations

from django import forms


class SignForm(forms.Form):
    """A signature: name, post, authority, and the digest of what was read."""

    name = forms.CharField(label="Your name", max_length=200)
    post = forms.CharField(label="Your post", max_length=200)
    authorised = forms.BooleanField(label="I am authorised to sign this agreement for my organisation")
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class CommentForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=200)
    text = forms.CharField(label="Your comment", widget=forms.Textarea, max_length=4000)
