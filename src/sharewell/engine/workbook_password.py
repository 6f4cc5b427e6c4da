"""A workbook with a password (ECMA-376 agile encryption): the weakest way to seal, where an agreement asks for it.

Opened by any spreadsheet program with the password. The whole file is in memory: `register.method` keeps it small.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

from msoffcrypto.format.ooxml import OOXMLFile

from sharewell.engine.files import folder_made_whole
from sharewell.engine.sealing import ChangedWhileSealing

MANIFEST = "manifest.json"


def seal(
    source: Path,
    parcel: Path,
    *,
    sha256: str,
    manifest: dict[str, Any],
    terms_name: str,
    terms: bytes,
    password: str,
) -> None:
    """Put the workbook under that password into the folder `parcel`, with manifest and terms; whole or not at all.

    Raises `ChangedWhileSealing` unless the very bytes encrypted have the digest `sha256` that was examined.
    """
    plain = source.read_bytes()
    if hashlib.sha256(plain).hexdigest() != sha256:
        raise ChangedWhileSealing
    with folder_made_whole(parcel) as folder:
        with (folder / manifest["file"]["name"]).open("wb") as sealed:
            OOXMLFile(io.BytesIO(plain)).encrypt(password, sealed)
        (folder / MANIFEST).write_bytes(json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n")
        (folder / terms_name).write_bytes(terms)
