"""One way, and one only, to write a JSON value as bytes (RFC 8785), so that a digest of it means something."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value. Refuses what JSON cannot hold (NaN, integers beyond 2^53) by raising."""
    return rfc8785.dumps(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical bytes, in lower-case hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
