"""Starting the process that examines one large file (see `runner`)."""

from __future__ import annotations

import subprocess
import sys


def start(attempt: int) -> None:
    """Start a process of its own for that attempt. The caller's transaction must be over."""
    subprocess.Popen(  # noqa: S603 - our own module, and a number
        [sys.executable, "-m", "sharewell_office.release.runner", str(attempt)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
