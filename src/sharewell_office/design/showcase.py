"""What the component page shows: a form with every kind of field, and a sample for every tag."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest

from sharewell.policy import rulebook
from sharewell.vocabulary.outcome import Refusal
from sharewell_office.design.components import Action, Column, Crumb, Row, Step, Task
from sharewell_office.design.fields import DateField
from sharewell_office.design.widgets import Checkboxes, Radios

YES_OR_NO = (("yes", "Yes"), ("no", "No"))
METHODS = (("collect", "Collected here"), ("courier", "By courier"), ("other", "Another way"))
FRUIT = (("names", "Names"), ("addresses", "Addresses"), ("dates", "Dates of birth"))


class EveryField(forms.Form):
    """One of each. Sent empty, it shows every error."""

    purpose = forms.CharField(label="Purpose", help_text="One sentence, in words the public would use.")
    reasons = forms.CharField(label="Why is it necessary?", widget=forms.Textarea, max_length=500)
    contact = forms.EmailField(label="Recipient’s e-mail", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    people = forms.IntegerField(
        label="How many people is it about?",
        min_value=1,
        widget=forms.NumberInput({"class": "govuk-input--width-5"}),
    )
    until = DateField(label="Until when may they keep it?", help_text="For example, 27 3 2026")
    method = forms.ChoiceField(
        label="How will it leave?",
        choices=METHODS,
        widget=Radios(hints={"collect": "Sealed, and collected with a code."}),
    )
    urgent = forms.ChoiceField(label="Is it urgent?", choices=YES_OR_NO, widget=Radios(inline=True))
    fields_needed = forms.MultipleChoiceField(
        label="Which fields are needed?",
        choices=FRUIT,
        widget=Checkboxes(hints={"dates": "Would an age band do?"}),
    )
    owner = forms.ChoiceField(label="Data set", choices=[("", "Choose a data set"), ("c", "Complaints")])
    file = forms.FileField(label="File", help_text="CSV, Excel, Parquet or JSON Lines.")
    terms = forms.BooleanField(label="I have read the terms", help_text="They are part of the record.")
    case = forms.CharField(widget=forms.HiddenInput, initial="DSR-2026-0001", required=False)


def samples(request: HttpRequest) -> dict[str, Any]:
    """The words of the samples, by the name the page knows them by."""
    return {
        "crumbs": [Crumb("Requests", "#"), Crumb("DSR-2026-0001")],
        "rows": [
            Row("Recipient", "Northshire Council", [Action("Change", "#", "the recipient")]),
            Row(
                "Keep until",
                "1 April 2028",
                [Action("Change", "#", "the date"), Action("Remove", "#", "the date")],
            ),
            Row("Reference", "DSR-2026-0001"),
        ],
        "tasks": [
            Task("Who asks, and for what", "#", "Completed"),
            Task(
                "Lawful basis", "#", "In progress", "light-blue", "Article 6, and Article 9 where it applies"
            ),
            Task("Data Protection Officer’s advice", "#", "Not started", "blue"),
            Task("Decision", status="Cannot start yet"),
        ],
        "columns": ["Field", "Kind", Column("Rows", numeric=True)],
        "cells": [
            ("referral_id", "identifier", "1,204"),
            ("full_name", "name", "1,204"),
            ("risk_note", "none", 87),
        ],
        "colours": ("grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"),
        "page": Paginator(range(200), 10).get_page(request.GET.get("page", 7)),
        "refused": (
            Refusal(
                rule=rulebook.SEGREGATION,
                reason="You drafted this request, so you cannot decide it.",
                remedy="Ask the owner of the complaints data, or the Chief Executive.",
                where="Stage S12, decision",
            ),
            Refusal(
                rule=rulebook.TRAINING_CURRENT,
                reason="Your data protection training ended on 31 October 2026.",
                remedy="Take the course, and ask the Data Protection Officer to record it.",
            ),
        ),
        "steps": [
            Step(
                "Approved",
                datetime(2026, 11, 20, 17, 55, tzinfo=UTC),
                "Data owner",
                "With one condition.",
                "#",
            ),
            Step("Submitted", datetime(2026, 11, 19, 9, 5, tzinfo=UTC), "Case handler"),
        ],
        "today": date(2026, 11, 22),
    }
