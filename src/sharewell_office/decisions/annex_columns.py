"""Annexes as JSON columns hold them ↔ records of the core."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sharewell.decisions.annexes import Anonymised, Determination, HandOff, Order, SmallOffice
from sharewell.decisions.request import Request

KINDS: Mapping[str, type[Any]] = {
    "order": Order,
    "anonymised": Anonymised,
    "determination": Determination,
    "hand_off": HandOff,
    "small_office": SmallOffice,
}
_MOMENTS = {"at", "verified_at", "done_at"}
_DAYS = {"made_on", "due", "valid_until"}


def columns(request: Request) -> dict[str, Any]:
    """The columns of a request's row that hold what lies beside it."""
    return {name: _stored(getattr(request, name)) for name in KINDS}


def of(row: Any) -> dict[str, Any]:
    """What lies beside the request of a row, as a `Request` takes it."""
    return {name: _read(kind, getattr(row, name)) for name, kind in KINDS.items()}


def _stored(annex: Any) -> dict[str, Any] | None:
    if annex is None:
        return None
    return {name: _plain(value) for name, value in asdict(annex).items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _read(kind: type[Any], stored: Mapping[str, Any] | None) -> Any:
    if stored is None:
        return None
    # What a field was added for later is not in what was stored before.
    there = (field.name for field in fields(kind) if field.name in stored)
    return kind(**{name: _value(name, stored[name]) for name in there})


def _value(name: str, stored: Any) -> Any:
    if isinstance(stored, list):
        return tuple(stored)
    if stored and name in _MOMENTS:
        return datetime.fromisoformat(stored)
    if stored and name in _DAYS:
        return date.fromisoformat(stored)
    return stored
