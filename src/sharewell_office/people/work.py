"""A piece of work that waits for a person: what the "Your work" page shows, whichever room it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """`next` is the step to take, as an instruction ("Answer stage S4"); `due` is the day it should be done by."""

    reference: str
    title: str
    next: str
    url: str
    due: date | None = None
