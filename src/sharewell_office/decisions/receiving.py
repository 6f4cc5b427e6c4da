"""Putting a new request on record, with what the office knows already: of itself, of the recipient, of the data set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings

from sharewell.decisions import steps
from sharewell.decisions.diversions import YEAR
from sharewell.decisions.request import Request
from sharewell.policy.truth import Value
from sharewell.register.party import Party, PartyKind
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters.acting import acts
from sharewell_office.decisions import store
from sharewell_office.decisions.law.services import in_force
from sharewell_office.decisions.services import now
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.register import store as register

# What the office knows of itself: a police and crime commissioner's office, unless the settings say otherwise.
OURSELVES: Mapping[str, Value] = {
    "controller.is_public_authority": True,
    "controller.in_performance_of_task": True,
    "controller.is_competent_authority": False,
    "controller.is_processor": False,
    "sharing.type": "one_off",
    "sharing.direction": "outbound",
}


@acts
def receive(
    *, title: str, asked: str, asked_by: str, channel: str, recipient: Party, data_set: str, purpose: str,
    received: date, by: Actor,
) -> Outcome:  # fmt: skip
    """Put a new request on record, with what the office knows already. The outcome's event names its reference."""
    at = now()
    request = Request(
        reference="",
        title=title,
        asked=asked,
        asked_by=asked_by,
        channel=channel,
        recipient=recipient.reference,
        recipient_name=recipient.name,
        data_set=data_set,
        received=datetime.combine(received, at.timetz()),
        requested_by=by.person,
        facts={
            **ourselves(),
            **_known_of(recipient),
            **_known_of_data(data_set),
            "purpose.text": purpose,
            "sharing.repeat_count_12m": _how_often(recipient.reference, data_set, received),
        },
    )
    outcome = steps.receive(request, by=by, at=at, law=in_force(at.date()))
    if not outcome.permitted:
        return outcome
    # Only what comes on the record takes a number: a gap would read like a case that was taken away.
    numbered = replace(request, reference=next_reference("DSR", at.year))
    outcome = steps.receive(numbered, by=by, at=at, law=in_force(at.date()))
    record(outcome.events, save=lambda: store.add(numbered, by=by.person, at=at))
    return outcome


def known_by_office(*, assessed: bool = False) -> frozenset[str]:
    """The facts the office states itself: nobody is asked for them. `assessed`: an assessment tells its own."""
    ours = {
        "recipient.is_public_authority",
        "recipient.is_competent_authority",
        "recipient.country",
        "purpose.text",
        "sharing.repeat_count_12m",
    }
    read_off = {"dpia.status"} if assessed else set()
    return frozenset({*ourselves(), *ours, *read_off, "retention.ours", "dpo.advice"})


def ourselves() -> Mapping[str, Value]:
    given: Mapping[str, Value] = getattr(settings, "SHAREWELL_CONTROLLER", {})
    return {**OURSELVES, **given}


def _how_often(recipient: str, data_set: str, received: date) -> int:
    """The how-manieth of its kind in twelve months this one is: the third proposes an agreement."""
    return store.received_since(YEAR.before(received), recipient=recipient, data_set=data_set) + 1


def _known_of(party: Party) -> dict[str, Value]:
    public = party.kind in (PartyKind.PUBLIC_AUTHORITY, PartyKind.COMPETENT_AUTHORITY)
    return {
        "recipient.is_public_authority": public,
        "recipient.is_competent_authority": party.kind is PartyKind.COMPETENT_AUTHORITY,
        "recipient.country": party.country,
    }


def _known_of_data(data_set: str) -> dict[str, Value]:
    asset = next((one for one in register.assets() if one.data_set == data_set), None)
    return {"retention.ours": asset.retention} if asset and asset.retention else {}
