"""Whether the person may be told: what an exemption from telling them (S5.3) says of a day.

Telling somebody can tip them off (DPA 2018 Schedule 2 paragraph 2) or put somebody else in danger. An exemption holds
until its review; one without a day holds until somebody decides otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The person must not be told, until that day (inclusive); None: until somebody decides otherwise."""

    until: date | None = None

    def __str__(self) -> str:
        return self.until.isoformat() if self.until else "it is decided otherwise"


def silence(answer: Any, on: date) -> Silence | None:
    """The silence that an answer to S5.3 ("none", or an exemption and its review) lays over a case on that day.

    None: the person may be told. An answer that names no day that can be read is silent without end.
    """
    if answer in (None, "", "none"):
        return None
    until = answer.get("until") if isinstance(answer, Mapping) else None
    last = date.fromisoformat(until) if isinstance(until, str) and until else None
    return Silence(until=last) if last is None or on <= last else None
