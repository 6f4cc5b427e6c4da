"""The list of case keys that were destroyed: kept beside the record's own key and apart from the database, so that a
backup taken before a destruction does not bring anybody's words back.

One line for each key: its SHA-256. It names no case, and from it nobody finds the key again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from sharewell_office.ledger.keys import folder

_DIGEST = re.compile(r"[0-9a-f]{64}")


class ListUnreadable(ValueError):
    """A line of the list of destroyed keys is not a digest. Nothing may be restored until somebody has looked."""


def path() -> Path:
    return folder() / "destroyed"


def digest(key: bytes) -> str:
    return sha256(key).hexdigest()


def listed(where: Path | None = None) -> frozenset[str]:
    """The digests on the list (ours, unless another is named). Raises `ListUnreadable`."""
    where = where or path()
    if not where.exists():
        return frozenset()
    lines = where.read_text(encoding="ascii", errors="replace").splitlines()
    if wrong := next((number for number, line in enumerate(lines, 1) if not _DIGEST.fullmatch(line)), None):
        raise ListUnreadable(f"{where.name}, line {wrong}: expected 64 hexadecimal digits")
    return frozenset(lines)


def add(digests: Iterable[str]) -> None:
    """Put keys on the list, on the disk before this returns. One that is there already is not written again."""
    new = sorted(set(digests) - listed())
    if not new:
        return
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path(), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "w") as file:
        file.write("".join(f"{each}\n" for each in new))
        file.flush()
        os.fsync(file.fileno())
