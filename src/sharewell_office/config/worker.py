"""`sharewell worker`: does what the office does by itself, when its time has come."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import threading

from sharewell.cli.console import progress, say_json
from sharewell_office.config.office import bring_up_to_date, set_up

NAME = "worker"
SUMMARY = "Run the jobs that are due: messages, reminders, checkpoints."

# How long it sleeps between two looks at the clock, in seconds.
LOOK_EVERY = 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="run what is due now, and stop")
    parser.add_argument("--json", action="store_true", help="with --once: print one JSON object")
    parser.add_argument(
        "--parent", type=int, metavar="PID", help="stop when this process is no longer the parent"
    )


def run(args: argparse.Namespace) -> int:
    """Exit 0 when stopped, or with --once when all that ran went well; 1 when a job failed."""
    set_up()
    bring_up_to_date()
    if args.once:
        return _once(as_json=args.json)
    stop = _told_to_stop()
    progress("Sharewell's worker is running (stop with Ctrl+C).")
    _work(stop, parent=args.parent)
    return 0


def _once(*, as_json: bool) -> int:
    from sharewell_office.adapters.jobs import run_due

    ran = run_due()
    if as_json:
        say_json({"ran": [{"job": each.name, "ok": each.ok, "said": each.said} for each in ran]})
    else:
        for each in ran:
            print(f"{each.name}: {each.said}")
    return 0 if all(each.ok for each in ran) else 1


def _told_to_stop() -> threading.Event:
    """Set on SIGTERM or Ctrl+C: the job that is being run is finished, and nothing more is begun."""
    stop = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    return stop


def _work(stop: threading.Event, *, parent: int | None) -> None:
    from django.db import close_old_connections, connection
    from django.db.utils import DatabaseError

    from sharewell_office.adapters.jobs import run_due

    log = logging.getLogger("sharewell.jobs")
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        close_old_connections()
        try:
            run_due(stop=stop.is_set)
        except DatabaseError as problem:
            # The database is away or busy: the worker waits for it rather than dying of it.
            log.error("the database did not answer (%s); trying again", type(problem).__name__)
            connection.close()
        stop.wait(LOOK_EVERY)
