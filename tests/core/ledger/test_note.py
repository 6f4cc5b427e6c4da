"""Signed notes: public vectors, one spelling, and no signature that was not checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.ledger import LOG_KEY, OTHER_KEY, a_note
from sharewell.ledger.note import KeyUnreadable, NoteUnreadable, SignedNote, SigningKey, VerifierKey, sign

VECTORS = json.loads((Path(__file__).parent / "vectors/notes.json").read_text())["notes"]
KEY = str(LOG_KEY.verifier())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["source"])
def test_the_published_notes_verify(vector):
    note = SignedNote.parse(vector["text"] + "\n" + vector["signature"])

    assert note.text == vector["text"]
    assert note.signed_by(VerifierKey.parse(vector["key"]))


def test_signing_gives_the_very_bytes_of_the_published_note():
    vector = VECTORS[1]
    key = SigningKey.parse(vector["signing_key"])

    assert str(key.verifier()) == vector["key"]
    assert str(sign(vector["text"], key)) == vector["text"] + "\n" + vector["signature"]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_what_was_signed_is_read_back_and_verifies(text):
    note = sign(text + "\n", LOG_KEY)

    assert SignedNote.parse(str(note)) == note
    assert note.signed_by(LOG_KEY.verifier())
    assert not note.signed_by(OTHER_KEY.verifier())


@given(st.data())
def test_no_character_of_a_note_can_be_changed(data):
    note = str(a_note())
    place = data.draw(st.integers(0, len(note) - 1))
    letter = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda new: new != note[place]))

    changed = note[:place] + letter + note[place + 1 :]

    assert not verifies(changed)


def verifies(note: str) -> bool:
    try:
        return SignedNote.parse(note).signed_by(LOG_KEY.verifier())
    except NoteUnreadable:
        return False


def test_the_text_may_hold_empty_lines():
    note = sign("one\n\ntwo\n", LOG_KEY)

    assert SignedNote.parse(str(note)).text == "one\n\ntwo\n"


def test_every_line_that_says_it_is_the_keys_must_be():
    note = a_note()
    wrong = SignedNote(text=note.text, signatures=(*note.signatures, *sign("another\n", LOG_KEY).signatures))

    assert not wrong.signed_by(LOG_KEY.verifier())


NOTE = str(a_note())


def stray_bits(text: str) -> str:
    """The same base64, with a bit set after the end of the data: a forgiving decoder reads both alike."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    place = text.rindex("=") - 1
    return text[:place] + letters[letters.index(text[place]) + 1] + text[place + 1 :]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "text\n",
        NOTE[:-1],
        NOTE + "\n",
        NOTE + " ",
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("—", "-"),
        NOTE.replace("=\n", "\n"),
        stray_bits(NOTE),
        NOTE.replace("— ", "—  "),
        "\x00" + NOTE,
        NOTE.split("\n\n")[0] + "\n\n",
        NOTE + NOTE.split("\n\n")[1] * 64,
    ],
)
def test_any_other_spelling_is_refused(text):
    with pytest.raises(NoteUnreadable):
        SignedNote.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        KEY.upper(),
        KEY + "=",
        " " + KEY,
        KEY.replace("+", "+0", 1),
        KEY.replace("northshire", "southshire"),
        KEY.rpartition("+")[0] + "+",
        "+00000000+AQ==",
        "a b+00000000+AQ==",
    ],
)
def test_a_verifier_key_has_one_spelling(text):
    with pytest.raises(KeyUnreadable):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "text",
    ["", "PRIVATE+KEY+x+00000000+AQ==", LOG_KEY.text()[:-4], LOG_KEY.text().replace("record", "recorf")],
)
def test_a_signing_key_that_is_not_one_is_refused_without_repeating_it(text):
    with pytest.raises(KeyUnreadable) as refused:
        SigningKey.parse(text)

    assert "AQ" not in str(refused.value)


def test_a_signing_key_never_shows_its_seed():
    assert LOG_KEY.seed.hex() not in repr(LOG_KEY)
    assert "seed" not in repr(LOG_KEY)


def test_a_signing_key_is_read_back_from_its_file():
    assert SigningKey.parse(LOG_KEY.text() + "\n") == LOG_KEY


@pytest.mark.parametrize("text", ["no newline at the end", "a\tb\n", "a\x00\n"])
def test_a_text_that_cannot_be_a_note_is_not_signed(text):
    with pytest.raises(NoteUnreadable):
        sign(text, LOG_KEY)
