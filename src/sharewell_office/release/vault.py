"""The vault: files that wait, named by their SHA-256, and parcels that were sealed. Nobody else reads or writes here.

vault/incoming/               an upload that is being received
vault/quarantine/<sha256>     a file as it was uploaded or treated, in clear, until it is sealed or given up
vault/lists/<sha256>.csv      a list that terms name, or of people withheld
vault/index/<sha256>.json     what is remembered of a file that left, by keyed digest
vault/work/<attempt>/         where an examination spills what it cannot hold; wiped before and after; an index likewise
vault/parcels/<name>/         a parcel, which only the recipient opens
vault/archives/<name>.zip     a parcel as it is handed over, while its download may be gone on with
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from django.conf import settings

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PARCEL = re.compile(r"[A-Z]+-\d{4}-\d{4,}-[0-9a-f]{8}")


def keep(chunks: Iterable[bytes]) -> str:
    """Copy a file aside and return its SHA-256. The copy appears whole, under that digest, or not at all."""
    folder = _folder("quarantine")
    descriptor, aside = tempfile.mkstemp(dir=folder, prefix="incoming-")
    digest = hashlib.sha256()
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, folder / digest.hexdigest())
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def aside() -> Path:
    """Where a file in the making lies in quarantine; whoever asks takes it away, or calls `keep_made`."""
    return _folder("quarantine") / f"incoming-{secrets.token_hex(8)}"


def keep_made(made: Path) -> str:
    """A file made aside, from now on under its SHA-256, which is returned."""
    with made.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        os.fsync(content.fileno())
    os.replace(made, file(digest))
    return digest


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def keep_list(content: bytes) -> str:
    """Keep a list and return its SHA-256."""
    digest = digest_of(content)
    _write_whole(list_file(digest), content)
    return digest


def list_file(sha256: str) -> Path:
    """Where the list of that digest is, or would be."""
    assert _DIGEST.fullmatch(sha256)
    return _folder("lists") / f"{sha256}.csv"


def destroy_list(sha256: str) -> None:
    list_file(sha256).unlink(missing_ok=True)


def fresh_work(attempt: int) -> Path:
    """An empty folder for one examination to work in."""
    folder = _folder("work") / str(attempt)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def workspace() -> Path:
    """Where a folder is made for what spills, in clear; whoever makes it takes it away."""
    return _folder("work")


def wipe_work(attempt: int) -> None:
    shutil.rmtree(_folder("work") / str(attempt), ignore_errors=True)


def keep_footprint(content: bytes) -> str:
    """Keep what is remembered of a file, and return its SHA-256."""
    digest = digest_of(content)
    _write_whole(footprint_file(digest), content)
    return digest


def footprint_file(sha256: str) -> Path:
    """Where the footprint of that digest is, or would be."""
    assert _DIGEST.fullmatch(sha256)
    return _folder("index") / f"{sha256}.json"


def destroy_footprint(sha256: str) -> None:
    footprint_file(sha256).unlink(missing_ok=True)


def _write_whole(path: Path, content: bytes) -> None:
    aside = path.with_suffix(f".{secrets.token_hex(4)}")
    aside.write_bytes(content)
    os.replace(aside, path)


def file(sha256: str) -> Path:
    """Where the file of that digest is, or would be."""
    assert _DIGEST.fullmatch(sha256)
    return _folder("quarantine") / sha256


def digest_now(sha256: str) -> str:
    """The digest of the bytes that are there now under that name; "" where there are none."""
    try:
        with file(sha256).open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def size(sha256: str) -> int:
    """How many bytes the file of that digest has; 0 where there is none."""
    return file(sha256).stat().st_size if file(sha256).exists() else 0


def destroy(sha256: str) -> None:
    """Destroy a file in clear. That blocks of a disk can be read again is for full-disk encryption to prevent."""
    file(sha256).unlink(missing_ok=True)


def untouched(folder: str, *, since: float) -> list[str]:
    """The names in a folder of the vault that nobody has written to since that moment (seconds of the epoch)."""
    return [each.name for each in _folder(folder).iterdir() if each.stat().st_mtime < since]


def destroy_left(name: str) -> None:
    """Destroy what a killed process left in quarantine: a file, or half of one."""
    (_folder("quarantine") / Path(name).name).unlink(missing_ok=True)


def destroy_spilled(folder: str, name: str) -> None:
    """Destroy what a killed process left of an upload that it received, or of what it spilled."""
    left = _folder(folder) / Path(name).name
    shutil.rmtree(left, ignore_errors=True)
    left.unlink(missing_ok=True)


def fresh_parcel(reference: str) -> str:
    """A name for a parcel that no other attempt at sealing the same release has."""
    return f"{reference}-{secrets.token_hex(4)}"


def parcel(name: str) -> Path:
    """Where the parcel of that name is, or will be."""
    assert _PARCEL.fullmatch(name)
    return _folder("parcels") / name


def discard_parcel(name: str) -> None:
    """Take away a parcel that never became anybody's."""
    destroy_parcel(name)


def destroy_parcel(name: str) -> None:
    """Destroy a parcel, and the archives that were made of it, the half-made ones too."""
    shutil.rmtree(parcel(name), ignore_errors=True)
    for made in _folder("archives").glob(f"{name}.zip*"):
        made.unlink(missing_ok=True)


def destroy_left_parcel(name: str) -> None:
    """Destroy what a killed process left among the parcels: one that became nobody's, or half of one."""
    if _PARCEL.fullmatch(name):
        destroy_parcel(name)
    else:
        shutil.rmtree(_folder("parcels") / Path(name).name, ignore_errors=True)


def as_zip(name: str) -> IO[bytes]:
    """A parcel as one zip archive: the same bytes whenever it is asked for, so that a download can be gone on with."""
    archive = _folder("archives") / f"{parcel(name).name}.zip"
    if not archive.exists():
        _make_archive(name, archive)
    return archive.open("rb")


def _make_archive(name: str, archive: Path) -> None:
    aside = archive.with_suffix(f".zip.{secrets.token_hex(4)}")
    # Stored, not deflated: what is encrypted does not shrink.
    with zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as content:
        for part in sorted(parcel(name).iterdir()):
            content.write(part, part.name)
    os.replace(aside, archive)


def _folder(name: str) -> Path:
    folder = Path(settings.SHAREWELL_HOME) / "vault" / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
