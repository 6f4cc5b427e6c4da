"""What the office knows that could allow a flow: agreements and decisions, of that reference or with that body."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sharewell.assurance.survey.matching import Registered, folded
from sharewell_office.decisions import store as decisions
from sharewell_office.register import store as register


def known_about(flow: Mapping[str, Any], *, on: date) -> list[Registered]:
    """Entries that a flow could go under."""
    claimed = str(flow.get("agreement") or "").strip().upper()
    other = folded(flow.get("other"))
    bodies = [reference for reference, name in register.party_names().items() if folded(name) == other]
    agreements = [_of_agreement(row) for row in register.standing_with(bodies, reference=claimed)]
    return [*agreements, *_decision(claimed, on)]


def _of_agreement(row: Any) -> Registered:
    others = {body["name"] for body in (*row.controllers, *row.processors)}
    others |= {row.recipient.name} if row.recipient else set()
    return Registered(
        reference=row.reference,
        others=frozenset(others),
        in_force=row.status == "active",
        ends=row.ends,
        review_on=row.review_on,
    )


def _decision(reference: str, on: date) -> list[Registered]:
    found = decisions.request(reference) if reference.startswith("DSR-") else None
    if found is None:
        return []
    until = decisions.approved_until([reference], on).get(reference)
    return [
        Registered(
            reference=reference,
            others=frozenset({found.recipient_name}),
            in_force=until is not None,
            ends=until,
        )
    ]


def live(references: list[str], *, on: date) -> dict[str, date | None]:
    """Which of these authorities are in force that day, with their last day: what a case stands on."""
    decided = dict(decisions.approved_until([each for each in references if each.startswith("DSR-")], on))
    return {
        **decided,
        **register.in_force_until([each for each in references if each.startswith("ISA-")], on),
    }
