"""A leaf commits to an event and tells nobody what it was."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from builders.ledger import a_payload, a_salt
from sharewell.ledger.leaf import KindIsNotAWord, Leaf, SaltHasWrongLength, commitment, leaf_of

VECTOR = json.loads((Path(__file__).parent / "vectors/leaf.json").read_text())
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_the_leaf_is_that_of_the_written_down_vector():
    leaf = leaf_of(VECTOR["payload"], salt=bytes.fromhex(VECTOR["salt"]))

    assert leaf.canonical().decode() == VECTOR["leaf"]
    assert leaf.hash().hex() == VECTOR["leaf_hash"]


def test_a_leaf_is_written_as_any_canonicaliser_would_write_it():
    leaf = leaf_of(a_payload(), salt=a_salt())

    assert leaf.canonical() == rfc8785.dumps(json.loads(leaf.canonical()))


def test_the_leaf_hash_is_taken_over_the_canonical_bytes_of_the_leaf():
    data = b"\x00" + VECTOR["leaf"].encode()

    assert hashlib.sha256(data).hexdigest() == VECTOR["leaf_hash"]


def test_a_leaf_holds_the_kind_and_nothing_else_of_the_event():
    leaf = leaf_of(a_payload(about="DSR-2026-0001", by="h1"), salt=a_salt())

    assert set(json.loads(leaf.canonical())) == {"commitment", "kind", "version"}
    assert b"DSR" not in leaf.canonical()


@given(words, words)
def test_two_payloads_commit_alike_only_when_they_are_alike(one, other):
    first, second = a_payload(details={"x": one}), a_payload(details={"x": other})

    assert (commitment(first, salt=a_salt()) == commitment(second, salt=a_salt())) == (one == other)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_the_same_event_commits_differently_under_another_salt(one, other):
    assert (commitment(a_payload(), salt=one) == commitment(a_payload(), salt=other)) == (one == other)


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_salt_of_any_other_length_is_refused(length):
    with pytest.raises(SaltHasWrongLength):
        commitment(a_payload(), salt=bytes(length))


@pytest.mark.parametrize(
    "kind", ["", "approved", "Decision.Approved", "decision.approved ", "decision.jo bloggs", "a.b\n", "é.b"]
)
def test_a_kind_is_words_and_dots_so_that_no_name_hides_there(kind):
    with pytest.raises(KindIsNotAWord):
        Leaf(kind=kind, commitment=bytes(32))
