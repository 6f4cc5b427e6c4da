"""Every pair of duties that one person may not hold names the test that keeps them apart, and that test is there."""

from __future__ import annotations

import re

import pytest

from here import ROOT

PAGE = (ROOT / "docs" / "reference" / "segregation.md").read_text()
LINES = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| sod.")
]


def test_the_page_has_every_pair_once():
    assert [line[0] for line in LINES] == [f"sod.{number:02}" for number in range(1, 12)]


@pytest.mark.requirement("OPCC-5.2a")
@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_each_pair_names_a_test_that_is_there(line):
    named = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", line[4])

    assert named
    assert f"def {named[2]}(" in (ROOT / named[1]).read_text()
