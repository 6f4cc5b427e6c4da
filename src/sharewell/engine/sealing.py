"""Sealing and opening a parcel (docs/spec/parcel.md): a folder that only the recipient opens.

data.age        the released bytes, encrypted to the recipient's key or with a passphrase: the stock `age` opens it
manifest.json   what was released, under which authority, checked how
terms.*         the terms, byte for byte as they were given
seal.age        SHA-256 of the other three, encrypted in the same way

Where the agreement says OpenPGP the first and the last are data.pgp and seal.pgp, which the stock `gpg` opens.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sharewell.engine import age_passphrase
from sharewell.engine.files import folder_made_whole
from sharewell.engine.locks import AGE, OPENPGP, DoesNotOpen, Key, Lock
from sharewell.release.manifest import FORMAT
from sharewell.vocabulary.canonical import canonical

DATA, MANIFEST, SEAL = "data", "manifest.json", "seal"  # data and seal end as the lock has it
TERMS = ("terms.json", "terms.yaml", "terms.yml")
LARGEST_PART = 4_000_000  # bytes of any part but the data


class ParcelUnusable(Exception):
    """There is no parcel there, or it cannot be read at all."""


class SealDoesNotMatch(Exception):
    """The parcel is not what was sealed: something differs, is missing, or was added. Nothing of it was kept."""


class ChangedWhileSealing(Exception):
    """The bytes that were encrypted are not the bytes that were examined. Nothing was kept."""


# --- sealing ------------------------------------------------------------------------------------------
def seal(
    source: Path,
    parcel: Path,
    *,
    sha256: str,
    manifest: dict[str, Any],
    terms_name: str,
    terms: bytes,
    lock: Lock,
) -> dict[str, str]:
    """Seal `source` into the folder `parcel`, which appears whole or not at all; the digests of its parts.

    In bounded memory, whatever the lock. Raises `ChangedWhileSealing` unless the very bytes encrypted have the digest
    `sha256` that was examined.
    """
    data = DATA + lock.ending
    with folder_made_whole(parcel) as folder:
        with source.open("rb") as plain, (folder / data).open("wb") as sealed:
            hashed = _Hashed(plain)
            lock.seal(hashed, sealed)  # type: ignore[arg-type]
        if hashed.sha256.hexdigest() != sha256:
            raise ChangedWhileSealing
        (folder / MANIFEST).write_bytes(json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n")
        (folder / terms_name).write_bytes(terms)
        digests = {name: _sha256(folder / name) for name in (data, MANIFEST, terms_name)}
        with (folder / (SEAL + lock.ending)).open("wb") as sealed:
            lock.seal(io.BytesIO(canonical(digests)), sealed)
    return digests


class _Hashed:
    """Reads a file and remembers the digest of what was read, so that nothing else can have been encrypted."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.sha256.update(chunk)
        return chunk


# --- opening ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What came out: the file's path and digest, and the manifest (None for a bare .age file)."""

    file: Path
    sha256: str
    manifest: dict[str, Any] | None


def asks_for(parcel: Path) -> str:
    """What it takes to open a parcel, or a bare file: "key", "passphrase" or "openpgp". Raises `ParcelUnusable`."""
    file = parcel if parcel.is_file() else parcel / (DATA + AGE)
    if file.suffix == OPENPGP or (parcel / (DATA + OPENPGP)).is_file():
        return "openpgp"
    if not file.is_file():
        return "key"  # whatever it lacks, opening it says
    with file.open("rb") as sealed:
        return "passphrase" if age_passphrase.is_sealed_with_one(sealed) else "key"


def open_parcel(parcel: Path, key: Key, out: Path) -> Opened:
    """Verify a parcel and put its file into `out` under its own name.

    In this order, and the file appears only when all of it held:
     (0) the folder holds the four parts and nothing else
     (1) the seal opens with this key
     (2) every part has the digest that the seal gives
     (3) the manifest is one, and names the digest of the terms beside it
     (4) the data decrypt to the bytes the manifest names
    Raises `ParcelUnusable`, `SealDoesNotMatch`; `FileExistsError` rather than overwrite.
    """
    if parcel.is_file():
        return _open_bare(parcel, key, out)
    parts = _parts(parcel, key.ending)
    manifest = _verified_manifest(parcel, parts, key)
    name = _safe_name(manifest["file"]["name"])
    sha256 = _decrypt_into(parcel / parts[0], key, out, name, expected=manifest["file"]["sha256"])
    return Opened(file=out / name, sha256=sha256, manifest=manifest)


def _open_bare(file: Path, key: Key, out: Path) -> Opened:
    if file.suffix != key.ending:
        raise ParcelUnusable(f"{file.name}: expected a parcel (a folder) or a file ending in {key.ending}")
    name = _safe_name(file.stem)
    return Opened(file=out / name, sha256=_decrypt_into(file, key, out, name), manifest=None)


def _parts(parcel: Path, ending: str) -> tuple[str, ...]:
    if not parcel.is_dir():
        raise ParcelUnusable(f"{parcel.name}: no such parcel; expected a folder")
    data, seal = DATA + ending, SEAL + ending
    found = {entry.name for entry in parcel.iterdir()}
    terms = found & set(TERMS)
    if len(terms) != 1 or found != {data, MANIFEST, seal} | terms:
        raise SealDoesNotMatch(f"{parcel.name} holds other parts than {data}, {MANIFEST}, terms and {seal}")
    # A link could point at a file that changes between the check and the use of it.
    if any((parcel / name).is_symlink() or not (parcel / name).is_file() for name in found):
        raise SealDoesNotMatch(f"{parcel.name}: a part is not a plain file")
    return (data, MANIFEST, *terms)


def _verified_manifest(parcel: Path, parts: tuple[str, ...], key: Key) -> dict[str, Any]:
    seal = parcel / (SEAL + key.ending)
    try:
        digests = json.loads(_unsealed(seal, key))
    except (DoesNotOpen, ValueError):
        raise SealDoesNotMatch(f"{seal.name} does not open with this, or is damaged") from None
    for name in parts:
        if not isinstance(digests, dict) or digests.get(name) != _sha256(parcel / name):
            raise SealDoesNotMatch(f"{name} is not the one that was sealed")
    manifest = _read_manifest(_small(parcel / MANIFEST))
    if manifest["terms"]["sha256"] != digests[parts[-1]]:
        raise SealDoesNotMatch(f"{MANIFEST} belongs to other terms")
    return manifest


def _unsealed(seal: Path, key: Key) -> bytes:
    """What a seal says: digests, nobody's data."""
    _small(seal)
    with seal.open("rb") as sealed, tempfile.TemporaryFile() as plain:
        key.open(sealed, plain)
        plain.seek(0)
        return plain.read(LARGEST_PART)


def _read_manifest(content: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(content)
        understood = manifest["format"] == FORMAT and all(
            isinstance(text, str)
            for text in (manifest["file"]["name"], manifest["file"]["sha256"], manifest["terms"]["sha256"])
        )
    except (ValueError, KeyError, TypeError):
        understood = False
    if not understood:
        raise SealDoesNotMatch(f"{MANIFEST} is not a manifest of the format {FORMAT}")
    return dict(manifest)


def _safe_name(name: str) -> str:
    """The file's own name, which must stay inside the folder it is put into."""
    if (
        not name
        or name in (".", "..")
        or name != Path(name).name
        or not name.isprintable()
        or len(name) > 200
    ):
        raise SealDoesNotMatch("the manifest gives the file a name that is none")
    return name


def _decrypt_into(sealed: Path, key: Key, out: Path, name: str, *, expected: str = "") -> str:
    """Decrypt aside and move in place only when the digest is the expected one; else nothing is left behind."""
    if (out / name).exists():
        raise FileExistsError(17, "there is a file of that name already", str(out / name))
    made = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    aside = out / f".{name}.opening"
    aside.unlink(missing_ok=True)  # of somebody who was killed while opening
    try:
        sha256 = _decrypt(sealed, key, aside)
        if expected and sha256 != expected:
            raise SealDoesNotMatch(f"{sealed.name} does not hold the file that {MANIFEST} names")
        aside.rename(out / name)
        return sha256
    except BaseException:
        aside.unlink(missing_ok=True)
        if made:
            shutil.rmtree(out, ignore_errors=True)
        raise


def _decrypt(sealed: Path, key: Key, plain: Path) -> str:
    try:
        with sealed.open("rb") as source, plain.open("xb") as target:
            key.open(source, target)
    except (DoesNotOpen, OSError):
        raise SealDoesNotMatch(f"{sealed.name} does not open with this, or is damaged") from None
    return _sha256(plain)


def _small(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_PART:
        raise SealDoesNotMatch(f"{path.name} is larger than any such part")
    return path.read_bytes()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
