"""Words under the key of their case: they open in their own place, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.ledger.spelling import canonical
from sharewell_office.ledger.sealing import Opened, WordsDoNotOpen, fresh_key, seal, unseal

KEY, SALT, SAID = (
    fresh_key(),
    bytes(range(32)),
    {"kind": "a.b", "about": "DSR-2026-0001", "by": "h1", "at": "", "details": {}},
)
PLACE = {"key": KEY, "commitment": bytes(range(1, 33)), "reference": "DSR-2026-0001"}
SEALED = seal(canonical(SAID), salt=SALT, **PLACE)


def test_words_open_where_they_were_sealed():
    assert unseal(SEALED, **PLACE, number=7) == Opened(payload=SAID, salt=SALT)


@pytest.mark.parametrize(
    "moved",
    [
        {"key": fresh_key()},
        {"commitment": bytes(32)},
        {"reference": "DSR-2026-0002"},
        {"key": b""},
        {"key": b"short"},
    ],
)
def test_words_open_nowhere_else(moved):
    with pytest.raises(WordsDoNotOpen):
        unseal(SEALED, **(PLACE | moved), number=7)


@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_words_with_any_byte_changed_do_not_open(place, change):
    changed = SEALED[:place] + bytes([SEALED[place] ^ change]) + SEALED[place + 1 :]

    with pytest.raises(WordsDoNotOpen):
        unseal(changed, **PLACE, number=7)


@pytest.mark.parametrize("said", [[], {}, SAID | {"more": 1}, SAID | {"details": None}, SAID | {"by": 7}])
def test_what_opens_and_is_no_event_is_refused_too(said):
    with pytest.raises(WordsDoNotOpen):
        unseal(seal(canonical(said), salt=SALT, **PLACE), **PLACE, number=7)


def test_the_same_words_are_sealed_differently_each_time():
    assert seal(canonical(SAID), salt=SALT, **PLACE) != SEALED


def test_what_does_not_open_names_the_entry_and_nothing_else():
    with pytest.raises(WordsDoNotOpen, match=r"^entry 7$"):
        unseal(b"", **PLACE, number=7)
