"""Screening for an impact assessment: what the criteria that hold come to (OPCC 3.5; UK GDPR Article 35)."""

from __future__ import annotations

from collections.abc import Iterable

from sharewell.policy.law.record import Law

MILDER = ("not_required", "recommended", "required")


def screening(triggers: tuple[str, ...], law: Law) -> str:
    """What the screening triggers that hold come to: "required", "recommended" or "not_required".

    A DPIA is required by any trigger that stands alone, by one of the regulator's list with a criterion that
    is not its own twin, or by two of the nine criteria.
    """
    held = [law.trigger[name] for name in triggers]
    criteria = {trigger.id for trigger in held if trigger.id.startswith("wp.")}
    listed = [trigger for trigger in held if not trigger.id.startswith("wp.")]
    if any(trigger.alone for trigger in listed) or len(criteria) >= 2:
        return "required"
    if any(criteria - {trigger.own} for trigger in listed):
        return "required"
    return "recommended" if held else "not_required"


def screening_of_agreement(triggers: Iterable[str], law: Law) -> str:
    """The same for an agreement: with no criterion it is "recommended" still, as for any plan to share (ICO)."""
    return max("recommended", screening(tuple(triggers), law), key=MILDER.index)
