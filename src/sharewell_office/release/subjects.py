"""The subject index on disk: one file of keyed digests for each release, and the keys they are made with.

vault/subjects/<release>.<key id>     sorted digests (see sharewell.aftercare.subjects)
keys/subjects-<key id>.key            32 random bytes; the newest makes, every one there finds

To rotate is to make a newer key; to destroy a key is to make every index built with it say nothing for ever.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from sharewell.aftercare.subjects import digest
from sharewell.engine import indexing
from sharewell.register.terms import Terms
from sharewell_office.adapters import clock
from sharewell_office.release import keys, vault

_PARQUET = b"PAR1"


def build(release: str, file: Path, name: str, terms: Terms, *, treated: bool) -> int:
    """Index a file that is about to leave; a second attempt at sealing takes the place of the first."""
    key_id, key = _newest()
    seen_as = _treated_name(file) if treated else name
    out, within = _folder() / f"{release}.{key_id}", vault.workspace()
    return indexing.write_index(file, seen_as, terms, out, key=key, treated=treated, within=within)


def _treated_name(file: Path) -> str:
    with file.open("rb") as content:
        return "data.parquet" if content.read(4) == _PARQUET else "data.csv"


def releases_holding(identifiers: Mapping[str, str]) -> list[str]:
    """The releases that hold one of these identifiers (by kind: "name", "nhs_number" …), under any key still there."""
    sought = {
        key_id: [digest(kind, value, key=key) for kind, value in identifiers.items() if value.strip()]
        for key_id, key in _keys().items()
    }
    found = []
    for index in sorted(_folder().iterdir()):
        release, _, key_id = index.name.rpartition(".")
        if sought.get(key_id) and indexing.holds(index, sought[key_id]):
            found.append(release)
    return found


def indexed() -> list[str]:
    """The releases that there is an index of."""
    return sorted({index.name.rpartition(".")[0] for index in _folder().iterdir()})


def forget(release: str) -> None:
    """Take away the index of a release: nobody holds the data any more."""
    for index in _folder().glob(f"{release}.*"):
        index.unlink(missing_ok=True)


# --- the keys ---------------------------------------------------------------------------------------------------------
def rotate() -> str:
    """Make a newer key: the next parcels are indexed under it. Returns its id."""
    number = max((int(key_id[:4]) for key_id in _keys()), default=0) + 1
    key_id = f"{number:04}{secrets.token_hex(4)}"
    keys.kept(f"subjects-{key_id}.key", lambda: secrets.token_hex(keys.SECRET_BYTES))
    os.utime(_file(key_id), (clock.now().timestamp(),) * 2)
    return key_id


def newest_since() -> datetime | None:
    """When the key that new parcels are indexed under was made; None where there is none yet."""
    living = _keys()
    return datetime.fromtimestamp(_file(max(living)).stat().st_mtime, tz=UTC) if living else None


def idle() -> list[str]:
    """Keys that no index was made with any more, and that no new one will be."""
    living = _keys()
    used = {index.name.rpartition(".")[2] for index in _folder().iterdir()}
    return sorted(living.keys() - used - {max(living, default="")})


def destroy(key_id: str) -> int:
    """Destroy a key, and the indexes that nothing can read any more: how many there were."""
    _file(key_id).unlink(missing_ok=True)
    unreadable = list(_folder().glob(f"*.{key_id}"))
    for index in unreadable:
        index.unlink()
    return len(unreadable)


def _newest() -> tuple[str, bytes]:
    living = _keys()
    if not living:
        rotate()
        living = _keys()
    newest = max(living)
    return newest, living[newest]


def _file(key_id: str) -> Path:
    return keys.folder() / f"subjects-{key_id}.key"


def _keys() -> dict[str, bytes]:
    found = keys.folder().glob("subjects-*.key")
    return {
        path.stem.removeprefix("subjects-"): bytes.fromhex(path.read_text(encoding="utf-8").strip())
        for path in found
    }


def _folder() -> Path:
    folder = Path(settings.SHAREWELL_HOME) / "vault" / "subjects"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
