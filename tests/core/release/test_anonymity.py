"""Data called anonymous: what must have been asked of them, and that a person must have looked."""

from __future__ import annotations

import pytest

from builders.release import judged, some_terms
from sharewell.release import anonymity
from sharewell.release.checks import Severity

CALLED_ANONYMOUS = {"agreement": None, "determination": "DET-2026-0001"}
TESTED = {"quasi_identifiers": ["ward"], "sensitive": ["referral_id"], "k": 2, "l": 2}


def weights(**changes):
    return [each.severity for each in anonymity.findings(some_terms(**{**CALLED_ANONYMOUS, **changes}))]


def test_no_declaration_makes_data_anonymous():
    assert Severity.BLOCK in weights()
    assert judged(some_terms(**CALLED_ANONYMOUS)).decision == "refuse"


@pytest.mark.parametrize("missing", ["quasi_identifiers", "k", "sensitive", "l"])
def test_records_need_both_k_and_l(missing):
    together = {
        "quasi_identifiers": ("quasi_identifiers", "k", "sensitive", "l"),
        "sensitive": ("sensitive", "l"),
    }
    left_out = together.get(missing, (missing,))

    asked = {name: value for name, value in TESTED.items() if name not in left_out}

    assert Severity.BLOCK in weights(disclosure=asked or None)


@pytest.mark.parametrize(("limit", "value"), [("k", 1), ("l", 1)])
def test_a_limit_that_everything_keeps_is_none(limit, value):
    assert Severity.BLOCK in weights(disclosure={**TESTED, limit: value})


def test_with_both_a_person_must_still_have_looked():
    assert weights(disclosure=TESTED) == [Severity.REVIEW]


def test_a_table_of_counts_needs_its_smallest_cell_and_no_intruder():
    assert weights(disclosure={"count_field": "ward", "min_cell": 5}) == []
    assert weights(disclosure={"count_field": "ward"}) == [Severity.BLOCK]


def test_under_an_agreement_nothing_is_called_anonymous():
    assert list(anonymity.findings(some_terms())) == []
