"""docs/reference/permissions.md says who may open what, of every address there is."""

from __future__ import annotations

from builders.every_address import routes
from builders.permission_page import FOR_ANYBODY, page
from here import ROOT


def test_the_list_names_addresses_that_exist():
    assert set(routes()) >= FOR_ANYBODY


def test_the_printed_matrix_is_in_step():
    printed = (ROOT / "docs/reference/permissions.md").read_text(encoding="utf-8")

    assert printed == page(), "make docs"
