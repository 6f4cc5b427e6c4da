"""Stopped or killed at any moment, a command leaves a whole parcel or none, and nothing that a later run trips over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pyrage
import pytest

from builders.release import a_document
from sharewell.engine.examine import look_at
from sharewell.engine.quarantine import PREFIX, quarantine, wipe_the_abandoned
from sharewell.engine.unusable import FileUnusable
from sharewell.vocabulary.canonical import canonical

ROWS = 150_000  # so many that a signal finds the work under way


def a_case(folder: Path) -> tuple[list[str], Path, Path]:
    """(the call that seals a treated file, its temporary folder, the identity that opens the parcel)."""
    lines = (f"P{n},Eastmoor,2026-05-0{1 + n % 9}" for n in range(ROWS))
    (folder / "file.csv").write_text("\n".join(["person,ward,referred_on", *lines]) + "\n")
    fields = [{"name": "person"}, {"name": "ward"}, {"name": "referred_on", "type": "date"}]
    treatments = [{"field": "person", "do": "pseudonymise"}]
    document = a_document(schema={"fields": fields}, treatments=treatments)
    (folder / "terms.json").write_bytes(canonical(document))
    (folder / "key").write_bytes(b"k" * 32)
    identity = pyrage.x25519.Identity.generate()
    (folder / "identity").write_text(str(identity))
    (folder / "tmp").mkdir()
    call = [
        sys.executable, "-m", "sharewell.cli", "seal", "file.csv", "--terms", "terms.json", "--rehearsal",
        "--pseudonym-key", "key", "--on", "2026-06-01", "--to", str(identity.to_public()), "--out", "parcel",
    ]  # fmt: skip
    return call, folder / "tmp", folder / "identity"


def started(call: list[str], folder: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"TMPDIR": str(folder / "tmp")}
    return subprocess.Popen(
        call, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # Where the suite runs in the background of a shell, Ctrl+C is ignored there and in what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def quarantines(folder: Path) -> list[Path]:
    return list((folder / "tmp").glob(f"{PREFIX}*"))


def wait_until(true, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.02)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopped_it_says_so_in_one_line_and_leaves_nothing(tmp_path, how):
    call, _, _ = a_case(tmp_path)
    process = started(call, tmp_path)
    wait_until(lambda: len(quarantines(tmp_path)) == 2)

    process.send_signal(how)
    _, said = process.communicate(timeout=60)

    assert (process.returncode, said) == (2, "sharewell: stopped; nothing was kept.\n")
    assert not quarantines(tmp_path)
    assert not (tmp_path / "parcel").exists()


@pytest.mark.drill(3)
def test_killed_at_any_moment_a_later_run_succeeds(tmp_path, drill_n):
    call, _, identity = a_case(tmp_path)
    times = drill_n(3, 40)
    began = time.monotonic()
    assert started([*call[:-1], "whole"], tmp_path).wait(timeout=120) == 0
    whole = time.monotonic() - began

    for moment in range(times):
        process = started([*call[:-1], f"parcel{moment}"], tmp_path)
        time.sleep(whole * (moment + 0.5) / times)
        process.kill()
        process.communicate()
        assert not (tmp_path / f"parcel{moment}").exists() or opens(tmp_path, f"parcel{moment}", identity)

    assert started([*call[:-1], "last"], tmp_path).wait(timeout=120) == 0
    assert opens(tmp_path, "last", identity)
    assert not quarantines(tmp_path)


def opens(folder: Path, parcel: str, identity: Path) -> bool:
    call = [sys.executable, "-m", "sharewell.cli", "open", parcel, "--identity", str(identity), "--out"]
    return subprocess.run([*call, f"{parcel}-out"], cwd=folder, capture_output=True).returncode == 0


def test_the_child_does_not_outlive_its_parent(tmp_path):
    call, _, _ = a_case(tmp_path)
    process = started(call, tmp_path)
    wait_until(lambda: children_of(process.pid))
    (child,) = children_of(process.pid)

    process.kill()
    process.communicate()

    wait_until(lambda: not Path(f"/proc/{child}").exists(), 10)
    assert not Path(f"/proc/{child}").exists()


def children_of(pid: int) -> list[str]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return path.read_text().split() if path.exists() else []


def test_an_abandoned_quarantine_is_wiped_and_one_in_use_is_not(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    abandoned = tmp_path / f"{PREFIX}gone"
    abandoned.mkdir()
    (abandoned / ".lock").touch()

    with quarantine() as ours:
        wipe_the_abandoned()

        assert ours.exists()
        assert not abandoned.exists()

    assert list(tmp_path.iterdir()) == []


# --- a full disk --------------------------------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.parametrize("line", ["{}", '{{"person":"{}"}}'], ids=["csv", "jsonl"])
def test_a_file_that_finds_no_room_is_not_called_damaged(tmp_path, small_disk, monkeypatch, line):
    disk = small_disk(2)
    monkeypatch.setattr("tempfile.tempdir", str(disk))
    rows = ("person", *(f"somebody {number} of many" for number in range(ROWS)))
    file = tmp_path / ("file.csv" if line == "{}" else "file.jsonl")
    file.write_text("\n".join(line.format(row) for row in rows))

    with pytest.raises(FileUnusable, match="the disk is full where files are examined"):
        look_at(file, on=date(2026, 6, 1))

    assert list(disk.iterdir()) == []
