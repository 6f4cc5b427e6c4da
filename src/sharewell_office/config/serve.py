"""`sharewell serve`: the office on the web."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from typing import Any

from sharewell.cli.console import progress
from sharewell_office.config.office import bring_up_to_date, set_up

NAME = "serve"
SUMMARY = "Serve the office on the web."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (127.0.0.1:8000)")
    parser.add_argument("--workers", type=int, default=2, help="web processes (2)")
    parser.add_argument(
        "--no-jobs",
        action="store_true",
        help="start no worker: `sharewell worker` runs as a service of its own",
    )


def run(args: argparse.Namespace) -> int:
    """Bring the database up to date, then serve until stopped."""
    set_up()
    from gunicorn.app.base import BaseApplication

    bring_up_to_date()
    if not args.no_jobs:
        _start_worker()

    class Office(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            options: dict[str, Any] = {
                "bind": args.bind,
                "workers": args.workers,
                "worker_class": "gthread",
                "threads": 8,
                "timeout": 120,
                "preload_app": False,
                "loglevel": "warning",
                "accesslog": None,
                "control_socket_disable": True,
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from sharewell_office.config.wsgi import application

            return application

    progress(f"Sharewell is at http://{args.bind} (stop with Ctrl+C).")
    Office().run()
    return 0


def _start_worker() -> None:
    """One worker beside the web processes, so that the office's clocks run. It stops when this process does."""
    sharewell = [sys.executable, "-c", "import sys; from sharewell.cli import main; sys.exit(main())"]
    subprocess.Popen([*sharewell, "worker", "--parent", str(os.getpid())], start_new_session=True)  # noqa: S603
