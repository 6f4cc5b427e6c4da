"""A witness and a log that others wrote (aics-witness, aics-tlog): it co-signs us, and we co-sign theirs."""

from __future__ import annotations

import importlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from builders.record import an_event
from here import ROOT
from sharewell.ledger.evidence import write
from sharewell.ledger.tiles import tiles
from sharewell.ledger.tree import frontier_of
from sharewell.ledger.verdict import verify
from sharewell_office.ledger import keys, models, services, store, witnessing
from sharewell_office.ledger.services import record

pytestmark = pytest.mark.django_db

THEIRS = ROOT / ".witness"
NAME, ORIGIN = "witness.example.org/w1", "log.example.org/theirs"


def now() -> datetime:
    """They look at the clock: a co-signature of another time is refused."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    if (THEIRS / "aics_witness").is_dir():
        return
    reason = "aics-witness is not installed: make .stamps/witness"
    (pytest.fail if os.environ.get("REQUIRE_TOOLS") == "1" else pytest.skip)(reason)


@pytest.fixture
def theirs(monkeypatch) -> SimpleNamespace:
    """What their packages offer to whoever keeps or checks a log."""
    monkeypatch.syspath_prepend(THEIRS)
    log, protocol = importlib.import_module("aics_tlog"), importlib.import_module("aics_witness.protocol")
    return SimpleNamespace(**vars(log), request=protocol.format_add_checkpoint_request)


class Witness:
    """Their witness, in a process of its own with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        self.key = self.said("init", "--name", NAME).split()[-1]
        self.said("add-log", "--origin", ours().name, "--vkey", str(ours()))

    def command(self, does: str, *words: str) -> list[str]:
        there = str(self.folder / "witness.json")
        return [sys.executable, "-m", "aics_witness", does, "--config", there, *words]

    @property
    def environment(self) -> dict[str, str]:
        return {"PYTHONPATH": str(THEIRS), "PATH": os.environ["PATH"]}

    def said(self, *words: str) -> str:
        ran = subprocess.run(
            self.command(*words), env=self.environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout


def ours():
    return keys.signing_key().verifier()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def witness(home, tmp_path) -> Iterator[Witness]:
    keys.folder().mkdir(exist_ok=True)
    folder = tmp_path / "theirs"
    folder.mkdir()
    there = Witness(folder)
    address = f"http://127.0.0.1:{there.port}"
    (keys.folder() / "witnesses").write_text(f"{address} {there.key}\n")
    with subprocess.Popen(
        there.command("serve", "--listen", f"127.0.0.1:{there.port}"), env=there.environment
    ) as serving:
        _wait(f"{address}/healthz")
        yield there
        serving.terminate()


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("their witness did not answer")


def grown_by(count: int) -> None:
    record([an_event(details={"n": number}) for number in range(count)])
    services.checkpoint(at=now())


# --- they witness us --------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_their_witness_co_signs_us_as_we_grow_and_the_evidence_says_so(witness):
    said = []
    for count in (3, 4, 9):
        grown_by(count)
        said.append(witnessing.ask(now()))

    verdict = verify(write(services.evidence_of(at=now())), key=ours())
    assert said == [f"1 of 1 witnesses co-signed {size} entries" for size in (3, 7, 16)]
    assert verdict.verified, verdict.problems
    assert [name for name, _ in verdict.witnessed] == [NAME]
    assert witnessing.last_seen_outside()[0] == 16
    assert '"size": 16' in witness.said("status", "--json")


@pytest.mark.slow
def test_their_witness_does_not_co_sign_a_record_that_was_rolled_back_or_rewritten(witness):
    grown_by(3)
    witnessing.ask(now())
    for table in (models.Cosignature, models.Checkpoint, models.Words, models.Leaf, models.Node):
        table.objects.all().delete()

    grown_by(3)
    rewritten = witnessing.ask(now())
    grown_by(2)
    gone_on = witnessing.ask(now())

    assert (rewritten, gone_on) == (
        "0 of 1 witnesses co-signed 3 entries",
        "0 of 1 witnesses co-signed 5 entries",
    )
    assert witness.said("evidence").count(ours().name) >= 1, "they keep what would prove it"


# --- we witness them --------------------------------------------------------------------------------------------------
class Log:
    """A log that their package keeps."""

    def __init__(self, theirs: SimpleNamespace) -> None:
        self.theirs, self.tree, self.key = theirs, theirs.MerkleTree(), Ed25519PrivateKey.generate()
        self.vkey = theirs.vkey_from_ed25519(ORIGIN, self.key.public_key())

    def note(self):
        checkpoint = self.theirs.Checkpoint(ORIGIN, self.tree.size, self.tree.root())
        return self.theirs.sign_checkpoint(checkpoint, self.key, ORIGIN)

    def shown(self, client, *, old: int):
        proof = self.tree.consistency_proof(old) if old else []
        body = self.theirs.request(old, proof, self.note().to_bytes())
        return client.post("/witness/add-checkpoint", body, content_type="text/plain")


@pytest.fixture
def log(theirs, home) -> Log:
    there = Log(theirs)
    keys.folder().mkdir(exist_ok=True)
    (keys.folder() / "witness-for").write_text(theirs.format_vkey(there.vkey) + "\n")
    return there


def test_we_co_sign_their_log_as_it_grows_and_they_accept_our_line(log, theirs, client):
    us = theirs.parse_vkey(str(keys.witness_key().verifier()))
    for old, size in ((0, 3), (3, 7), (7, 7), (7, 64)):
        log.tree.extend(b"entry %d" % number for number in range(log.tree.size, size))

        said = log.shown(client, old=old)

        assert said.status_code == 200
        note = theirs.parse_note(log.note().to_bytes() + said.content)
        line = note.signatures[-1]
        assert line.name == us.name
        assert theirs.verify_cosignature(
            line.signature, us.name, us.public_key, ORIGIN, size, log.tree.root(), max_age_seconds=300
        )


def test_we_tell_them_how_much_we_hold_and_co_sign_no_second_history(log, theirs, client):
    log.tree.extend([b"one", b"two"])
    assert log.shown(client, old=0).status_code == 200
    other = Log(theirs)
    other.key, other.vkey = log.key, log.vkey
    other.tree.extend([b"one", b"another", b"three"])

    behind, forked = log.shown(client, old=0), other.shown(client, old=2)

    assert (behind.status_code, behind.content) == (409, b"2\n")
    assert forked.status_code == 422


# --- what we hand out is read by what others wrote ------------------------------------------------------------------
@pytest.mark.parametrize("size", [1, 300])
def test_their_verifier_reads_our_checkpoint_and_finds_every_tile_in_its_place(theirs, tmp_path, size):
    grown_by(size)
    note = theirs.parse_note(str(services.checkpoint(at=now())))
    for path, data in tiles(list(store.leaves(size))):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)

    checkpoint = theirs.parse_checkpoint(note.text)

    assert theirs.verify_note(note, [theirs.parse_vkey(str(ours()))])
    assert (checkpoint.origin, checkpoint.size) == (ours().name, size)
    theirs.audit_tiles(theirs.FileSystemTileReader(tmp_path), size, checkpoint.root)


def test_their_verifier_finds_a_tile_of_ours_that_was_changed(theirs, tmp_path):
    grown_by(300)
    leaves = list(store.leaves(300))
    for path, data in tiles(leaves):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data[:-1] + b"?" if path == "tile/0/000" else data)

    with pytest.raises(theirs.TileVerificationError):
        theirs.audit_tiles(
            theirs.FileSystemTileReader(tmp_path), 300, frontier_of(leaf.hash() for leaf in leaves).root()
        )
