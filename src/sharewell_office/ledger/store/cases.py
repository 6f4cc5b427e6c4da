"""The keys of cases: the words about a record lie under one, until it is destroyed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sharewell_office.ledger import destroyed, models, sealing


class Key(NamedTuple):
    """The key of a case, and the row it lies in."""

    row: int
    key: bytes


# What happens to a case comes in runs, so a key used lately need not be asked for again. It only seals, and what was
# sealed under a key that is not there any more is not written (`log.add`). Within a minute of its end nobody has it.
_lately: dict[str, tuple[float, Key]] = {}
_MOST, _SECONDS = 1_000, 60


def remembered(references: Sequence[str]) -> dict[str, Key]:
    """The key of a case, where it was used lately; of several cases none. It may have been destroyed meanwhile."""
    # Of several one might turn out to be destroyed when entries of the others are written.
    only = references[0] if len(references) == 1 else ""
    since, key = _lately.get(only, (0.0, None))
    return {only: key} if key and time.monotonic() - since < _SECONDS else {}


def living(references: Sequence[str]) -> dict[str, Key]:
    """The key of each case: the one that is there, or a fresh one. The caller has locked the log.

    So nobody makes another meanwhile, and until the transaction ends nobody destroys one of these.
    """
    there = models.CaseKey.objects.filter(
        reference__in=references, destroyed_at__isnull=True
    ).select_for_update()
    keys = {row.reference: Key(row.pk, bytes(row.key or b"")) for row in there}
    fresh = [
        models.CaseKey(reference=reference, key=sealing.fresh_key())
        for reference in sorted(set(references) - keys.keys())
    ]
    made = models.CaseKey.objects.bulk_create(fresh) if fresh else []
    keys |= {row.reference: Key(row.pk, row.key or b"") for row in made}
    if len(_lately) + len(keys) > _MOST:
        _lately.clear()
    now = time.monotonic()
    _lately.update((reference, (now, key)) for reference, key in keys.items())
    return keys


def destroy_key(reference: str, *, at: datetime) -> int:
    """Destroy the words about a record for good: how many keys there were. Every proof stays as it is."""
    _lately.pop(reference, None)
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
