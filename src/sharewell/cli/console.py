"""What every command shares: how it says what is wrong, how it prints an answer for machines, and which day it is."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Unusable(Exception):
    """The input or the call cannot be used: one clear line that says what and where. Exit status 2."""


def say_json(answer: dict[str, Any]) -> None:
    """Print one JSON object on standard output, and nothing else."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=2, sort_keys=False)
    sys.stdout.write("\n")


def progress(line: str) -> None:
    """Tell a person what is going on, on standard error, where it does not mix with the answer."""
    print(line, file=sys.stderr, flush=True)


def today() -> date:
    """The day it is in London: agreements begin and end by the calendar of those who signed them."""
    return datetime.now(LONDON).date()


def printable(text: str) -> str:
    """The text on one line, moving no cursor: names of files and keys are other people's, and may hold anything."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def day(text: str) -> date:
    """An argument that is a calendar day (2026-04-01)."""
    try:
        if len(text) != len("2026-04-01"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("expected a date such as 2026-04-01") from None
