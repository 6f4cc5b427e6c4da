"""Decisions about the building keep their numbers: one each, and the heading says the same."""

import pytest

from here import ROOT

ADRS = sorted((ROOT / "docs" / "adr").glob("0*.md"))


def test_no_number_is_given_twice():
    numbers = [path.name[:4] for path in ADRS]

    assert len(set(numbers)) == len(numbers) > 0


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_the_heading_says_the_number(path):
    assert path.read_text("utf-8").startswith(f"# {int(path.name[:4])}. ")
