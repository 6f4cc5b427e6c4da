"""The keys of cases: the words about a record lie under one, until it is destroyed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sharewell_office.ledger import destroyed, models, sealing


class Key(NamedTuple):
    """The key of a case, and the row it lies in."""

    row: int
    key: bytes


def complete(references: Iterable[str], rows: Iterable[Sequence[Any]]) -> dict[str, Key]:
    """A key for each case: that of its row (reference, number of the row, key), or a fresh one.

    The log is locked, so nobody makes another meanwhile.
    """
    keys = {reference: Key(row, bytes(key)) for reference, row, key in rows}
    fresh = [
        models.CaseKey(reference=reference, key=sealing.fresh_key())
        for reference in sorted(set(references) - keys.keys())
    ]
    made = models.CaseKey.objects.bulk_create(fresh) if fresh else []
    return keys | {row.reference: Key(row.pk, row.key) for row in made}


def destroy_key(reference: str, *, at: datetime) -> int:
    """Destroy the words about a record for good: how many keys there were. Every proof stays as it is."""
    there = models.CaseKey.objects.filter(reference=reference, destroyed_at__isnull=True)
    # On the list first: a key that is on the list and still here is destroyed by the next replay.
    destroyed.add(destroyed.digest(bytes(row.key or b"")) for row in there)
    return there.update(key=None, destroyed_at=at)


def destroy_listed_keys(*, at: datetime) -> int:
    """Destroy every key on the list of destroyed keys that is here again, as after a restore: how many there were."""
    listed = destroyed.listed()
    there = (
        models.CaseKey.objects.filter(destroyed_at__isnull=True) if listed else models.CaseKey.objects.none()
    )
    revived = [row.pk for row in there.iterator() if destroyed.digest(bytes(row.key or b"")) in listed]
    return models.CaseKey.objects.filter(pk__in=revived).update(key=None, destroyed_at=at)
