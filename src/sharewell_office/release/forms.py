"""Forms of the release room."""

from __future__ import annotations

from django import forms

from sharewell.engine.source import SUFFIXES
from sharewell.release.permission import Status

KINDS = ",".join(SUFFIXES)


class ReleaseSearch(forms.Form):
    """Find releases. Every field may stay empty."""

    says_optional = False

    words = forms.CharField(
        label="Search",
        required=False,
        max_length=200,
        help_text="Reference, agreement, recipient or file name",
    )
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Any")] + [(each.value, each.value.capitalize()) for each in Status],
    )


class NewRelease(forms.Form):
    """A file, and what lets it leave."""

    authority = forms.ChoiceField(
        label="What lets this file leave?", help_text="An agreement in force, or an approved request."
    )
    file = forms.FileField(
        label="The file",
        help_text="CSV, TSV, Excel (.xlsx), Parquet or JSON Lines. It is kept aside and examined; nothing leaves yet.",
        widget=forms.FileInput({"accept": KINDS}),
    )

    def __init__(self, *args: object, authorities: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["authority"].choices = [("", "Choose one"), *authorities]  # type: ignore[attr-defined]


class MendedFile(forms.Form):
    """Another file in the place of one the gate did not pass."""

    file = forms.FileField(label="The mended file", widget=forms.FileInput({"accept": KINDS}))


class ClearFinding(forms.Form):
    """Why a finding may stand. One form for each finding; its prefix is the finding's id."""

    reason = forms.CharField(
        label="Why may it leave as it is?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="What you looked at, and why it is covered. It stays on the record, under your name.",
        error_messages={"required": "Write down why it may leave as it is"},
    )


class AccuracyNote(forms.Form):
    """What goes with data under Part 3: how sure they are, and whom they are about (DPA 2018 s.38)."""

    accuracy = forms.CharField(
        label="How accurate and up to date are the data?",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Say which of it is fact and which is somebody's opinion.",
    )
    categories = forms.MultipleChoiceField(
        label="Whom are they about?",
        required=False,
        choices=[
            ("suspects", "Suspects"),
            ("convicted", "People convicted"),
            ("victims", "Victims"),
            ("witnesses", "Witnesses and others who know something"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
