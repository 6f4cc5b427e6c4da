"""A secret that is made once and kept in a file only its owner may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept(path: Path) -> str:
    """The secret in `path`; made there first (50 random bytes as text, mode 0600) where there is none.

    Two processes starting together agree: the file appears whole under its name, and the first one there wins.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()
