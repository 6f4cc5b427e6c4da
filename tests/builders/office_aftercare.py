"""Parcels that left the demonstration office."""

from __future__ import annotations

from builders.office_release import GOOD, sealed, somebody
from sharewell.aftercare.collection import Acceptance
from sharewell_office.aftercare import services


def collected(content: bytes = GOOD) -> str:
    """The reference of a release whose parcel the council has collected."""
    reference = sealed(content).reference
    made = services.offer(reference, by=somebody())
    assert not made.refusals, made.refusals
    said = Acceptance(code=made.code, name="Rhea Castell", post="Manager", accepts=True)
    result = services.collect(made.token, said)
    assert result.content, result.refusals
    result.content.close()
    return reference
