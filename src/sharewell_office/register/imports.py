"""Keep an uploaded register between the dry run and the yes: under its own SHA-256, and no longer than that.

What was tried and then left is forgotten after a week: it may name people, and nobody waits for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile


def keep(file: UploadedFile) -> str:
    """Copy the upload aside, piece by piece, and return its SHA-256."""
    folder, read = _folder(), hashlib.sha256()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=folder, prefix="coming-", delete=False) as coming:
        for piece in file.chunks():
            read.update(piece)
            coming.write(piece)
    digest = read.hexdigest()
    Path(coming.name).replace(folder / digest)
    (folder / f"{digest}.name").write_text((file.name or "register")[:200])
    return digest


def has(digest: str) -> bool:
    return re.fullmatch("[0-9a-f]{64}", digest) is not None and (_folder() / digest).exists()


def path(digest: str) -> Path:
    return _folder() / digest


def name(digest: str) -> str:
    """What the file was called by whoever brought it."""
    return (_folder() / f"{digest}.name").read_text()


def forget(digest: str) -> None:
    for path in (_folder() / digest, _folder() / f"{digest}.name"):
        path.unlink(missing_ok=True)


def sweep(wanted: Collection[str]) -> int:
    """Forget every upload but these: how many."""
    left = [each.name for each in _folder().glob("*") if has(each.name) and each.name not in wanted]
    for digest in left:
        forget(digest)
    return len(left)


def _folder() -> Path:
    return Path(settings.SHAREWELL_HOME) / "imports"
