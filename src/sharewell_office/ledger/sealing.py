"""What an event said and its salt, sealed under the key of its case (ChaCha20-Poly1305).

The leaf's commitment and the reference of the case are sealed in as well: words moved to another entry do not open.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from sharewell.ledger.leaf import SALT_BYTES

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Opened:
    """An event's payload, and the salt of its commitment."""

    payload: dict[str, Any]
    salt: bytes


class WordsDoNotOpen(Exception):
    """The words of an entry were changed or moved, or its key is another's."""


def fresh_key() -> bytes:
    return ChaCha20Poly1305.generate_key()


def seal(spelt: bytes, *, salt: bytes, key: bytes, commitment: bytes, reference: str) -> bytes:
    """Seal a payload, given in its one spelling (`canonical`), and its salt, for the leaf of this commitment."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, salt + spelt, _place(commitment, reference))


def unseal(sealed: bytes, *, key: bytes, commitment: bytes, reference: str, number: int) -> Opened:
    """Open what `seal` closed. Raises `WordsDoNotOpen`, which names the entry by its `number`."""
    nonce, closed = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        data = ChaCha20Poly1305(key).decrypt(nonce, closed, _place(commitment, reference))
        payload = json.loads(data[SALT_BYTES:])
    except (InvalidTag, ValueError):
        raise WordsDoNotOpen(f"entry {number}") from None
    # The keys lie in the same database: what opens may still be somebody else's writing.
    if not _is_a_payload(payload):
        raise WordsDoNotOpen(f"entry {number}")
    return Opened(payload=payload, salt=data[:SALT_BYTES])


def _is_a_payload(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"kind", "about", "by", "at", "details"}
        and isinstance(value["details"], dict)
        and all(isinstance(value[name], str) for name in ("kind", "about", "by", "at"))
    )


def _place(commitment: bytes, reference: str) -> bytes:
    return commitment + reference.encode()
