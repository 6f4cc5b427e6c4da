"""The process in which one large file is examined: `python -m sharewell_office.release.runner ATTEMPT`.

It outlives the request that started it, says how far it is, and ends when the examination is cancelled. When it is
killed nothing is half done: nobody has heard of a result, and another process takes over (see `resume`).
"""

from __future__ import annotations

import os
import secrets
import signal
import sys
import tempfile
import threading
from pathlib import Path
from types import FrameType


class Stopped(BaseException):
    """The examination is not this process's any more. No `Exception`: nothing on the way may take it for a fault."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharewell_office.config.settings")
    import django

    django.setup()
    from sharewell_office.release import vault
    from sharewell_office.release.services import large

    attempt, runner = int(sys.argv[1]), secrets.token_hex(16)
    work = vault.fresh_work(attempt)
    _work_in(work)
    signal.signal(signal.SIGTERM, _stop)
    watching = threading.Event()
    try:
        large.carry_out(attempt, runner=runner, started=lambda: _watch(attempt, runner, watching))
    except Stopped:
        pass
    finally:
        watching.set()
        vault.wipe_work(attempt)


def _work_in(folder: Path) -> None:
    """Whatever is spilled lies in the vault, where the next attempt finds and wipes it."""
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _watch(attempt: int, runner: str, done: threading.Event) -> None:
    """Say every second that it goes on; interrupt the examination when it was cancelled or taken over."""
    main_thread = threading.get_ident()

    def beat() -> None:
        from django.db import connection

        from sharewell_office.adapters import clock
        from sharewell_office.release import store

        while not done.wait(1):
            if not store.beat(attempt, runner=runner, at=clock.now()) and not done.is_set():
                signal.pthread_kill(main_thread, signal.SIGTERM)
                break
        connection.close()

    threading.Thread(target=beat, daemon=True).start()


if __name__ == "__main__":
    main()
