"""Of which requests the person must not be told on a day, from what their S5.3 was answered with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sharewell.decisions.silence import Silence, silence
from sharewell_office.decisions import store

__all__ = ["Silence", "over", "over_any"]


def over(case: str, on: date) -> Silence | None:
    """The silence over that request; None where the person may be told."""
    return silence(store.exemption(case), on)


def over_any(cases: Iterable[str], on: date) -> dict[str, Silence]:
    """Those of these requests of which the person must not be told on that day (one query)."""
    said = ((case, silence(answer, on)) for case, answer in store.exemptions(cases))
    return {case: found for case, found in said if found is not None}
