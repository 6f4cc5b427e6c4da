"""A pack: one file that shows an outsider a whole case, papers and all, and that none of it was changed since.

    index.html               what is in it, to be read: no script, nothing from elsewhere
    evidence.json            the entries and their proofs (see `evidence`)
    manifest.json            {"files": {name: SHA-256}, "format": "sharewell-pack/1"}, every file but these two
    documents/…  receipts/…  the papers, and the receipts of the other side

The papers are bound to the record: an entry of the evidence, of the kind `pack.made`, holds the manifest's SHA-256. So
the office said on the record, under its signature and before its witnesses, that these are the papers.

It is a ZIP archive that any machine opens: entries stored, in the order of their names, without dates. One content has
one spelling, as everywhere in this room: `read` refuses what `write` would not have written."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from hashlib import sha256
from struct import Struct, error

from sharewell.ledger.evidence import Evidence, NotEvidence
from sharewell.ledger.spelling import canonical

FORMAT = "sharewell-pack/1"
MADE = "pack.made"
EVIDENCE, MANIFEST = "evidence.json", "manifest.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}")
_MOST_BYTES, _MOST_FILES = 2**32 - 1, 2**16 - 1

# PKWARE's APPNOTE 4.3.7, 4.3.12 and 4.3.16. Version 1.0, no flags, stored, 1 January 1980.
_LOCAL = Struct("<4s5H3L2H")
_CENTRAL = Struct("<4s6H3L5H2L")
_END = Struct("<4s4H2LH")
_DATE = 1 << 5 | 1


def manifest(digests: Mapping[str, str]) -> bytes:
    """The manifest of files with these names and SHA-256: canonical JSON."""
    return canonical({"files": dict(digests), "format": FORMAT})


def pieces(names: Collection[str], content: Callable[[str], bytes]) -> Iterator[bytes]:
    """The archive of these files, evidence and manifest among them, a file at a time: no more is held in memory.

    Raises `PackTooLarge` from 4 GiB or 65,536 files on.
    """
    if len(names) > _MOST_FILES:
        raise PackTooLarge
    written, directory = 0, bytearray()
    for name in sorted(names):
        data = content(name)
        said = (10, 0, 0, 0, _DATE, zlib.crc32(data), len(data), len(data), len(name))
        directory += _CENTRAL.pack(b"PK\x01\x02", 10, *said, 0, 0, 0, 0, 0, written) + name.encode("ascii")
        piece = _LOCAL.pack(b"PK\x03\x04", *said, 0) + name.encode("ascii") + data
        written += len(piece)
        if written > _MOST_BYTES:
            raise PackTooLarge
        yield piece
    count = len(names)
    yield bytes(directory) + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), written, 0)


def write(files: Mapping[str, bytes]) -> bytes:
    """The archive as a whole. Raises `PackTooLarge`."""
    return b"".join(pieces(files, files.__getitem__))


def is_pack(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def read(data: bytes) -> dict[str, bytes]:
    """The files of a pack by name. Raises `NotEvidence` for any byte that `write` would not have written."""
    try:
        files = dict(_entries(data))
        again = write(files)
    except (error, UnicodeDecodeError, PackTooLarge):
        raise NotEvidence("the file", "expected an archive as Sharewell writes packs") from None
    if again != data:
        raise NotEvidence("the file", "expected the one spelling of a pack")
    for name in (EVIDENCE, MANIFEST):
        if name not in files:
            raise NotEvidence(name, "this file is not in the pack")
    return files


def _entries(data: bytes) -> Iterator[tuple[str, bytes]]:
    place = 0
    while data.startswith(b"PK\x03\x04", place):
        *_, size, named, _ = _LOCAL.unpack_from(data, place)
        start = place + _LOCAL.size
        name = data[start : start + named].decode("ascii")
        if not _NAME.fullmatch(name):
            raise NotEvidence("the file", "expected plain names of files")
        place = start + named + size
        yield name, data[start + named : place]


def problems(files: Mapping[str, bytes], evidence: Evidence) -> Iterator[tuple[str, str]]:
    """What is wrong with the papers of a pack whose evidence was judged already: where, and what."""
    said = files[MANIFEST]
    if not any(_binds(entry.payload, sha256(said).hexdigest()) for entry in evidence.events):
        yield MANIFEST, "no entry of the evidence says that this is the pack that was made"
    listed = _listed(said)
    if listed is None:
        yield MANIFEST, "expected the manifest of a pack"
        return
    there = files.keys() - {EVIDENCE, MANIFEST}
    yield from ((name, "this file is not in the pack") for name in sorted(listed.keys() - there))
    yield from ((name, "the manifest does not name this file") for name in sorted(there - listed.keys()))
    for name in sorted(there & listed.keys()):
        if sha256(files[name]).hexdigest() != listed[name]:
            yield name, "this is not the file that the manifest names"


def _binds(payload: Mapping[str, object] | None, digest: str) -> bool:
    if payload is None or payload["kind"] != MADE:
        return False
    details = payload["details"]
    return isinstance(details, dict) and details.get("manifest") == digest


def _listed(said: bytes) -> dict[str, str] | None:
    try:
        document = json.loads(said)
        spelt = canonical(document)
    except (ValueError, RecursionError):
        return None
    if spelt != said or not isinstance(document, dict) or document.keys() != {"files", "format"}:
        return None
    files = document["files"]
    return files if document["format"] == FORMAT and isinstance(files, dict) else None


class PackTooLarge(ValueError):
    """The papers come to 4 GiB, or to 65,536 files: choose a shorter period."""
