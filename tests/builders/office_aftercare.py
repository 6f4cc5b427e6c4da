"""Parcels that left the demonstration office."""

from __future__ import annotations

from datetime import date, timedelta

from builders.office_release import GOOD, sealed, somebody
from sharewell.aftercare import retention
from sharewell.aftercare.collection import Acceptance
from sharewell.aftercare.subjects import digest
from sharewell.engine import indexing
from sharewell_office.adapters import clock
from sharewell_office.aftercare import services
from sharewell_office.aftercare.retention import services as duties
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.register import demo
from sharewell_office.release import subjects


def collected(content: bytes = GOOD) -> str:
    """The reference of a release whose parcel the council has collected."""
    return collect(sealed(content).reference)


def collect(reference: str) -> str:
    """Offer the parcel of that release and collect it, as its recipient does."""
    made = services.offer(reference, by=somebody())
    assert not made.refusals, made.refusals
    said = Acceptance(code=made.code, name="Rhea Castell", post="Manager", accepts=True)
    result = services.collect(made.token, said)
    assert result.content, result.refusals
    result.content.close()
    return reference


def held(
    *people: str,
    reference: str = "REL-2026-0900",
    party: str = demo.COUNCIL,
    name: str = "Northshire Council",
    destroy_by: date | None = None,
) -> str:
    """A copy that the council (or another party) holds, as if collected that day, with these identifiers in its
    subject index.

    Without gate and seal, which take seconds: for tests that are about what comes afterwards.
    """
    copy = retention.Copy(
        reference=reference,
        party=party,
        inbound=False,
        state=retention.State.HELD,
        received_on=clock.today(),
        destroy_by=destroy_by or clock.today() + timedelta(days=700),
    )
    copies.add(copy, party_name=name, title="referrals.csv", handled_by="h1")
    duties.owe(reference, copy.party, due=retention.certificate_due(copy.destroy_by))
    key_id, key = subjects._newest()
    digests = sorted(digest("identifier", each, key=key) for each in people)
    (subjects._folder() / f"{reference}.{key_id}").write_bytes(indexing.MAGIC + b"".join(digests))
    return reference
