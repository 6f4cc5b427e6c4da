"""The day the disk is full: what reads goes on, what writes says so, and nothing was lost when there is room again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_reading_goes_on_writing_says_503_and_all_is_well_again(small_disk):
    here = {
        "SHAREWELL_HOME": str(small_disk(16) / "var"),
        "DATABASE_URL": "",
        "SHAREWELL_HOSTS": "testserver",
    }
    ran = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "a_full_disk.py")],
        env=os.environ | here | {"PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr[-2000:]
    assert json.loads(ran.stdout) == {
        "before": {"read": 200, "write": 200, "session": 302},
        "full": {"read": 200, "write": 503, "session": 503},
        "after": {"read": 200, "write": 200, "session": 302},
        "problems": [],
    }
