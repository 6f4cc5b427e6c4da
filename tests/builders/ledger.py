"""Builders for the record: right by default; a test changes only what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sharewell.ledger import pack
from sharewell.ledger.checkpoint import Checkpoint, cosign
from sharewell.ledger.evidence import Entry, Evidence, Growth, write
from sharewell.ledger.leaf import leaf_of
from sharewell.ledger.note import COSIGNATURE, SignedNote, SigningKey
from sharewell.ledger.tree import Coordinate, Frontier, consistency, frontier_at, inclusion

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
ORIGIN = "northshire.example.org/record"
LOG_KEY = SigningKey(name=ORIGIN, seed=bytes(range(32)))
OTHER_KEY = SigningKey(name=ORIGIN, seed=bytes(range(1, 33)))
WITNESS_KEY = SigningKey(name="witness.example.org/w1", seed=bytes(range(2, 34)), algorithm=COSIGNATURE)


def a_payload(number: int = 0, **changed: Any) -> dict[str, Any]:
    """The payload of one event, as the record keeps it."""
    payload = {
        "kind": "request.submitted",
        "about": f"DSR-2026-{number + 1:04}",
        "by": "h1",
        "at": "2026-05-04T12:00:00.000+00:00",
        "details": {"step": number},
    }
    return payload | changed


def a_salt(number: int = 0) -> bytes:
    """A salt that is the same in every run. Real ones are random."""
    return bytes([number % 256]) * 31 + bytes([number // 256])


@dataclass
class Log:
    """A log held in memory, the way the office holds it in tables."""

    frontier: Frontier = field(default_factory=Frontier)
    nodes: dict[Coordinate, bytes] = field(default_factory=dict)
    payloads: list[dict[str, Any]] = field(default_factory=list)

    def add(self, payload: dict[str, Any]) -> None:
        leaf = leaf_of(payload, salt=a_salt(len(self.payloads)))
        self.frontier, nodes = self.frontier.append(leaf.hash())
        self.nodes.update(nodes)
        self.payloads.append(payload)

    @property
    def size(self) -> int:
        return self.frontier.size

    def read(self, coordinates: Sequence[Coordinate]) -> Mapping[Coordinate, bytes]:
        return {coordinate: self.nodes[coordinate] for coordinate in coordinates}

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        size = self.size if size is None else size
        return Checkpoint(origin=ORIGIN, size=size, root=frontier_at(size, self.read).root())

    def entry(self, index: int) -> Entry:
        payload, salt = self.payloads[index], a_salt(index)
        return Entry(
            index=index,
            leaf=leaf_of(payload, salt=salt),
            payload=payload,
            salt=salt,
            proof=inclusion(index, self.size, self.read),
        )


def a_log(size: int = 7) -> Log:
    log = Log()
    for number in range(size):
        log.add(a_payload(number))
    return log


def evidence_of(log: Log, *indices: int, **changed: Any) -> Evidence:
    """Evidence of some events of a log (or of all), with an earlier checkpoint and a witness."""
    note = cosign(log.checkpoint().signed(LOG_KEY), WITNESS_KEY, at=NOON)
    given: dict[str, Any] = {
        "checkpoint": str(note),
        "verifier_key": str(LOG_KEY.verifier()),
        "consistency": growth_of(log, 3) if log.size >= 3 else None,
        "events": tuple(log.entry(index) for index in indices or range(log.size)),
        "witnesses": (str(WITNESS_KEY.verifier()),),
    }
    return Evidence(**(given | changed))


def growth_of(log: Log, earlier: int) -> Growth:
    return Growth(
        checkpoint=str(log.checkpoint(earlier).signed(LOG_KEY)),
        proof=consistency(earlier, log.size, log.read),
    )


def a_bundle(size: int = 7, *indices: int) -> bytes:
    """The bytes of a bundle that verifies."""
    return write(evidence_of(a_log(size), *indices))


def a_note(size: int = 7) -> SignedNote:
    return a_log(size).checkpoint().signed(LOG_KEY)


PAPERS = {"index.html": b"<p>What happened</p>", "documents/DSR-2026-0001-letter.pdf": b"%PDF-1.7 no"}


def manifest_of(papers: Mapping[str, bytes]) -> bytes:
    return pack.manifest({name: sha256(data).hexdigest() for name, data in papers.items()})


def files_of_a_pack(papers: dict[str, bytes] = PAPERS, **details: object) -> dict[str, bytes]:
    """The files of a pack that verifies; `details` are those of the entry that binds them."""
    log, said = a_log(4), manifest_of(papers)
    made = {"shows": "DSR-2026-0001", "files": len(papers), "manifest": sha256(said).hexdigest()} | details
    log.add(a_payload(4, kind=pack.MADE, about="PACK-2026-0001", details=made))
    return papers | {pack.MANIFEST: said, pack.EVIDENCE: write(evidence_of(log, 0, 4))}


def a_pack(**changed: bytes) -> bytes:
    """The bytes of a pack, with some files exchanged or put in after it was bound."""
    return pack.write(files_of_a_pack() | changed)
