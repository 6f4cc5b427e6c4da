"""One content, one spelling: the quick way and the library agree on every JSON value there is."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from sharewell.ledger.spelling import canonical

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(), max_size=3), inner),
    max_leaves=12,
)


def spelt(write, value) -> bytes | None:
    try:
        return write(value)
    except ValueError:
        return None


@given(value=anything)
def test_every_value_is_spelt_as_the_library_spells_it_or_refused_by_both(value):
    assert spelt(canonical, value) == spelt(rfc8785.dumps, value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": [True, None, "é\u2028\x7f"]}, '{"a":[true,null,"é\u2028\x7f"],"b":1}'),
        ('\x00\x1f\b\f\n\r\t"\\/', r'"\u0000\u001f\b\f\n\r\t\"\\/"'),
        # U+1F600 is two units from D83D on, and sorts before U+FB33 by them.
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'),
        ([1.0, 1e21, 0.000001, -0.0], "[1,1e+21,0.000001,0]"),
        (2**53 - 1, "9007199254740991"),
    ],
)
def test_what_the_standard_says_is_written(value, written):
    assert canonical(value) == written.encode()


@pytest.mark.parametrize("value", [2**53, float("nan"), float("inf"), "\ud800", {1: 2}, {"a": object()}])
def test_what_has_no_spelling_is_refused(value):
    with pytest.raises(ValueError):
        canonical(value)
