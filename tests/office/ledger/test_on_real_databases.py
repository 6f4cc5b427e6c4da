"""The record on the databases it will live on: SQLite in a file, and a PostgreSQL server. No lost entry, no fork."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from here import tool

OFFICE = Path(__file__).parent / "an_office.py"


def office(database: dict[str, str], *words: str) -> dict:
    """What an office of its own says after it did that."""
    done = subprocess.run(
        [sys.executable, str(OFFICE), *words],
        env=os.environ | database,
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_eight_writers_at_once_lose_nothing_and_never_fork(database, drill_n):
    each = drill_n(15, 1000)

    there = office(database, "crowd", "8", str(each))

    expected = 8 * (each + (each + 4) // 5)
    assert there["problems"] == []
    assert there["numbers"] == list(range(expected))
    assert (there["words"], there["messages"]) == (expected, 8 * each)
    assert there["references"] == 8 * each, "no reference was given twice"
    assert there["checkpoints"] > 1


def test_a_key_that_is_destroyed_while_others_write_under_it_takes_what_it_closed_and_nothing_else(
    database, drill_n
):
    each = drill_n(20, 500)

    there = office(database, "destroying", "4", str(each))

    assert there["problems"] == [], "every word opens, or its key is gone"
    assert there["numbers"] == list(range(4 * 2 * each + 2))
    assert there["keys"] > 1
    assert there["erased"] == 4 * 2 * each + 1, "what was written last lies under a key that is there"


def test_a_commit_that_failed_left_nothing(database):
    there = office(database, "break", "before")

    assert (there["state"], there["leaves"], there["words"], there["messages"]) == (0, 0, 0, 0)


def test_a_commit_nobody_heard_of_left_all_of_it(database):
    there = office(database, "break", "after")

    assert (there["state"], there["leaves"], there["words"], there["messages"]) == (1, 1, 1, 1)
    assert there["problems"] == []


def test_a_writer_that_is_killed_loses_nothing_it_had_acknowledged(database, drill_n):
    there = office(database, "killed", str(drill_n(25, 1000)), "7")

    assert there["acknowledged"] > 0
    assert (there["lost"], there["problems"]) == (0, [])
    assert there["numbers"] == list(range(there["leaves"]))


def test_sqlite_syncs_the_disk_for_each_commit_it_acknowledges(tmp_path):
    strace, many = tool("strace"), 30
    log = tmp_path / "calls"

    subprocess.run(
        [
            strace,
            "-f",
            "-o",
            log,
            "-e",
            "trace=fsync,fdatasync",
            sys.executable,
            str(OFFICE),
            "write",
            str(many),
        ],
        env=os.environ | {"SHAREWELL_HOME": str(tmp_path / "var"), "DATABASE_URL": ""},
        check=True,
        capture_output=True,
    )

    # A reference and an entry are two commits, and some write a checkpoint besides.
    assert log.read_text().count("sync(") >= 2 * many


@pytest.mark.parametrize(("call", "every"), [("pwrite64", 7), ("fdatasync", 3)])
def test_a_disk_that_fails_to_write_now_and_then_loses_nothing_it_acknowledged(
    tmp_path, call, every, drill_n
):
    """An input/output error in the middle of a write, or when the disk is told to keep it (SQLite)."""
    database = {"SHAREWELL_HOME": str(tmp_path), "DATABASE_URL": ""}
    office(database, "look")
    failing = [tool("strace"), "-f", "-o", "/dev/null", "-e", f"trace={call}"]
    many = drill_n(40, 1000)

    ran = subprocess.run(
        [*failing, "-e", f"inject={call}:error=EIO:when={every}+{every}", sys.executable, str(OFFICE),
         "failing", str(many)],
        env=os.environ | database, capture_output=True, text=True, timeout=1500, check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr[-2000:]
    acknowledged, there = set(json.loads(ran.stdout)), office(database, "look")
    assert len(acknowledged) < many, "something failed"
    assert acknowledged <= set(there["about"])
    assert there["numbers"] == list(range(there["leaves"]))
    assert there["problems"] == []
    after = office(database, "write", "3")
    assert (after["leaves"], after["problems"]) == (there["leaves"] + 4, [])
