"""Parties, what stands on their cards, and the data sets we hold: rows ↔ records of the core."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from sharewell.register.asset import Asset
from sharewell.register.card import Certificate, Duty, DutyKind, Incident, Severity
from sharewell.register.party import Party, PartyKind
from sharewell_office.register import models


# --- parties ----------------------------------------------------------------------------------------------------------
def party(reference: str) -> Party | None:
    """The party of that reference, if there is one."""
    row = models.Party.objects.filter(reference=reference).first()
    return row and _party(row)


def parties() -> list[Party]:
    """Every party by name (an office has hundreds, not millions)."""
    return [_party(row) for row in models.Party.objects.all()]


def to_party(row: models.Party) -> Party:
    """The row as the core has it."""
    return _party(row)


def party_names() -> dict[str, str]:
    """The name of every party by its reference."""
    return dict(models.Party.objects.order_by().values_list("reference", "name"))


def save_party(party: Party) -> None:
    columns = _party_columns(party)
    models.Party.objects.update_or_create(reference=columns.pop("reference"), defaults=columns)


def _party_columns(party: Party) -> dict[str, Any]:
    certificates = [_certificate_stored(each) for each in party.certificates]
    return asdict(party) | {"kind": party.kind.value, "certificates": certificates}


def _certificate_stored(each: Certificate) -> dict[str, str]:
    return {
        "name": each.name,
        "number": each.number,
        "expires": each.expires.isoformat() if each.expires else "",
    }


def _certificate(stored: dict[str, str]) -> Certificate:
    expires = date.fromisoformat(stored["expires"]) if stored["expires"] else None
    return Certificate(name=stored["name"], number=stored["number"], expires=expires)


def _party(row: models.Party) -> Party:
    return Party(
        reference=row.reference,
        name=row.name,
        kind=PartyKind(row.kind),
        country=row.country,
        address=row.address,
        contact=row.contact,
        dpo_contact=row.dpo_contact,
        ico_registration=row.ico_registration,
        ico_expires=row.ico_expires,
        age_key=row.age_key,
        age_key_verified_on=row.age_key_verified_on,
        openpgp_key=row.openpgp_key,
        openpgp_key_verified_on=row.openpgp_key_verified_on,
        certificates=tuple(_certificate(each) for each in row.certificates),
        succeeded_by=row.succeeded_by,
    )


# --- what stands on their cards ---------------------------------------------------------------------------------------
def incidents(party: str) -> list[Incident]:
    """Every incident with data that party was given, newest first."""
    rows = models.Incident.objects.select_related("party").filter(party__reference=party)
    return [_incident(row) for row in rows]


def incidents_with(parties: Iterable[str]) -> dict[str, list[Incident]]:
    """The incidents with data that these parties were given, newest first, by party (one query)."""
    found: dict[str, list[Incident]] = {}
    rows = models.Incident.objects.select_related("party").filter(party__reference__in=list(parties))
    for row in rows:
        found.setdefault(row.party.reference, []).append(_incident(row))
    return found


def open_incidents(party: str) -> list[Incident]:
    """Those that are not closed yet."""
    return [each for each in incidents(party) if each.closed is None]


def save_incident(incident: Incident) -> None:
    """Put an incident on a party's card, or bring it up to date. Raises `Party.DoesNotExist`."""
    _put(models.Incident, incident, severity=incident.severity.value)


def _put(model: type[models.Incident | models.Duty], kept: Incident | Duty, **values: str) -> None:
    columns = asdict(kept) | values | {"party": models.Party.objects.get(reference=kept.party)}
    model.objects.update_or_create(reference=columns.pop("reference"), defaults=columns)  # type: ignore[union-attr]


def _incident(row: models.Incident) -> Incident:
    return Incident(
        reference=row.reference,
        party=row.party.reference,
        severity=Severity(row.severity),
        opened=row.opened,
        closed=row.closed,
        about=row.about,
    )


def duties(party: str) -> list[Duty]:
    """Everything that party owed us or owes us, soonest due first."""
    rows = models.Duty.objects.select_related("party").filter(party__reference=party)
    return [_duty(row) for row in rows]


def overdue_duties(party: str, on: date) -> list[Duty]:
    """What that party should have done by the day before."""
    return [each for each in duties(party) if each.overdue(on)]


def certificates_owed(about: str) -> int:
    """How many certificates of destruction are still out for that agreement or release."""
    kind = DutyKind.CERTIFICATE.value
    return models.Duty.objects.filter(about=about, kind=kind, done_on__isnull=True).count()


def duties_owed() -> int:
    """How many duties parties have towards us that are not done yet."""
    return models.Duty.objects.filter(done_on__isnull=True).count()


def save_duty(duty: Duty) -> None:
    """Put a duty on a party's card, or bring it up to date (`done_on`). Raises `Party.DoesNotExist`."""
    _put(models.Duty, duty, kind=duty.kind.value)


def _duty(row: models.Duty) -> Duty:
    return Duty(
        reference=row.reference,
        party=row.party.reference,
        kind=DutyKind(row.kind),
        due=row.due,
        about=row.about,
        done_on=row.done_on,
    )


# --- assets -----------------------------------------------------------------------------------------------------------
def assets() -> list[Asset]:
    """Every data set we hold, by title."""
    return [_asset(row) for row in models.Asset.objects.all()]


def asset(data_set: str) -> Asset | None:
    row = models.Asset.objects.filter(data_set=data_set).first()
    return row and _asset(row)


def save_asset(asset: Asset) -> None:
    columns = asdict(asset)
    models.Asset.objects.update_or_create(data_set=columns.pop("data_set"), defaults=columns)


def _asset(row: models.Asset) -> Asset:
    return Asset(data_set=row.data_set, title=row.title, owner=row.owner, retention=row.retention)
