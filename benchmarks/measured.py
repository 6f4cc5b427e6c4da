"""One whole process, measured: wall clock, processor time with its children, and the most memory it held at once."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EVERY = 0.05  # seconds between two looks at the memory of the process tree


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds, MB, and what the process said (its last line, JSON)."""

    wall: float
    cpu: float
    memory: float
    said: Any

    def scaled(self, factor: float) -> Measured:
        """As it would be of so much more work, if it grew evenly: said openly wherever it is used."""
        return Measured(self.wall * factor, self.cpu * factor, self.memory, self.said)


def run(command: Sequence[str], *, times: int = 1, folder: Path | None = None) -> Measured:
    """The median of so many runs. Raises `RuntimeError` for a process that did not answer."""
    runs = [_once(command, folder) for _ in range(times)]
    return Measured(
        wall=statistics.median(each.wall for each in runs),
        cpu=statistics.median(each.cpu for each in runs),
        memory=statistics.median(each.memory for each in runs),
        said=runs[-1].said,
    )


def _once(command: Sequence[str], folder: Path | None) -> Measured:
    start = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, cwd=folder, text=True)
    watch = _Watch(process.pid)
    watch.start()
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    watch.done.set()
    watch.join()
    # 1 is an answer as well: of the gate, "no". A process that died of an exception has it too, and says nothing.
    if process.returncode not in (0, 1) or not said.strip():
        raise RuntimeError(f"{command[:3]} ended with {process.returncode}")
    return Measured(wall, used.ru_utime + used.ru_stime, max(watch.most, used.ru_maxrss / 1024), _last(said))


def _last(said: str) -> Any:
    try:
        return json.loads(said)
    except ValueError:
        return json.loads(said.strip().splitlines()[-1]) if said.strip() else None


class _Watch(threading.Thread):
    """Adds up the memory of a process and its children (PSS: what they share counts once), again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.done = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(EVERY):
            self.most = max(self.most, sum(_pss(pid) for pid in _tree(self.pid)))


def _tree(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in _tree(int(child)))]


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
