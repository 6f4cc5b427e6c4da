"""The key of pseudonyms: one per agreement and recipient, derived, never the master key itself."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.release import some_terms
from sharewell.engine.pseudonym import KeyTooShort, key_for, key_id

MASTER = bytes(range(32))


def hkdf(master: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 with SHA-256, no salt, at most one block: written out to check the library by."""
    extracted = hmac.new(bytes(32), master, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()[:length]


def test_the_key_is_the_hkdf_of_docs_spec_treatments():
    info = (
        b'{"agreement":"ISA-2026-0007","purpose":"sharewell pseudonym v1","recipient":"Northshire Council"}'
    )

    key = key_for(MASTER, some_terms())

    assert key == hkdf(MASTER, info, 32)
    assert key.hex() == "740b27a82b7c6a8c7459c21b1ade22ee7be54dd06f6acaa6de1bc2b4404016b0"
    assert key_id(MASTER, some_terms()) == "43ad263c7b0a7c7e"


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip))
def test_another_agreement_or_recipient_is_another_key(agreement, recipient):
    other = some_terms(agreement=agreement, recipient=recipient)

    same = (agreement, recipient) == ("ISA-2026-0007", "Northshire Council")
    assert (key_for(MASTER, other) == key_for(MASTER, some_terms())) is same


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_line_end_after_the_key_is_not_part_of_it(end):
    assert key_for(MASTER + end, some_terms()) == key_for(MASTER, some_terms())


@pytest.mark.parametrize("master", [b"", b"secret", bytes(31), b"x" * 31 + b"\n"])
def test_a_short_key_is_none(master):
    with pytest.raises(KeyTooShort):
        key_for(master, some_terms())
