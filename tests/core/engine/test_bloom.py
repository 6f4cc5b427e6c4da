"""The hash of xxHash's own examples, and filters as the format describes them: whoever is in is found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.engine.bloom import bits, xxh64

VECTORS = [
    (b"", 0xEF46DB3751D8E999),
    (b"a", 0xD24EC4F1A98C6E5B),
    (b"abc", 0x44BC2CF5AD770999),
    (b"Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1),
]
some_values = st.lists(st.binary(max_size=70), max_size=12)


@pytest.mark.parametrize(("text", "expected"), VECTORS)
def test_the_hash_is_that_of_its_specification(text, expected):
    assert int(xxh64(np.frombuffer(text, np.uint8).reshape(1, -1))[0]) == expected


@given(some_values, st.randoms())
def test_a_filter_depends_on_its_values_and_on_neither_their_order_nor_their_number(values, chance):
    again = values * 2
    chance.shuffle(again)

    assert bits(again, 64) == bits(values, 64)


@given(some_values, st.binary(max_size=70))
def test_one_value_more_sets_eight_bits_at_most_and_takes_none_away(values, more):
    before, after = (int.from_bytes(bits(given, 128), "little") for given in (values, [*values, more]))

    assert before & after == before
    assert (before ^ after).bit_count() <= 8
