"""age with a passphrase, a piece at a time (C2SP age: "scrypt recipient stanza", "Header MAC", "Payload").

The library encrypts to keys in pieces, but with a passphrase only what lies in memory. So the few steps around the
primitives of `cryptography` are here, and are held to the public vectors and to the stock `age` in both directions.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sharewell.engine.age_header import MOST_WORK, HeaderIsNotAge, must_be_strict

# 2^16 rounds take 64 MB and a quarter of a second. The stock age takes four times both, since people choose its words;
# ours are drawn, of 78 bits, and the memory of one process is bounded.
WORK = 16
VERSION = b"age-encryption.org/v1"
_LABEL = VERSION + b"/scrypt"
_CHUNK, _TAG = 1 << 16, 16
_NO_NONCE = bytes(12)


class PassphraseDoesNotOpen(Exception):
    """Another passphrase, a damaged file, or one that was not sealed with a passphrase."""


# --- sealing ----------------------------------------------------------------------------------------------------------
def seal(plain: IO[bytes], sealed: IO[bytes], passphrase: str, *, work: int = WORK) -> None:
    """Encrypt one stream into another."""
    salt, file_key, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrapped = ChaCha20Poly1305(_wrapping(passphrase, salt, work)).encrypt(_NO_NONCE, file_key, None)
    head = b"\n".join((VERSION, b"-> scrypt %s %d" % (_in_letters(salt), work), _in_letters(wrapped), b"---"))
    sealed.write(head + b" " + _in_letters(_mac(file_key, head)) + b"\n" + nonce)
    payload = ChaCha20Poly1305(_derived(file_key, salt=nonce, info=b"payload"))
    chunk, number = plain.read(_CHUNK), 0
    while True:
        following = plain.read(_CHUNK)
        sealed.write(payload.encrypt(_nonce(number, last=not following), chunk, None))
        if not following:
            return
        chunk, number = following, number + 1


def _wrapping(passphrase: str, salt: bytes, work: int) -> bytes:
    return Scrypt(salt=_LABEL + salt, length=32, n=1 << work, r=8, p=1).derive(passphrase.encode())


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(file_key, salt=None, info=b"header"), head, hashlib.sha256)


def _derived(file_key: bytes, *, salt: bytes | None, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(file_key)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


# --- opening ----------------------------------------------------------------------------------------------------------
def is_sealed_with_one(sealed: IO[bytes]) -> bool:
    """Whether a binary age file asks for a passphrase; the stream is put back to its beginning."""
    head = sealed.read(len(VERSION) + len(b"\n-> scrypt "))
    sealed.seek(0)
    return head == VERSION + b"\n-> scrypt "


def open_(sealed: IO[bytes], plain: IO[bytes], passphrase: str) -> None:
    """Decrypt one stream into another. What was written before `PassphraseDoesNotOpen` is raised is to be thrown away.

    `sealed` must be one that can be put back to its beginning.
    """
    try:
        must_be_strict(sealed)
        sealed.seek(0)
        header = _Header.read(sealed)
        file_key = ChaCha20Poly1305(_wrapping(passphrase, header.salt, header.work)).decrypt(
            _NO_NONCE, header.wrapped, None
        )
        if not hmac.compare_digest(_mac(file_key, header.head), header.mac):
            raise PassphraseDoesNotOpen
        nonce = sealed.read(16)
        _payload(sealed, plain, _derived(file_key, salt=nonce, info=b"payload"), whole=len(nonce) == 16)
    except (HeaderIsNotAge, InvalidTag, ValueError, binascii.Error):
        raise PassphraseDoesNotOpen from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """The one stanza that a file with a passphrase has, and what authenticates it."""

    salt: bytes
    work: int
    wrapped: bytes
    mac: bytes
    head: bytes

    @classmethod
    def read(cls, sealed: IO[bytes]) -> _Header:
        """Raises `ValueError` where there is another stanza, another shape, or more rounds than anybody should do."""
        version, stanza, body, end = (sealed.readline(1 << 10) for _ in range(4))
        kind, salt, work = stanza.removeprefix(b"-> ").rstrip(b"\n").split(b" ")
        rounds, mac = int(work), end.removeprefix(b"--- ").rstrip(b"\n")
        if kind != b"scrypt" or str(rounds).encode() != work or not 0 < rounds <= MOST_WORK or mac == end:
            raise ValueError
        return cls(
            salt=_from_letters(salt, 16), work=rounds, wrapped=_from_letters(body.rstrip(b"\n"), 32),
            mac=_from_letters(mac, 32), head=version + stanza + body + b"---",
        )  # fmt: skip


def _payload(sealed: IO[bytes], plain: IO[bytes], key: bytes, *, whole: bool) -> None:
    payload, number = ChaCha20Poly1305(key), 0
    chunk = sealed.read(_CHUNK + _TAG)
    while whole:
        following = sealed.read(_CHUNK + _TAG)
        content = payload.decrypt(_nonce(number, last=not following), chunk, None)
        if number and not content:  # only a file of no bytes ends with a chunk of none
            break
        plain.write(content)
        if not following:
            return
        chunk, number = following, number + 1
    raise PassphraseDoesNotOpen


def _in_letters(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


def _from_letters(letters: bytes, length: int) -> bytes:
    """Canonical base64 without padding, of exactly so many bytes. Raises `ValueError`."""
    content = base64.b64decode(letters + b"=" * (-len(letters) % 4), validate=True)
    if len(content) != length or _in_letters(content) != letters:
        raise ValueError
    return content
