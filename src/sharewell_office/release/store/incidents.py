"""What was advised and decided about going on despite an incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sharewell.release.incident_decision import Advised
from sharewell.release.outgoing import IncidentDecision
from sharewell_office.release import models
from sharewell_office.release.store.releases import SomebodyElseChangedIt


def incident_decision(incident: str, authority: str) -> models.IncidentDecision | None:
    return models.IncidentDecision.objects.filter(incident=incident, authority=authority).first()


def incident_decisions(authority: str) -> tuple[IncidentDecision, ...]:
    """What the Chief Executive decided about that authority, as G16 reads it."""
    decided = models.IncidentDecision.objects.filter(authority=authority).exclude(decided_by="")
    return tuple(_decision(row) for row in decided)


def _decision(row: models.IncidentDecision) -> IncidentDecision:
    assert row.valid_until is not None
    return IncidentDecision(
        reference=row.reference,
        incident=row.incident,
        authority=row.authority,
        conditions=tuple(row.conditions),
        by=row.decided_by,
        valid_until=row.valid_until,
    )


def advised(incident: str, authority: str) -> Advised | None:
    row = incident_decision(incident, authority)
    return row and Advised(
        incident=row.incident,
        authority=row.authority,
        advice=row.advice,
        by=row.advised_by,
        at=row.advised_at,
    )


def save_advice(reference: str, incident: str, authority: str, *, advice: str, by: str, at: datetime) -> None:
    """The advice as it is now. What was decided on other advice counts no longer."""
    models.IncidentDecision.objects.update_or_create(
        incident=incident,
        authority=authority,
        defaults={"advice": advice, "advised_by": by, "advised_at": at, **_UNDECIDED},
        create_defaults={"reference": reference, "advice": advice, "advised_by": by, "advised_at": at},
    )


def save_decision(
    incident: str,
    authority: str,
    *,
    reasons: str,
    conditions: Sequence[str],
    valid_until: date,
    by: str,
    at: datetime,
    on_advice_of: datetime,
) -> None:
    """Raises `SomebodyElseChangedIt` when the advice is not the one that was decided on."""
    changed = models.IncidentDecision.objects.filter(
        incident=incident, authority=authority, advised_at=on_advice_of
    ).update(
        reasons=reasons, conditions=list(conditions), valid_until=valid_until, decided_by=by, decided_at=at
    )
    if not changed:
        raise SomebodyElseChangedIt(incident)


def undecide(incident: str, authority: str) -> None:
    models.IncidentDecision.objects.filter(incident=incident, authority=authority).update(**_UNDECIDED)


_UNDECIDED = {"reasons": "", "conditions": [], "valid_until": None, "decided_by": "", "decided_at": None}
