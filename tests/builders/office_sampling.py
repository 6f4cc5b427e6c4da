"""Handled requests for an auditor to sample, put there as the flow leaves them, and marks as an auditor gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from sharewell.assurance.marking import STAGES
from sharewell_office.adapters.clock import LONDON
from sharewell_office.decisions import models

IN_JUNE = datetime(2026, 6, 10, 12, tzinfo=LONDON)
OUTCOMES = ("refused", "out_of_scope", "diverted")
BY_THE_BOOK = dict.fromkeys(STAGES, "good") | {"reasonable": "yes"}


def a_request(number: int, **changed: Any) -> models.Request:
    """A finished one; every third of an outcome, every second of a data set."""
    columns = {
        "reference": f"DSR-2026-9{number:03}", "title": f"Request {number}", "asked": f"What was asked, {number}",
        "recipient": "ORG-0001", "recipient_name": "Northshire Council",
        "data_set": ("complaints", "home-visits")[number % 2], "received": IN_JUNE, "requested_by": "h1",
        "drafted_by": ["h1"], "status": OUTCOMES[number % 3], "finished_at": IN_JUNE,
    }  # fmt: skip
    return models.Request.objects.create(**(columns | changed))


def overseas(request: models.Request) -> None:
    models.Answer.objects.create(
        request=request, name="recipient.country", is_fact=True, value="US", by="h1", at=IN_JUNE
    )


def decided_by(request: models.Request, person: str) -> None:
    models.Decision.objects.create(
        request=request, outcome="approve", by=person, at=IN_JUNE, reasons="It serves.", valid_until=IN_JUNE.date(),
        policy_version="-", policy_digest="-",
    )  # fmt: skip


def an_emergency(number: int) -> models.Emergency:
    return models.Emergency.objects.create(
        reference=f"EM-2026-9{number:03}", opened=IN_JUNE, opened_by="h2", told_at=IN_JUNE, told_by="h2",
        data_set="complaints", status="reviewed", review="upheld", reviewed_at=IN_JUNE, reviewed_by="o1",
    )  # fmt: skip


def a_sheet(**changed: str) -> dict[str, str]:
    return BY_THE_BOOK | changed


def marked(by: Client, sample: str, case: str, **changed: str) -> Any:
    return by.post(reverse("assurance:mark", args=[sample, case]), a_sheet(**changed))
