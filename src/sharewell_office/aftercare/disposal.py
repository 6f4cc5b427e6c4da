"""Our own sealed copies are destroyed when nobody can collect them any more."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sharewell.aftercare.collection import State
from sharewell.vocabulary.event import Event
from sharewell_office.aftercare import store
from sharewell_office.aftercare.models import Parcel
from sharewell_office.ledger.services import record
from sharewell_office.release import vault

BECAUSE = {True: "it was collected", False: "nobody collected it, and its last day has passed"}


def dispose(at: datetime) -> str:
    """Destroy what was collected a day ago, and what nobody collected by its last day. A legal hold keeps it.

    In this order, so that a worker killed in between leaves nothing that nobody looks for:
     (0) the parcel is destroyed, which can be done twice
     (1) that it was is on the record, once
    """
    done = 0
    for row in store.to_destroy(at)[:500]:
        vault.destroy_parcel(row.folder)
        with suppress(store.SomebodyElseCollectedIt):
            record([_event(row, at)], save=lambda row=row: store.destroyed(row, at=at))
            done += 1
    return f"{done} sealed parcels of ours destroyed" if done else "No sealed parcel of ours had to go"


def _event(row: Parcel, at: datetime) -> Event:
    because = BECAUSE[row.state == State.COLLECTED]
    return Event(
        kind="release.parcel_destroyed", about=row.release, by="system", at=at, details={"because": because}
    )
