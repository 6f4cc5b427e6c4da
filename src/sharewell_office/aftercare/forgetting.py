"""The subject index forgets by itself: it is personal data too (docs/subject-index.md), and kept no longer than needed.

In this order, so that a worker killed in between leaves nothing that the next run does not take away:
 (0) the index of a copy that is gone is taken away: nobody is left to be told
 (1) a key that no index is made with any more is destroyed
 (2) a key that is a year old makes no new index: a newer one does, and the old one is destroyed with its last copy
Each is on the record, by the release or by the key's id.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sharewell.aftercare.retention import State
from sharewell.vocabulary.event import Event
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.ledger.services import record
from sharewell_office.release import subjects

KEY_MAKES_FOR = timedelta(days=365)
INDEX = "SUBJECT-INDEX"  # what the record calls it


def forget(at: datetime) -> str:
    """Take away what nobody needs any more, and make a newer key once a year."""
    gone = copies.of_releases(subjects.indexed()).filter(state=State.GONE.value)
    forgotten = list(gone.values_list("reference", flat=True)[:500])
    for release in forgotten:
        subjects.forget(release)
        _record("subjects.forgotten", release, at)
    destroyed = subjects.idle()
    for key_id in destroyed:
        subjects.destroy(key_id)
        _record("subjects.key_destroyed", INDEX, at, key=key_id)
    since = subjects.newest_since()
    if since is not None and at - since >= KEY_MAKES_FOR:
        _record("subjects.key_made", INDEX, at, key=subjects.rotate())
    if not (forgotten or destroyed):
        return "Nothing to forget"
    return f"{len(forgotten)} indexes and {len(destroyed)} keys destroyed"


def _record(kind: str, about: str, at: datetime, **details: str) -> None:
    record([Event(kind=kind, about=about, by="system", at=at, details=dict(details))])
