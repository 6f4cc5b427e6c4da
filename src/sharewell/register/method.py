"""How a file is sealed for its recipient: one table of methods, each with the most it may carry (OPCC 7.3).

The agreement says which (`sealed_with`); where it says nothing, it is the recipient's key. What a method is too weak
for is refused when the file is to go, whatever was agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sharewell.register.party import KeyKind

BULK_ROWS = 1_000


class Method(StrEnum):
    """The values of `sealed_with` in a terms document."""

    KEY = "key"
    PASSPHRASE = "passphrase"  # noqa: S105 - a name, no password
    OPENPGP = "openpgp"
    XLSX = "xlsx"

    @property
    def label(self) -> str:
        return METHODS[self].label


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """One row of the table.

    `algorithm` goes into every parcel's manifest, so that what was sealed with it is found when it must change.
    `key` is the kind of key on the recipient's card that it is sealed to (None: with words that are read out).
    `special_category` says whether it may carry data of a special category or about offences, or of which nobody said
    that they are none; `bulk`, whether files of `BULK_ROWS` rows and more. `largest` is in bytes (None: any size),
    `only` the file's ending ("": any).
    """

    label: str
    algorithm: str
    key: KeyKind | None
    special_category: bool
    bulk: bool
    largest: int | None = None
    only: str = ""

    @property
    def secret(self) -> bool:
        """Whether it opens with words that are read out, and with no key."""
        return self.key is None


METHODS: Mapping[Method, Strength] = {
    Method.KEY: Strength(
        label="Sealed to the recipient's key",
        algorithm="age v1, X25519",
        key=KeyKind.AGE,
        special_category=True,
        bulk=True,
    ),
    Method.PASSPHRASE: Strength(
        label="Sealed with a passphrase that is read out by telephone",
        algorithm="age v1, scrypt",
        key=None,
        special_category=True,
        bulk=False,
    ),
    Method.OPENPGP: Strength(
        label="Sealed to the recipient's OpenPGP key",
        algorithm="OpenPGP (RFC 9580), AES-256",
        key=KeyKind.OPENPGP,
        special_category=True,
        bulk=True,
    ),
    Method.XLSX: Strength(
        label="A workbook with a password that is read out by telephone",
        algorithm="ECMA-376 agile encryption, AES-256, SHA-512",
        key=None,
        special_category=False,
        bulk=False,
        largest=10_000_000,
        only=".xlsx",
    ),
}


def too_weak(method: Method, *, special_category: bool, rows: int, leaves_as: str) -> Iterator[str]:
    """Every reason why that method is too weak for a file, or cannot carry it. `leaves_as` is the file's name."""
    strength = METHODS[method]
    if special_category and not strength.special_category:
        yield "it may carry no special category data or offences, nor data of which nobody said that they are none"
    if rows >= BULK_ROWS and not strength.bulk:
        yield f"it may carry fewer than {BULK_ROWS} rows, and this file has {rows}"
    if not leaves_as.lower().endswith(strength.only):
        yield f"it is for files that leave as {strength.only}, untreated"
