"""The gate's child process without the start of its interpreter: a fork of this one, where all it needs is loaded.

What a drill of thousands of files would spend its time on is Python starting. The process that reads the file is
still one of its own for each file, under the same limits, and what it runs is `sharewell.engine.child.main` itself.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NoReturn

from sharewell.engine import child

# What `child` leaves until it is needed, loaded here once for all files.
for _room in (
    "arrival", "delimited", "detecting", "disclosing", "footprint", "jsonlines", "parquet_notes", "parquet_values",
    "workbook",
):  # fmt: skip
    import_module(f"sharewell.engine.{_room}")

CHILD = ["-m", "sharewell.engine.child"]
_started = subprocess.Popen


def forked_or_started(args: Sequence[str], **given: Any) -> Any:
    """In the place of `subprocess.Popen`: the child that reads a file is forked, any other starts as it does."""
    return Forked(args, **given) if args[1:] == CHILD and _may_fork() else _started(args, **given)


def _may_fork() -> bool:
    """Not beside threads that may hold a lock, which nobody would let go in a fork: those of gRPC, or of Arrow at work.

    A worker of xdist has two or three of its own, which wait.
    """
    return "grpc" not in sys.modules and len(os.listdir("/proc/self/task")) <= 3


class Forked:
    """Stands where `examine` starts its child (`subprocess.Popen`). `ends` says how each one ended: 0, or -signal."""

    ends: list[int] = []

    def __init__(self, args: Sequence[str], *, cwd: str, env: Mapping[str, str], **_: Any) -> None:
        assert args[1:] == CHILD
        taken, given = os.pipe()
        answered, answer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _be_the_child(taken, answer, cwd, env)
        os.close(taken)
        os.close(answer)
        self.stdin, self.stdout = os.fdopen(given, "w"), os.fdopen(answered)

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, *_: object) -> None:
        self.stdin.close()
        self.stdout.close()
        self.ends.append(os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]))

    def kill(self) -> None:
        # By the clock it is stopped at once. After its last word it is about to end: how it does is to be seen.
        if threading.current_thread() is not threading.main_thread():
            os.kill(self.pid, signal.SIGKILL)


def _be_the_child(taken: int, answer: int, cwd: str, env: Mapping[str, str]) -> NoReturn:
    status = 1
    try:
        os.setsid()
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        os.dup2(taken, 0)
        os.dup2(answer, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.closerange(3, 256)
        sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
        child.main()
        status = 0
    finally:
        os._exit(status)
