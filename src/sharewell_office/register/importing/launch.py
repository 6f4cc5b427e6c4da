"""Starting the process that takes over one long file (see `services.runner`)."""

from __future__ import annotations

import subprocess
import sys


def start(reference: str) -> None:
    """Start a process of its own for that file. The caller's transaction must be over."""
    subprocess.Popen(  # noqa: S603 - our own module, and a reference of ours
        [sys.executable, "-m", "sharewell_office.register.services.runner", reference],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
