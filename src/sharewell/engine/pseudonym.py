"""Pseudonyms: HMAC-SHA256 under a key that belongs to one agreement and one recipient (docs/spec/treatments.md).

Two recipients who lay their files side by side find no pseudonym in common, and neither can work one out
without the master key, which stays with the controller.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sharewell.register.terms import Terms
from sharewell.vocabulary.canonical import canonical

LEAST_BYTES = 32
PURPOSE, PURPOSE_OF_ID = "sharewell pseudonym v1", "sharewell pseudonym key id v1"


class KeyTooShort(Exception):
    """A master key of too few bytes: with few enough of them, somebody tries them all."""


def key_for(master: bytes, terms: Terms) -> bytes:
    """The key of one agreement and one recipient: HKDF-SHA256 (RFC 5869) of the master key, 32 bytes.

    A line end after the master key is not part of it. Raises `KeyTooShort` below 32 bytes.
    """
    return _derived(master, terms, PURPOSE, 32)


def key_id(master: bytes, terms: Terms) -> str:
    """What the key is called on the record, 16 hexadecimal digits: it tells keys apart and tells nothing of them."""
    return _derived(master, terms, PURPOSE_OF_ID, 8).hex()


def _derived(master: bytes, terms: Terms, purpose: str, length: int) -> bytes:
    key = master.removesuffix(b"\n").removesuffix(b"\r")
    if len(key) < LEAST_BYTES:
        raise KeyTooShort
    whose = {"purpose": purpose, "agreement": terms.reference or "", "recipient": terms.recipient or ""}
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=canonical(whose)).derive(key)


def hmac_of(text: str, key: bytes) -> str:
    """HMAC-SHA256 (RFC 2104) of an SQL text's UTF-8 bytes in hexadecimal, written out: the engine has no such function.

    `key` has at most 64 bytes.
    """
    block = key.ljust(64, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in block).hex() for pad in (0x36, 0x5C))
    return f"sha256(from_hex('{outer}') || from_hex(sha256(from_hex('{inner}') || encode({text}))))"
