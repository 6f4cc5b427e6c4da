"""The folder in which a file lies in clear while it is examined: this user's alone, and gone afterwards.

Who is killed cannot clean up. So each folder has a lock, which goes with whoever holds it, and whoever opens the
next quarantine wipes those that nobody holds any more.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX, LOCK = "sharewell-quarantine-", ".lock"


@contextmanager
def quarantine() -> Iterator[Path]:
    """A new quarantine, wiped when the block ends, however it ends."""
    wipe_the_abandoned()
    aside = Path(tempfile.mkdtemp(prefix=f".{PREFIX}"))
    folder = aside.with_name(aside.name.removeprefix("."))
    with (aside / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Only now it has its name, so that nobody takes it for an abandoned one.
        os.rename(aside, folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


def wipe_the_abandoned() -> None:
    """Remove this user's quarantines that nobody holds any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            if folder.stat().st_uid == os.getuid() and not folder.is_symlink() and _abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # it went away while we looked


def _abandoned(folder: Path) -> bool:
    with (folder / LOCK).open("r+b") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
