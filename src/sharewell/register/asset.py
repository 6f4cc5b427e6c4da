"""An information asset: a data set we hold, and the one person who answers for it (OPCC 5.2)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One data set. `data_set` is the short name delegations and requests use; `owner` is a person's id.

    `retention` is how long we keep it ourselves (ISO 8601): no recipient may keep it longer (OPCC 3.4d).
    """

    data_set: str
    title: str
    owner: str
    retention: str = ""
