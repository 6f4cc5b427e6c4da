"""How a file is sealed for its recipient: one table of methods, each with the most it may carry (OPCC 7.3).

The agreement says which (`sealed_with`); where it says nothing, it is the recipient's key. What a method is too weak
for is refused when the file is to go, whatever was agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

BULK_ROWS = 1_000


class Method(StrEnum):
    """The values of `sealed_with` in a terms document."""

    KEY = "key"
    PASSPHRASE = "passphrase"  # noqa: S105 - a name, no password
    XLSX = "xlsx"

    @property
    def label(self) -> str:
        return METHODS[self].label


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """One row of the table.

    `algorithm` goes into every parcel's manifest, so that what was sealed with it is found when it must change.
    `guarded` says whether it may carry special category data, offences, or data nobody said this of; `bulk`, whether
    files of `BULK_ROWS` rows and more. `largest` is in bytes (None: any size), `only` the file's ending ("": any).
    """

    label: str
    algorithm: str
    secret: bool
    guarded: bool
    bulk: bool
    largest: int | None = None
    only: str = ""


METHODS: Mapping[Method, Strength] = {
    Method.KEY: Strength(
        label="Sealed to the recipient's key",
        algorithm="age v1, X25519",
        secret=False,
        guarded=True,
        bulk=True,
    ),
    Method.PASSPHRASE: Strength(
        label="Sealed with a passphrase that is read out by telephone",
        algorithm="age v1, scrypt",
        secret=True,
        guarded=True,
        bulk=False,
        largest=20_000_000,  # it is encrypted in memory, twice over
    ),
    Method.XLSX: Strength(
        label="A workbook with a password that is read out by telephone",
        algorithm="ECMA-376 agile encryption, AES-256, SHA-512",
        secret=True,
        guarded=False,
        bulk=False,
        largest=10_000_000,
        only=".xlsx",
    ),
}


def too_weak(method: Method, *, guarded: bool, rows: int, leaves_as: str) -> Iterator[str]:
    """Every reason why that method is too weak for a file, or cannot carry it. `leaves_as` is the file's name."""
    strength = METHODS[method]
    if guarded and not strength.guarded:
        yield "it may carry no special category data or offences, nor data of which nobody said that they are none"
    if rows >= BULK_ROWS and not strength.bulk:
        yield f"it may carry fewer than {BULK_ROWS} rows, and this file has {rows}"
    if not leaves_as.lower().endswith(strength.only):
        yield f"it is for files that leave as {strength.only}, untreated"
