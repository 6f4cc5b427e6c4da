"""What a parcel is sealed with, and what opens it: age keys, a passphrase, an OpenPGP certificate.

Each lock encrypts one stream into another, and each key decrypts one, in pieces. `register.method` says what each may
carry. A password on a workbook is no lock in this sense (`workbook_password`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any, Protocol

import pyrage

from sharewell.engine import age_passphrase, openpgp
from sharewell.engine.age_header import HeaderIsNotAge, must_be_strict

AGE, OPENPGP = ".age", ".pgp"
LARGEST_ARMOURED = 50_000_000  # with a passphrase: the library reads those in memory
_ARMOUR = b"-----BEGIN AGE"


class KeyUnusable(Exception):
    """A recipient or an identity is not a key."""


class DoesNotOpen(Exception):
    """The key is not the one it was sealed to, or the stream is damaged. What came out is to be thrown away."""


class Lock(Protocol):
    """What seals. `ending` is that of the sealed parts, `names` the public keys as the manifest gives them."""

    @property
    def ending(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    def seal(self, plain: IO[bytes], sealed: IO[bytes]) -> None:
        """Encrypt a stream into a file that is at its beginning."""


class Key(Protocol):
    """What opens."""

    @property
    def ending(self) -> str: ...
    def open(self, sealed: IO[bytes], plain: IO[bytes]) -> None:
        """Decrypt a file into another. Raises `DoesNotOpen`."""


# --- age, to keys -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class AgeKeys:
    """To one or more age public keys."""

    names: tuple[str, ...]
    ending: str = AGE

    def seal(self, plain: IO[bytes], sealed: IO[bytes]) -> None:
        pyrage.encrypt_io(plain, sealed, recipients_of(self.names))


def recipients_of(keys: Sequence[str]) -> list[Any]:
    """age public keys as recipients. Raises `KeyUnusable` naming which one is none."""
    recipients = []
    for number, key in enumerate(keys, start=1):
        try:
            recipients.append(pyrage.x25519.Recipient.from_str(key.strip()))
        except pyrage.RecipientError:
            raise KeyUnusable(f"recipient {number} is not an age public key (age1…)") from None
    if not recipients:
        raise KeyUnusable("there is no recipient; expected at least one age public key (age1…)")
    return recipients


@dataclass(frozen=True, slots=True)
class AgeIdentities:
    """With one or more age identities: any of them will do."""

    identities: tuple[Any, ...]
    ending: str = AGE

    def open(self, sealed: IO[bytes], plain: IO[bytes]) -> None:
        try:
            must_be_strict(sealed)
            sealed.seek(0)
            pyrage.decrypt_io(sealed, plain, self.identities)
        except (HeaderIsNotAge, pyrage.DecryptError, OSError):
            raise DoesNotOpen from None


def identities_of(text: str) -> AgeIdentities:
    """The age identities in a key file (comments begin with #). Raises `KeyUnusable`."""
    lines = [line.strip() for line in text.splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise KeyUnusable("expected an age identity (a line AGE-SECRET-KEY-1…)")
    return AgeIdentities(tuple(found))


# --- age, with a passphrase -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Passphrase:
    """With words: they seal, and they open."""

    words: str
    names: tuple[str, ...] = ()
    ending: str = AGE

    def __repr__(self) -> str:
        return "Passphrase(…)"

    def seal(self, plain: IO[bytes], sealed: IO[bytes]) -> None:
        age_passphrase.seal(plain, sealed, self.words)

    def open(self, sealed: IO[bytes], plain: IO[bytes]) -> None:
        try:
            if _is_armoured(sealed):
                plain.write(pyrage.passphrase.decrypt(sealed.read(LARGEST_ARMOURED), self.words))
            else:
                age_passphrase.open_(sealed, plain, self.words)
        except (age_passphrase.PassphraseDoesNotOpen, pyrage.DecryptError):
            raise DoesNotOpen from None


def _is_armoured(sealed: IO[bytes]) -> bool:
    """Whether it is written in letters. No parcel of ours is; somebody's own file may be."""
    head = sealed.read(len(_ARMOUR))
    sealed.seek(0)
    return head == _ARMOUR


# --- OpenPGP ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class OpenPGPCertificate:
    """To the public half of an OpenPGP key; its name is the fingerprint."""

    certificate: str
    names: tuple[str, ...]
    ending: str = OPENPGP

    def seal(self, plain: IO[bytes], sealed: IO[bytes]) -> None:
        openpgp.seal(plain, sealed, self.certificate)


def openpgp_certificate(text: str) -> OpenPGPCertificate:
    """A certificate to which something can be sealed today. Raises `KeyUnusable`."""
    try:
        return OpenPGPCertificate(text.strip(), (openpgp.describe(text).fingerprint,))
    except openpgp.CertificateUnusable as problem:
        raise KeyUnusable(str(problem)) from None


@dataclass(frozen=True, slots=True)
class OpenPGPSecret:
    """With the secret half of an OpenPGP key, and the passphrase that it is kept under ("" for none)."""

    secret: str
    passphrase: str = ""
    ending: str = OPENPGP

    def __repr__(self) -> str:
        return "OpenPGPSecret(…)"

    def open(self, sealed: IO[bytes], plain: IO[bytes]) -> None:
        try:
            openpgp.open_(sealed, plain, self.secret, self.passphrase)
        except openpgp.MessageDoesNotOpen:
            raise DoesNotOpen from None
