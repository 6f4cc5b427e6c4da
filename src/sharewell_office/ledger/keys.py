"""The key that signs the record's checkpoints: a file that only its owner may read, made on first use.

Whoever holds this file and the database can write the record anew. Keep it on another host where you can, and give
checkpoints away: what others hold is what protects the record.
"""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from sharewell.engine.files import keep_secret
from sharewell.ledger.note import COSIGNATURE, SigningKey


def folder() -> Path:
    """Where the record's key lies: SHAREWELL_KEYS, else SHAREWELL_HOME/keys, beside everything it protects."""
    elsewhere = getattr(settings, "SHAREWELL_KEYS", "")
    return Path(elsewhere) if elsewhere else Path(settings.SHAREWELL_HOME) / "keys"


def lies_elsewhere() -> bool:
    """Whether the key lies outside the folder that holds the database."""
    return not folder().resolve().is_relative_to(Path(settings.SHAREWELL_HOME).resolve())


def witness_key() -> SigningKey:
    """The key with which we co-sign partners' checkpoints, beside the record's own."""
    path = folder() / "witness.key"
    if not path.exists():
        name = f"{signing_key().name}/witness"
        keep_secret(
            path, SigningKey(name=name, seed=secrets.token_bytes(32), algorithm=COSIGNATURE).text() + "\n"
        )
    return SigningKey.parse(path.read_text(encoding="utf-8"))


def is_there() -> bool:
    """Whether the key was made already."""
    return (folder() / "record.key").exists()


def signing_key() -> SigningKey:
    """The key in the file record.key of that folder. Raises `KeyUnreadable` where it holds anything else."""
    path = folder() / "record.key"
    if not path.exists():
        keep_secret(path, _fresh_key().text() + "\n")
    return SigningKey.parse(path.read_text(encoding="utf-8"))


def next_key() -> SigningKey:
    """The key that will sign instead of the present one, of the same log: made once, and waiting in record.key.next."""
    path = folder() / "record.key.next"
    if not path.exists():
        keep_secret(path, SigningKey(name=signing_key().name, seed=secrets.token_bytes(32)).text() + "\n")
    return SigningKey.parse(path.read_text(encoding="utf-8"))


def change_over() -> None:
    """The next key takes the place of the present one, which is kept beside it under its id, to be put away."""
    here = folder() / "record.key"
    present = signing_key().verifier()
    os.link(here, folder() / f"record.key.{present.id.hex()}")
    (folder() / "record.key.next").replace(here)


def _fresh_key() -> SigningKey:
    """A key whose name is the log's: as the office set it, or one that no other installation has."""
    seed = secrets.token_bytes(32)
    name = (
        getattr(settings, "SHAREWELL_RECORD_NAME", "") or f"example.org/record/{sha256(seed).hexdigest()[:8]}"
    )
    return SigningKey(name=name, seed=seed)
