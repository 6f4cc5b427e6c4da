"""Whether a person may be told that data about them were shared: asked before anything is said to or about them.

Telling somebody can tip them off (DPA 2018 Sch 2 para 2) or put somebody else in danger. Where the case under which
data left relies on an exemption from telling, nothing that the person may come to see mentions it, until the day the
exemption ends.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sharewell_office.decisions import store as decisions
from sharewell_office.release import store as releases


def do_not_notify(release: str, on: date) -> bool:
    """Whether that release must not be mentioned to the people in it. Where nobody can say, it is not."""
    row = releases.row(release)
    if row is None:
        return True
    request = decisions.request(row.authority)
    if request is None:
        return False
    return _exempt(request.answers.get("S5.3"), on)


def _exempt(answer: Any, on: date) -> bool:
    """The answer to S5.3: "none", or which exemption from telling is relied on, and until when."""
    if answer in (None, "", "none"):
        return False
    until = answer.get("until") if isinstance(answer, dict) else None
    if isinstance(until, str):
        until = date.fromisoformat(until) if until else None
    return until is None or on <= until
