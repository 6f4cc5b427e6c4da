"""The pages of docs/security name tests that are there: a test that was renamed is a claim that nothing shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from here import ROOT

NAMED = re.compile(r"`((?:[\w.-]+/)*test_\w+\.py)(?:::(test_\w+))?`")
CLAIMS = [
    pytest.param(path, test, id=f"{page.stem}: {path}::{test}")
    for page in sorted((ROOT / "docs" / "security").glob("*.md"))
    for path, test in sorted(set(NAMED.findall(page.read_text(encoding="utf-8"))))
]


def found(path: str) -> Path | None:
    """Where a test lies that a page names: under tests/office, or where its name begins."""
    places = (ROOT / path, ROOT / "tests" / path, ROOT / "tests" / "office" / path)
    return next((place for place in places if place.is_file()), None)


@pytest.mark.parametrize(("path", "test"), CLAIMS)
def test_it_is_there(path, test):
    place = found(path)

    assert place is not None
    assert not test or f"def {test}(" in place.read_text(encoding="utf-8")


def test_the_table_names_more_than_a_hundred_files_and_tests_all_told():
    assert len(CLAIMS) > 80
