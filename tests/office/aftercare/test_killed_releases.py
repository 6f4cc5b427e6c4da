"""Those who release and the worker beside them are killed (-9) at any moment: nothing acknowledged is lost, and nothing
is delivered twice.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from here import ROOT

KILLED = Path(__file__).parent / "killed_releases.py"
SHAREWELL = Path(sys.executable).parent / "sharewell"


@pytest.mark.slow
@pytest.mark.requirement("OPCC-7.3a")
def test_killed_at_any_moment_of_a_release_nothing_acknowledged_is_lost_and_nothing_goes_out_twice(
    tmp_path, drill_n
):
    office = os.environ | {
        "SHAREWELL_HOME": str(tmp_path), "DATABASE_URL": "", "PYTHONPATH": str(ROOT / "tests"),
    }  # fmt: skip
    office.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run([SHAREWELL, "demo", "--json"], env=office, check=True, capture_output=True)
    many, acknowledged, kills = drill_n(1, 500), [], 0

    while not _released(office, many, acknowledged):
        kills += 1
    there = json.loads(_ran(office, "count"))

    assert kills
    recorded = there.pop("on_the_record")
    assert [each for each in acknowledged if each[1] and each not in recorded] == []
    assert there.pop("collected") >= many
    assert there.pop("leaves")
    assert there.pop("intact")
    assert [what for what, wrong in there.items() if wrong] == []


def _ran(office: dict[str, str], *words: str) -> str:
    ran = subprocess.run(
        [sys.executable, KILLED, *words], env=office, capture_output=True, text=True, timeout=600
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout


def _released(office: dict[str, str], many: int, acknowledged: list[list[str]]) -> bool:
    """Whether so many were collected before the two were killed: some steps on, and some moment into the next one."""
    begin = [sys.executable, KILLED]
    worker = subprocess.Popen([*begin, "work"], env=office, stderr=subprocess.DEVNULL)
    handler = subprocess.Popen([*begin, "release", str(many)], env=office, stdout=subprocess.PIPE, text=True)
    try:
        for _ in range(random.randint(2, 5)):
            if said := handler.stdout.readline():
                acknowledged.append(json.loads(said))
        time.sleep(random.uniform(0, 0.5))
    finally:
        ended = handler.poll()
        handler.kill()
        worker.kill()
        acknowledged += [json.loads(line) for line in handler.stdout if line.endswith("]\n")]
        handler.wait()
        worker.wait()
    assert ended in (None, 0)
    return ended == 0
