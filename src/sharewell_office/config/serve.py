"""`sharewell serve`: the office on the web."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
from typing import Any

from sharewell.cli.console import Unusable, progress
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
    _must_be_free(args.bind)
    if args.workers < 1:
        raise Unusable(f"--workers {args.workers}: at least one process must serve")
    set_up()
    from gunicorn.app.base import BaseApplication

    from sharewell_office.config import tls

    bring_up_to_date()
    _must_be_safe()
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
                **tls.options(),
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from sharewell_office.config.wsgi import application

            return application

    progress(f"Sharewell is at {tls.scheme()}://{args.bind} (stop with Ctrl+C).")
    Office().run()
    return 0


def _start_worker() -> None:
    """One worker beside the web processes, so that the office's clocks run. It stops when this process does."""
    sharewell = [sys.executable, "-c", "import sys; from sharewell.cli import main; sys.exit(main())"]
    subprocess.Popen([*sharewell, "worker", "--parent", str(os.getpid())], start_new_session=True)  # noqa: S603


def _must_be_free(bind: str) -> None:
    """Raises `Unusable` where the address is none, or taken: said in one line, before anything is touched."""
    if bind.startswith("unix:"):
        return
    host, colon, port = bind.rpartition(":")
    if not (colon and port.isascii() and port.isdigit() and int(port) < 65536):
        raise Unusable(f"--bind {bind}: expected an address and a port, such as 127.0.0.1:8000")
    try:
        found = socket.getaddrinfo(
            host.strip("[]") or None, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        with socket.socket(found[0][0], socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(found[0][4])
    except OSError as problem:
        raise Unusable(f"--bind {bind}: {(problem.strerror or 'cannot be used').lower()}") from None


def _must_be_safe() -> None:
    """A production office that would let somebody in, or lose something, is not served (docs/running.md)."""
    from sharewell_office.config.doctor import refusals

    if found := refusals():
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise Unusable(f"not served: {found[0].what}{more} `sharewell doctor` says how to mend it.")
