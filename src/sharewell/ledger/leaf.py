"""What goes into the tree: a commitment to an event, from which nobody can read the event.

    leaf = {"commitment": HMAC-SHA256(salt, payload), "kind": "decision.approved", "version": 1}

A leaf names no case, no person and no file. Whoever holds the payload and its 32-byte salt can show that
this is what was recorded; once both are destroyed the leaf stays in every proof and no longer says anything
about anyone (UK GDPR Article 17). The salt is what stops a guess: without it, hashing likely payloads would
find the right one."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sharewell.ledger.spelling import canonical
from sharewell.ledger.tree import leaf_hash

VERSION = 1
SALT_BYTES = 32
_KIND = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One entry of the log. `kind` is words joined by dots; `commitment` is 32 bytes."""

    kind: str
    commitment: bytes
    version: int = VERSION

    def __post_init__(self) -> None:
        if not _KIND.fullmatch(self.kind):
            raise KindIsNotAWord("a kind is words in lower case joined by dots, such as decision.approved")

    def canonical(self) -> bytes:
        """The leaf as canonical JSON. None of its three values can hold anything that would need escaping."""
        return b'{"commitment":"%s","kind":"%s","version":%d}' % (
            self.commitment.hex().encode(),
            self.kind.encode(),
            self.version,
        )

    def hash(self) -> bytes:
        """The leaf as the tree sees it: RFC 6962 leaf hash of the canonical bytes."""
        return leaf_hash(self.canonical())


def leaf_of(payload: Mapping[str, Any], *, salt: bytes) -> Leaf:
    """The leaf that commits to an event's payload. The payload's `kind` is the leaf's."""
    return Leaf(kind=payload["kind"], commitment=commitment(payload, salt=salt))


def commitment(payload: Mapping[str, Any], *, salt: bytes) -> bytes:
    """HMAC-SHA256 of the payload's canonical bytes (RFC 8785). Raises where the salt is not 32 bytes."""
    return committed(canonical(dict(payload)), salt=salt)


def committed(spelt: bytes, *, salt: bytes) -> bytes:
    """The commitment to a payload that is spelt already. Raises where the salt is not 32 bytes."""
    # HMAC pads a short key with zeros, so two salts of different length could commit alike: one length only.
    if len(salt) != SALT_BYTES:
        raise SaltHasWrongLength(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hmac.digest(salt, spelt, "sha256")


class KindIsNotAWord(ValueError):
    """A kind of event holds something other than words joined by dots; a name could hide there."""


class SaltHasWrongLength(ValueError):
    """A salt is not 32 bytes long."""
