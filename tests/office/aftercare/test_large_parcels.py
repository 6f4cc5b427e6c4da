"""A parcel of any size is sealed and handed over in pieces."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from builders.openpgp import a_key

PARCEL = Path(__file__).parent / "a_large_parcel.py"
MOST = 150  # megabytes


@pytest.mark.slow
@pytest.mark.parametrize("lock", ["age", "passphrase", "openpgp"])
def test_a_large_parcel_is_sealed_and_collected_in_little_memory(tmp_path, drill_n, record_property, lock):
    megabytes = drill_n(20, 5_000)
    certificate = tmp_path / "certificate.asc"
    certificate.write_text(a_key()[0])

    ran = subprocess.run(
        [sys.executable, PARCEL, str(megabytes), str(certificate) if lock == "openpgp" else lock],
        env=os.environ | {"SHAREWELL_HOME": str(tmp_path), "DATABASE_URL": ""},
        capture_output=True, text=True, check=False, timeout=3600,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr[-2000:]
    came = json.loads(ran.stdout)
    record_property("came_to", f"{came['peak_megabytes']} MB at most, sealed and handed over")
    assert came["handed_over"] > megabytes << 20
    assert came["peak_megabytes"] <= MOST
