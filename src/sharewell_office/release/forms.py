"""Forms of the release room."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from sharewell.engine.source import SUFFIXES
from sharewell.release.permission import Status
from sharewell_office.design.fields import DateField
from sharewell_office.release.models.lists import Because

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
        label="What lets this file leave?",
        help_text="An agreement in force, an approved request, or a table that passed its test.",
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

    file = forms.FileField(label="The file to put in its place", widget=forms.FileInput({"accept": KINDS}))


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


# --- despite an open incident -----------------------------------------------------------------------------------------
class IncidentAdvice(forms.Form):
    """What the DPO advises."""

    advice = forms.CharField(
        label="Your advice",
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text="What the incident means for data sent now, and what would have to be so.",
    )


class DespiteIncident(forms.Form):
    """What the Chief Executive decides."""

    reasons = forms.CharField(label="Reasons", max_length=4000, widget=forms.Textarea({"rows": 4}))
    conditions = forms.CharField(
        label="Conditions",
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        help_text="One on each line: what has to be so before, while and after a file goes.",
    )
    valid_until = DateField(label="Until which day does it hold?")


# --- beside a file ----------------------------------------------------------------------------------------------------
class ListUpload(forms.Form):
    """One list that terms name."""

    file = forms.FileField(label="The list, as CSV", widget=forms.FileInput({"accept": ".csv"}))


class Withhold(forms.Form):
    """Somebody whose data do not leave."""

    because = forms.ChoiceField(label="Why?", choices=[("", "Choose one"), *Because.choices])

    def __init__(self, *args: object, fields_known_by: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for number, name in enumerate(fields_known_by):
            self.fields[f"known-{number}"] = forms.CharField(
                label=name,
                max_length=500,
                help_text="As it stands in the data set; case and spaces do not matter.",
            )
        self.names = list(fields_known_by)

    @property
    def known_by(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"known-{number}"] for number, name in enumerate(self.names)}


# --- the differencing index -------------------------------------------------------------------------------------------
class IndexPurpose(forms.Form):
    """Under which entry of the record of processing, and which DPIA, it is kept."""

    ropa = forms.CharField(label="Entry in the record of processing (RoPA)", max_length=200)
    dpia = forms.CharField(label="DPIA", max_length=200)
