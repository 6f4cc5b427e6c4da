"""The papers of a pack while it is made: on disk and not in memory, in a file that has no name.

Whatever ends the process, nothing of them is left: the system forgets a file without a name with whoever held it open.
"""

from __future__ import annotations

from hashlib import sha256
from tempfile import TemporaryFile

from sharewell_office.release import vault


class Spool:
    """Files by name, put in once and read again."""

    def __init__(self) -> None:
        self._file = TemporaryFile(dir=vault.workspace())  # noqa: SIM115 - open for as long as the pack is
        self._places: dict[str, tuple[int, int]] = {}
        self.digests: dict[str, str] = {}

    def put(self, name: str, data: bytes) -> None:
        """Put a file in, under a name of its own."""
        start = self._file.seek(0, 2)
        self._file.write(data)
        self._places[name] = start, len(data)
        self.digests[name] = sha256(data).hexdigest()

    def get(self, name: str) -> bytes:
        """The bytes of a file that was put in."""
        start, length = self._places[name]
        self._file.seek(start)
        return self._file.read(length)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._places)
