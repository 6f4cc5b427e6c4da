"""Where things are on this machine: the project, the real data beside it, and the programs a test needs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def tool(name: str) -> str:
    """The path of a program of this machine; the test skips where there is none, or fails under REQUIRE_TOOLS=1."""
    found = shutil.which(name)
    if found:
        return found
    reason = f"{name} is not installed on this machine"
    if os.environ.get("REQUIRE_TOOLS") == "1" or (
        name == "chromium" and os.environ.get("REQUIRE_BROWSER") == "1"
    ):
        pytest.fail(reason)
    pytest.skip(reason)
