"""How much of the machine one untrusted file may have: memory, processor time, and bytes written."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

MB = 1024 * 1024
OWN = 180  # MB: the interpreter, what passes by, and what an engine that spills takes beyond what it was told
_PR_SET_PDEATHSIG = 1  # prctl(2): the signal that a process gets when its parent dies


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`memory` is what the child may hold at once, in MB; it may address `address_space` more.

    `seconds` is processor time, and twice as much by the clock. `written` is the largest single file, in MB.
    """

    memory: int = 600
    address_space: int = 3_000
    seconds: int = 600
    written: int = 50_000
    threads: int = 2

    @property
    def engine(self) -> int:
        """What of it the engine is told it may hold, in MB: the interpreter and what passes by need the rest."""
        return max(1, self.memory - OWN)

    def apply(self) -> None:
        """Bind this process, and whatever it starts, to these limits. There is no way back."""
        _set(resource.RLIMIT_AS, (self.memory + self.address_space) * MB)
        _set(resource.RLIMIT_CPU, self.seconds)
        _set(resource.RLIMIT_FSIZE, self.written * MB)
        _set(resource.RLIMIT_CORE, 0)  # a core dump would be the file, in clear, on disk


def die_with(parent: int) -> None:
    """Let this process be killed as soon as its parent is: nobody would wait for its answer, or wipe its folder."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone already
        sys.exit(1)


def _set(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(what, (most, most))
