"""`sharewell worker`: several at once on real databases, told to stop, killed, and beside `serve`."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

WORKERS = Path(__file__).parent / "workers.py"
SHAREWELL = Path(sys.executable).parent / "sharewell"


def test_of_eight_workers_one_runs_each_moment_of_a_job(database, tmp_path, drill_n):
    moments, diary = drill_n(20, 1000), tmp_path / "diary"

    ran = subprocess.run(
        [sys.executable, WORKERS, "crowd", "8", str(moments), diary],
        env=os.environ | database, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip

    lines = diary.read_text().splitlines()
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert len(lines) == len(set(lines)), "some moment was run twice"
    # Whoever runs ahead leaves no moment behind it untaken, unless a run of another was still going on.
    assert len(lines) > moments // 2


def an_environment(home: Path) -> dict[str, str]:
    mine = {k: v for k, v in os.environ.items() if k not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    return mine | {"SHAREWELL_HOME": str(home)}


def start(home: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [SHAREWELL, *words], env=an_environment(home), stderr=subprocess.PIPE, text=True, cwd=home.parent
    )


def wait_for(what: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.1)


def jobs_that_ran(home: Path) -> list[bool]:
    """Of each job that ran to its end there, whether it went well."""
    with suppress(sqlite3.OperationalError), sqlite3.connect(home / "office.sqlite3") as there:
        return [
            state == "done"
            for (state,) in there.execute("SELECT state FROM adapters_run WHERE ended_at IS NOT NULL")
        ]
    return []


@pytest.mark.slow
def test_once_runs_what_is_due_and_says_so(tmp_path):
    home = tmp_path / "var"

    first, second = (
        subprocess.run(
            [SHAREWELL, "worker", "--once", "--json"],
            env=an_environment(home), capture_output=True, text=True, check=False,
        )
        for _ in range(2)
    )  # fmt: skip

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "forget-old-runs" in [each["job"] for each in json.loads(first.stdout)["ran"]]
    assert "forget-old-runs" not in [each["job"] for each in json.loads(second.stdout)["ran"]]


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_cleanly(tmp_path, sign):
    home = tmp_path / "var"
    worker = start(home, "worker")
    wait_for(lambda: worker.poll() is not None or bool(jobs_that_ran(home)))

    worker.send_signal(sign)

    assert worker.wait(20) == 0
    assert all(jobs_that_ran(home))


@pytest.mark.slow
def test_serve_starts_a_worker_that_goes_when_it_is_killed(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office = start(tmp_path / "var", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1")
    wait_for(lambda: bool(workers_of(office.pid)))
    worker = workers_of(office.pid)[0]

    office.kill()
    office.wait()

    wait_for(lambda: not Path(f"/proc/{worker}").exists())


def workers_of(parent: int) -> list[int]:
    """The processes that were told to stop when that one does."""
    wanted = f"worker\0--parent\0{parent}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and wanted in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found
