"""Each claim stands on a test that fails once the rule it is about is taken out."""

from __future__ import annotations

import subprocess
import sys

import pytest

from here import ROOT
from requirements.claims import CLAIMS, Claim
from requirements.page import page


def run(claim: Claim) -> subprocess.CompletedProcess[str]:
    """The core's tests that show the claim, without its rule, in a process of their own."""
    # Only the files that name the requirement: to collect the whole core once for each claim takes minutes.
    files = [
        path for path in (ROOT / "tests" / "core").rglob("test_*.py") if f'"{claim.id}"' in path.read_text()
    ]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:django", "-p", "no:xdist", "-p", "no:randomly",
         "-o", "addopts=", "--import-mode=importlib", "--requirement", claim.id, "--without", claim.without, *files],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_claim_falls_with_its_rule(claim):
    ran = run(claim)

    # 1: tests ran and some failed. 0 would mean that nobody noticed, 5 that no test shows the requirement.
    assert ran.returncode == 1, f"exit {ran.returncode}\n{ran.stdout[-1500:]}{ran.stderr[-500:]}"
    assert " failed" in ran.stdout


def test_no_requirement_is_claimed_twice():
    ids = [claim.id for claim in CLAIMS]

    assert len(ids) == len(set(ids))


def test_the_page_of_coverage_is_in_step():
    assert (ROOT / "docs" / "coverage.md").read_text() == page(), "run `make docs`"
