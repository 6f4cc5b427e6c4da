"""Signed terms: good from the office that signed them, unchanged, between their days, and not otherwise."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.release import MONDAY, a_document
from sharewell.ledger.note import SigningKey
from sharewell.register.signed_terms import SIGNED, refusals, signed
from sharewell.register.terms import Terms

OFFICE = SigningKey(name="northshire.example.org/terms", seed=bytes(range(32)))
OTHER = SigningKey(name="northshire.example.org/terms", seed=bytes(32))
EXPORT = signed(a_document(), key=OFFICE, issued=date(2026, 5, 1), expires=date(2026, 7, 1))


def refused(document=EXPORT, key=OFFICE, on=MONDAY):
    return [each.rule for each in refusals(document, key=key and key.verifier(), on=on)]


def test_an_export_of_the_office_is_good_and_is_terms():
    assert refused() == []
    assert Terms.parse(EXPORT).document() == EXPORT


def test_it_does_not_matter_in_which_order_the_keys_stand():
    assert refused(dict(reversed(EXPORT.items()))) == []


@pytest.mark.parametrize("on", [date(2026, 4, 30), date(2026, 7, 2)])
def test_outside_its_days_it_is_not_good(on):
    assert refused(on=on) == [SIGNED]


@pytest.mark.parametrize("on", [date(2026, 5, 1), date(2026, 7, 1)])
def test_both_its_days_are_inclusive(on):
    assert refused(on=on) == []


@pytest.mark.parametrize("key", [OTHER, None])
def test_under_another_key_or_none_it_is_not_good(key):
    assert refused(key=key) == [SIGNED]


@pytest.mark.parametrize("signature", [None, "", "a note", 7, EXPORT["signature"][:-5]])
def test_without_its_signature_it_is_not_good(signature):
    assert refused(EXPORT | {"signature": signature})


@given(st.sampled_from(sorted(set(EXPORT) - {"signature"})), st.text())
def test_whatever_is_changed_afterwards_is_noticed(key, value):
    if EXPORT[key] != value:
        assert SIGNED in refused(EXPORT | {key: value})


@given(st.text().filter(lambda key: key not in EXPORT), st.text())
def test_and_whatever_is_added(key, value):
    assert SIGNED in refused(EXPORT | {key: value})


def test_a_signature_over_something_else_is_not_one_over_these_terms():
    other = signed(a_document(recipient="Northshire Police"), key=OFFICE, issued=MONDAY, expires=MONDAY)

    assert refused(EXPORT | {"signature": other["signature"]}) == [SIGNED]
