"""What a process that was killed left in the vault is destroyed: nothing lies in clear that no release waits for."""

from __future__ import annotations

from datetime import datetime, timedelta

from sharewell_office.release import store, vault

# Whatever is younger may be in somebody's hands: an upload, an examination, a seal.
LEFT_FOR = timedelta(hours=1)


def sweep(at: datetime) -> str:
    """Destroy files in clear that no release waits for, and parcels and archives that belong to none.

    In clear is also what was being received, or was spilled, when somebody was killed over it.
    """
    before = (at - LEFT_FOR).timestamp()
    files = [name for name in vault.untouched("quarantine", since=before) if not store.waits_for(name)]
    parcels = [name for name in vault.untouched("parcels", since=before) if not store.has_parcel(name)]
    spilled = [
        (folder, name)
        for folder, kept in (("incoming", frozenset()), ("work", store.being_examined()))
        for name in vault.untouched(folder, since=before)
        if name not in kept
    ]
    for name in files:
        vault.destroy_left(name)
    for folder, name in spilled:
        vault.destroy_spilled(folder, name)
    for name in parcels:
        vault.destroy_left_parcel(name)
    return f"{len(files) + len(spilled)} files and {len(parcels)} parcels that nobody waited for destroyed"
