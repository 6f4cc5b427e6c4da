"""Keys of this room in SHAREWELL_HOME/keys: each a file that only its owner may read, made on first use."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from sharewell.engine.files import keep_secret

SECRET_BYTES = 32
INDEX_KEY = "differencing.key"


def kept(name: str, make: Callable[[], str]) -> str:
    """What the key file of that name holds; made now where there is none yet."""
    path = folder() / name
    if not path.exists():
        keep_secret(path, make() + "\n")
    return path.read_text(encoding="utf-8").strip()


def pseudonym_master() -> bytes:
    """The master key that pseudonyms are made with, by agreement and recipient. Whoever loses it links nothing more."""
    return kept("pseudonym.key", lambda: secrets.token_hex(SECRET_BYTES)).encode()


def index_key() -> bytes:
    """The key of the differencing index. Without it nobody can try values against what is remembered."""
    return bytes.fromhex(kept(INDEX_KEY, lambda: secrets.token_hex(SECRET_BYTES)))


def destroy_index_key() -> None:
    """Destroy the key; the next file makes another one. What was remembered under it can be compared no more."""
    (folder() / INDEX_KEY).unlink(missing_ok=True)


def folder() -> Path:
    return Path(settings.SHAREWELL_HOME) / "keys"
