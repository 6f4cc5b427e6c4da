"""The DPO's advice and the Chief Executive's decision on a recipient's open incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sharewell.register.card import Incident
from sharewell.release import incident_decision as core
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.register import store as register
from sharewell_office.release import store
from sharewell_office.release.services.authorities import authority


def incident_of(reference: str, *, under: str) -> Incident | None:
    """The open incident of that reference, of the recipient under that authority."""
    known = authority(under, clock.today())
    found = register.open_incidents(known.recipient) if known else []
    return next((each for each in found if each.reference == reference), None)


@acts
def advise(incident: str, *, under: str, advice: str, by: Actor) -> Outcome:
    """Record the DPO's advice. A decision taken on other advice counts no longer."""
    now = clock.now()
    outcome = core.advise(
        incident_of(incident, under=under), authority=under, advice=advice, by=by, on=clock.today(), at=now
    )
    if outcome.permitted:
        reference = next_reference("CED", clock.today().year)
        record(
            outcome.events,
            save=lambda: store.save_advice(
                reference, incident, under, advice=advice.strip(), by=by.person, at=now
            ),
        )
    return outcome


@acts
def decide_despite(
    incident: str, *, under: str, reasons: str, conditions: Sequence[str], valid_until: date, by: Actor
) -> Outcome:
    """Record the Chief Executive's decision that files may go under that authority despite the incident."""
    now, said = clock.now(), [each.strip() for each in conditions if each.strip()]
    advised = store.advised(incident, under)
    outcome = core.decide_despite(
        incident_of(incident, under=under),
        advised,
        authority=under,
        reasons=reasons,
        conditions=said,
        valid_until=valid_until,
        by=by,
        on=clock.today(),
        at=now,
    )
    if outcome.permitted and advised is not None:
        record(
            outcome.events,
            save=lambda: store.save_decision(
                incident,
                under,
                reasons=reasons.strip(),
                conditions=said,
                valid_until=valid_until,
                by=by.person,
                at=now,
                on_advice_of=advised.at,
            ),
        )
    return outcome


@acts
def take_back_decision(incident: str, *, under: str, by: Actor) -> Outcome:
    """The decision holds no longer: from now on the incident stops every file again."""
    outcome = core.take_back(incident, authority=under, by=by, on=clock.today(), at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: store.undecide(incident, under))
    return outcome
