"""Of which requests the person must not be told: what S5.3 (an exemption from telling) says of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sharewell_office.decisions import store


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The person must not be told, until that day; None: until somebody decides otherwise."""

    until: date | None = None

    def __str__(self) -> str:
        return self.until.isoformat() if self.until else "it is decided otherwise"


def over(case: str, on: date) -> Silence | None:
    """The silence over that request; None where the person may be told."""
    return _exempt(store.exemption(case), on)


def over_any(cases: Iterable[str], on: date) -> dict[str, Silence]:
    """Those of these requests of which the person must not be told on that day (one query)."""
    said = ((case, _exempt(answer, on)) for case, answer in store.exemptions(cases))
    return {case: found for case, found in said if found is not None}


def _exempt(answer: Any, on: date) -> Silence | None:
    """The answer to S5.3: "none", or which exemption from telling is relied on, and until when."""
    if answer in (None, "", "none"):
        return None
    until = answer.get("until") if isinstance(answer, dict) else None
    last = date.fromisoformat(until) if isinstance(until, str) and until else None
    return Silence(until=last) if last is None or on <= last else None
