"""Partners' own texts, kept aside under their SHA-256 and never opened here: whoever wants to read one takes it away.

vault/partner/<sha256>
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

LARGEST = 20_000_000
# How each kind of document begins. What a file is called proves nothing.
BEGINS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04", ".odt": b"PK\x03\x04"}


class NotADocument(ValueError):
    """The upload is none of the documents that can be read by page and clause; the text says what is wrong."""


def keep(upload: UploadedFile) -> str:
    """Copy the upload aside and return its SHA-256. Raises `NotADocument`."""
    suffix = Path(upload.name or "").suffix.lower()
    if suffix not in BEGINS:
        raise NotADocument("Choose a PDF, Word (.docx) or OpenDocument (.odt) file")
    if (upload.size or 0) > LARGEST:
        raise NotADocument(f"The file is larger than {LARGEST // 1_000_000} MB")
    folder, digest = _folder(), hashlib.sha256()
    descriptor, aside = tempfile.mkstemp(dir=folder, prefix="incoming-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            for number, chunk in enumerate(upload.chunks()):
                if number == 0 and not chunk.startswith(BEGINS[suffix]):
                    raise NotADocument(f"The file is called {suffix} and is not one inside")
                digest.update(chunk)
                file.write(chunk)
        os.replace(aside, folder / digest.hexdigest())
    finally:
        Path(aside).unlink(missing_ok=True)
    return digest.hexdigest()


def content(sha256: str) -> bytes | None:
    """The file as it was brought; None where it is not here, or is not any more what its name says."""
    path = _folder() / sha256
    if not re.fullmatch("[0-9a-f]{64}", sha256) or not path.exists():
        return None
    found = path.read_bytes()
    return found if hashlib.sha256(found).hexdigest() == sha256 else None


def shown_name(upload: UploadedFile) -> str:
    """What the file is called, without anything that a page or a header could trip over."""
    plain = "".join(each for each in Path(upload.name or "").name if each.isprintable() and each not in '"\\')
    return plain[-100:] or "text"


def _folder() -> Path:
    folder = Path(settings.SHAREWELL_HOME) / "vault" / "partner"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
