"""An office of its own in a folder, driven by its commands as a person runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

OF_THE_TESTS = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
SHAREWELL = Path(sys.executable).parent / "sharewell"


class Home:
    """An office's folder, and a way to run commands on it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        ours = {k: v for k, v in os.environ.items() if k not in OF_THE_TESTS}
        return subprocess.run(
            [SHAREWELL, *arguments],
            env={**ours, "SHAREWELL_HOME": str(self.path), **environment},
            capture_output=True,
            text=True,
            check=False,
            cwd=self.path.parent,
        )
