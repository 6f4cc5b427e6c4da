"""The command line: `sharewell check | assess | seal | open | verify | policy | redraw`, and whatever the office adds.

A command is a module with four names: NAME, SUMMARY, `add_arguments(parser)` and `run(args) -> int`. The core's are
listed here; the office's are found by the entry-point group `sharewell.commands`, so the core never imports the office.
Exit status: 0 yes or done, 1 no, 2 the input or the call cannot be used (one clear line on standard error).
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import entry_points
from typing import NoReturn

from sharewell.cli.console import Unusable, printable

# Only the command that was asked for is imported: `assess` answers in well under half a second.
COMMANDS = {
    "check": "sharewell.cli.check",
    "assess": "sharewell.cli.assess",
    "seal": "sharewell.cli.seal",
    "open": "sharewell.cli.open",
    "verify": "sharewell.cli.verify",
    "policy": "sharewell.cli.policy",
    "redraw": "sharewell.cli.redraw",
}


class _Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong in one line (argparse prints the whole usage first)."""

    def error(self, message: str) -> NoReturn:
        raise Unusable(f"{message} (see '{self.prog} --help')")


def commands() -> dict[str, str]:
    """Every command's name and the module it lives in: the core's first, then the office's."""
    return COMMANDS | {point.name: point.value for point in sorted(entry_points(group="sharewell.commands"))}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. Nothing a user can type ends in a traceback."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        _stop_when_asked()
        return _run(arguments)
    except Unusable as problem:
        print(f"sharewell: {printable(str(problem))}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 2
    except KeyboardInterrupt:
        print("sharewell: stopped; nothing was kept.", file=sys.stderr)
        return 2


def _stop_when_asked() -> None:
    """A service manager's SIGTERM is Ctrl-C by another hand: what was begun is put away before the process ends."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _run(arguments: list[str]) -> int:
    known = commands()
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(_usage(known))
        return 0
    name = arguments[0]
    if name not in known:
        raise Unusable(f"there is no command '{name[:40]}'. There are: {', '.join(known)}.")
    module = import_module(known[name])
    parser = _Parser(prog=f"sharewell {name}", description=module.SUMMARY)
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(arguments[1:])))


def _usage(known: dict[str, str]) -> str:
    lines = [f"  {name:<10} {import_module(module).SUMMARY}" for name, module in known.items()]
    return "\n".join(
        ["Sharewell: the agreement is the gate.", "", *lines, "", "sharewell COMMAND --help says more."]
    )
