"""Keys of this room in SHAREWELL_HOME/keys: each a file that only its owner may read, made on first use."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

SECRET_BYTES = 32
INDEX_KEY = "differencing.key"


def kept(name: str, make: Callable[[], str]) -> str:
    """What the key file of that name holds; made now where there is none yet."""
    path = folder() / name
    if not path.exists():
        _write(path, make())
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


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(
        os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # Two processes that start together agree: the file appears whole, and the first one wins.
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
