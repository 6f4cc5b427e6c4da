"""Whether a person may be told that data about them were shared: asked before anything is said to or about them.

Telling somebody can tip them off (DPA 2018 Schedule 2 paragraph 2) or put somebody else in danger. Where the case under
which data left, or are to leave, relies on an exemption from telling, nothing that the person may come to see mentions
it, until the day the exemption ends; and every page of the case says so to whoever works on it.
"""

from __future__ import annotations

from datetime import date

from sharewell_office.decisions import silence as of_case
from sharewell_office.decisions.silence import Silence
from sharewell_office.release import store as releases

__all__ = ["Silence", "do_not_notify", "silence"]


def do_not_notify(release: str, on: date) -> bool:
    """Whether that release must not be mentioned to the people in it. Where nobody can say, it must not."""
    authority = releases.authority_of(release)
    return authority is None or silence(authority, on) is not None


def silence(reference: str, on: date) -> Silence | None:
    """The silence over a request, or over a release under one; None where the person may be told."""
    case = releases.authority_of(reference) if reference.startswith("REL-") else reference
    return of_case.over(case, on) if case else None
