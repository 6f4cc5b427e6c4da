"""Sections of a draft as a browser sends them: right by default."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from sharewell_office.register import models


def sent_rows(rows: Any) -> dict[str, Any]:
    """The rows of a page as a browser sends them when nothing is touched."""
    counts = rows.management_form
    sent = {counts.add_prefix(name): counts[name].value() or 0 for name in counts.fields}
    for row in rows:
        values = {row.add_prefix(name): row[name].value() for name in row.fields}
        sent |= {name: "on" if value is True else value for name, value in values.items() if value}
    return sent


def rows(*fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """That many rows typed into an empty list."""
    sent: dict[str, Any] = {"fields-TOTAL_FORMS": len(fields) + 2, "fields-INITIAL_FORMS": 0, **more}
    for number, field in enumerate(fields):
        sent |= {f"fields-{number}-{name}": value for name, value in ({"type": "string"} | field).items()}
    return sent


def save(
    browser: Any, reference: str, section: str, answers: dict[str, Any], version: int | None = None
) -> Any:
    """Send a section; `version` is what its page was read at (left out: what stands)."""
    version = version or models.Agreement.objects.get(reference=reference).version
    address = reverse("register:draft", args=[reference, section])
    return browser.post(address, {**answers, "version": version}, follow=True)
