"""Several who decide one request at the same moment, in processes of their own on a PostgreSQL server: one does."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

OFFICE = Path(__file__).parent / "two_deciders.py"


@pytest.mark.slow
def test_one_decides_and_the_others_are_told(postgresql, tmp_path, drill_n):
    name = f"office_{secrets.token_hex(6)}"
    postgresql.psql(f"CREATE DATABASE {name};")
    there = {"SHAREWELL_HOME": str(tmp_path), "DATABASE_URL": postgresql.get_uri(name)}

    done = subprocess.run(
        [sys.executable, str(OFFICE), str(drill_n(3, 100))],
        env=os.environ | there,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout.splitlines()[-1])
    assert (said["database"], said["problems"]) == ("postgresql", [])
    for one in said["rounds"]:
        assert sorted(map(str, one["told"])) == ["['ST_CHANGED']", "['ST_CHANGED']", "decided"]
        assert len(one["decisions"]) == 1
        assert sum(one["entries"].values()) == 1
