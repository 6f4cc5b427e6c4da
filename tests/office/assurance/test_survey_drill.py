"""The chase when its workers are killed in the middle: nobody is told twice, and nobody is left out."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from here import ROOT


@pytest.mark.slow
@pytest.mark.requirement("WMFS-2.2c")
def test_whoever_is_killed_nobody_is_told_twice_and_nobody_is_left_out(drill_n):
    """Each rung is taken by workers that are killed (-9) in the middle, and then by one that is not."""
    times = str(drill_n(1, 40))

    ran = subprocess.run(
        [sys.executable, ROOT / "tools" / "bench-survey", "20", "--killed", times],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr[-2000:]
    came = json.loads(ran.stdout)
    assert (came["twice"], came["missed"], came["not_owed"]) == (0, 0, 0)
    assert came["rungs"] == [5]
    assert came["messages"] > 40
