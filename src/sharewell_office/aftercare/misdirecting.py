"""A link that reached somebody it was not meant for: it dies, and an incident is opened."""

from __future__ import annotations

from contextlib import suppress

from sharewell.aftercare.collection import State
from sharewell.aftercare.incidents import Kind, Report
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.aftercare import store
from sharewell_office.aftercare.incidents import services as incidents
from sharewell_office.aftercare.services import waiting
from sharewell_office.ledger.services import record


def misdirected(token: str, *, what: str) -> str:
    """Somebody whom it was not meant for says so: the link dies, and an incident is opened. Returns its reference.

    Saying it twice opens one incident.
    """
    row = waiting(token)
    before = incidents.store.of_release(row.release).filter(reported_by=FINDER.person).first()
    if before is not None:
        return before.reference
    kind = Kind.ACTUAL if row.state == State.COLLECTED else Kind.NEAR_MISS
    said = Report(
        party=row.recipient,
        kind=kind,
        occurred_at=row.offered_at,
        what=f"The link to {row.release} reached somebody it was not meant for. {what.strip()}".strip(),
        release=row.release,
    )
    reference, _ = incidents.report(said, by=FINDER)
    if row.state == State.OFFERED:
        event = Event(kind="release.link_revoked", about=row.release, by=FINDER.person, at=clock.now())
        with suppress(store.SomebodyElseCollectedIt):
            record([event], save=lambda: store.revoked(row.release))
    return reference


# Whoever found a link that was not for them: nobody knows who, and nobody is asked.
FINDER = Actor(person="recipient", name="somebody it was not meant for", roles=frozenset())
