"""Builders for what goes on the record of an office."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sharewell.vocabulary.event import Event

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def an_event(**changed: Any) -> Event:
    given: dict[str, Any] = {"kind": "request.submitted", "about": "DSR-2026-0001", "by": "h1", "at": NOON}
    return Event(**(given | changed))
