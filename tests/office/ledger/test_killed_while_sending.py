"""A worker is killed again and again while it sends: no message goes out twice, and none is lost out of sight."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from builders.post_office import Smtp, running

SENDERS = Path(__file__).parent / "senders.py"


@pytest.mark.slow
def test_killed_at_any_moment_no_message_goes_out_twice_and_none_is_lost(tmp_path, drill_n):
    messages = drill_n(30, 500)
    with running(Smtp()) as server:
        office = os.environ | {
            "SHAREWELL_HOME": str(tmp_path), "DATABASE_URL": "", "SHAREWELL_SMTP": server.url,
            "SHAREWELL_MAIL_FROM": "office@example.org",
        }  # fmt: skip
        _run(office, "fill", str(messages))
        killed = 0
        while not _sent_all(office, server, until=len(server.letters) + random.randint(1, messages // 2)):
            killed += 1
        states = Counter(json.loads(_run(office, "count")))

    arrived = Counter(letter["To"] for letter in server.letters)
    assert max(arrived.values()) == 1, "somebody was written to twice"
    assert states.total() == messages, "a message was lost"
    # What was being sent when the worker died may have arrived or not: it is left to a person, one a kill at most.
    assert states["sending"] + states["doubt"] <= killed
    assert states["sent"] <= len(server.letters) <= states["sent"] + states["sending"] + states["doubt"]


def _run(office: dict[str, str], *words: str) -> str:
    command = [sys.executable, SENDERS, *words]
    return subprocess.run(command, env=office, capture_output=True, text=True, check=True, timeout=600).stdout


def _sent_all(office: dict[str, str], server: Smtp, *, until: int) -> bool:
    """Whether the worker came to its end before so many letters had arrived; then it is killed, wherever it is."""
    with subprocess.Popen([sys.executable, SENDERS, "send"], env=office) as worker:
        while worker.poll() is None:
            if len(server.letters) >= until:
                worker.kill()
                return False
            time.sleep(0.001)
        return worker.returncode == 0
