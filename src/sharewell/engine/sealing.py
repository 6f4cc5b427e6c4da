"""Sealing and opening a parcel (docs/spec/parcel.md): a folder that only the recipient's key opens.

data.age        the released bytes, encrypted with age to the recipient: the stock `age` opens it
manifest.json   what was released, under which authority, checked how
terms.*         the terms, byte for byte as they were given
seal.age        SHA-256 of the other three, encrypted to the same recipient
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage

from sharewell.engine.age_header import HeaderIsNotAge, must_be_strict
from sharewell.engine.files import folder_made_whole
from sharewell.release.manifest import FORMAT
from sharewell.vocabulary.canonical import canonical

DATA, MANIFEST, SEAL = "data.age", "manifest.json", "seal.age"
TERMS = ("terms.json", "terms.yaml", "terms.yml")
LARGEST_PART = 4_000_000  # bytes of any part but the data


class KeyUnusable(Exception):
    """A recipient or an identity is not an age key."""


class ParcelUnusable(Exception):
    """There is no parcel there, or it cannot be read at all."""


class SealDoesNotMatch(Exception):
    """The parcel is not what was sealed: something differs, is missing, or was added. Nothing of it was kept."""


class ChangedWhileSealing(Exception):
    """The bytes that were encrypted are not the bytes that were examined. Nothing was kept."""


# --- sealing ------------------------------------------------------------------------------------------
def recipients_of(keys: Sequence[str]) -> list[Any]:
    """age public keys as recipients. Raises `KeyUnusable` naming which one is none."""
    recipients = []
    for number, key in enumerate(keys, start=1):
        try:
            recipients.append(pyrage.x25519.Recipient.from_str(key.strip()))
        except pyrage.RecipientError:
            raise KeyUnusable(f"recipient {number} is not an age public key (age1…)") from None
    if not recipients:
        raise KeyUnusable("there is no recipient; expected at least one age public key (age1…)")
    return recipients


def seal(
    source: Path,
    parcel: Path,
    *,
    sha256: str,
    manifest: dict[str, Any],
    terms_name: str,
    terms: bytes,
    keys: Sequence[str] = (),
    passphrase: str = "",
) -> dict[str, str]:
    """Seal `source` into the folder `parcel`, which appears whole or not at all; the digests of its parts.

    It is sealed to the keys, in bounded memory; or with a passphrase, wholly in memory: scrypt stands alone in age.
    Raises `ChangedWhileSealing` unless the very bytes encrypted have the digest `sha256` that was examined.
    """
    recipients = () if passphrase else recipients_of(keys)
    with folder_made_whole(parcel) as folder:
        with source.open("rb") as plain, (folder / DATA).open("wb") as sealed:
            hashed = _Hashed(plain)
            if passphrase:
                sealed.write(pyrage.passphrase.encrypt(hashed.read(), passphrase))
            else:
                pyrage.encrypt_io(hashed, sealed, recipients)
        if hashed.sha256.hexdigest() != sha256:
            raise ChangedWhileSealing
        (folder / MANIFEST).write_bytes(json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n")
        (folder / terms_name).write_bytes(terms)
        digests = {name: _sha256(folder / name) for name in (DATA, MANIFEST, terms_name)}
        names = canonical(digests)
        (folder / SEAL).write_bytes(
            pyrage.passphrase.encrypt(names, passphrase) if passphrase else pyrage.encrypt(names, recipients)
        )
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


def identities_of(text: str) -> list[Any]:
    """The age identities in a key file (comments begin with #). Raises `KeyUnusable`."""
    lines = [line.strip() for line in text.splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError:
        found = []
    if not found:
        raise KeyUnusable("expected an age identity (a line AGE-SECRET-KEY-1…)")
    return found


def open_parcel(parcel: Path, identities: Sequence[Any], out: Path) -> Opened:
    """Verify a parcel and put its file into `out` under its own name.

    In this order, and the file appears only when all of it held:
     (0) the folder holds the four parts and nothing else
     (1) the seal opens with this identity
     (2) every part has the digest that the seal gives
     (3) the manifest is one, and names the digest of the terms beside it
     (4) the data decrypt to the bytes the manifest names
    Raises `ParcelUnusable`, `SealDoesNotMatch`; `FileExistsError` rather than overwrite.
    """
    if parcel.is_file():
        return _open_bare(parcel, identities, out)
    parts = _parts(parcel)
    manifest = _verified_manifest(parcel, parts, identities)
    name = _safe_name(manifest["file"]["name"])
    sha256 = _decrypt_into(parcel / DATA, identities, out, name, expected=manifest["file"]["sha256"])
    return Opened(file=out / name, sha256=sha256, manifest=manifest)


def _open_bare(file: Path, identities: Sequence[Any], out: Path) -> Opened:
    if file.suffix != ".age":
        raise ParcelUnusable(f"{file.name}: expected a parcel (a folder) or a file ending in .age")
    name = _safe_name(file.stem)
    return Opened(file=out / name, sha256=_decrypt_into(file, identities, out, name), manifest=None)


def _parts(parcel: Path) -> tuple[str, ...]:
    if not parcel.is_dir():
        raise ParcelUnusable(f"{parcel.name}: no such parcel; expected a folder")
    found = {entry.name for entry in parcel.iterdir()}
    terms = found & set(TERMS)
    if len(terms) != 1 or found != {DATA, MANIFEST, SEAL} | terms:
        raise SealDoesNotMatch(f"{parcel.name} holds other parts than {DATA}, {MANIFEST}, terms and {SEAL}")
    # A link could point at a file that changes between the check and the use of it.
    if any((parcel / name).is_symlink() or not (parcel / name).is_file() for name in found):
        raise SealDoesNotMatch(f"{parcel.name}: a part is not a plain file")
    return (DATA, MANIFEST, *terms)


def _verified_manifest(parcel: Path, parts: tuple[str, ...], identities: Sequence[Any]) -> dict[str, Any]:
    sealed = _small(parcel / SEAL)
    try:
        digests = json.loads(pyrage.decrypt(sealed, identities))
    except (pyrage.DecryptError, ValueError):
        raise SealDoesNotMatch(f"{SEAL} does not open with this identity, or is damaged") from None
    for name in parts:
        if not isinstance(digests, dict) or digests.get(name) != _sha256(parcel / name):
            raise SealDoesNotMatch(f"{name} is not the one that was sealed")
    manifest = _read_manifest(_small(parcel / MANIFEST))
    if manifest["terms"]["sha256"] != digests[parts[-1]]:
        raise SealDoesNotMatch(f"{MANIFEST} belongs to other terms")
    return manifest


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


def _decrypt_into(
    sealed: Path, identities: Sequence[Any], out: Path, name: str, *, expected: str = ""
) -> str:
    """Decrypt aside and move in place only when the digest is the expected one; else nothing is left behind."""
    if (out / name).exists():
        raise FileExistsError(17, "there is a file of that name already", str(out / name))
    made = not out.exists()
    out.mkdir(parents=True, exist_ok=True)
    aside = out / f".{name}.opening"
    aside.unlink(missing_ok=True)  # of somebody who was killed while opening
    try:
        sha256 = _decrypt(sealed, identities, aside)
        if expected and sha256 != expected:
            raise SealDoesNotMatch(f"{DATA} does not hold the file that {MANIFEST} names")
        aside.rename(out / name)
        return sha256
    except BaseException:
        aside.unlink(missing_ok=True)
        if made:
            shutil.rmtree(out, ignore_errors=True)
        raise


def _decrypt(sealed: Path, identities: Sequence[Any], plain: Path) -> str:
    try:
        with sealed.open("rb") as source, plain.open("xb") as target:
            must_be_strict(source)
            source.seek(0)
            pyrage.decrypt_io(source, target, identities)
    except (HeaderIsNotAge, pyrage.DecryptError, OSError):
        raise SealDoesNotMatch(f"{sealed.name} does not open with this identity, or is damaged") from None
    return _sha256(plain)


def _small(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_PART:
        raise SealDoesNotMatch(f"{path.name} is larger than any such part")
    return path.read_bytes()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
