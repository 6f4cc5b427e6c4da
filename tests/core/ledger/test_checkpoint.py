"""Checkpoints: the log's signature over its size and root, and the witnesses' over the log's."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from builders.ledger import LOG_KEY, NOON, ORIGIN, WITNESS_KEY, a_log, a_note
from sharewell.ledger.checkpoint import Checkpoint, CheckpointUnreadable, cosign, cosigned_at
from sharewell.ledger.note import Signature, SignedNote

VECTOR = json.loads((Path(__file__).parent / "vectors/notes.json").read_text())["checkpoint"]
TEXT = a_log(7).checkpoint().text()


def test_the_published_checkpoint_is_read_and_written():
    checkpoint = Checkpoint.parse(VECTOR["text"])

    assert (checkpoint.origin, checkpoint.size, checkpoint.root.hex()) == (
        VECTOR["origin"],
        VECTOR["size"],
        VECTOR["root"],
    )
    assert checkpoint.text() == VECTOR["text"]


def test_a_checkpoint_is_signed_by_the_log():
    note = a_log(7).checkpoint().signed(LOG_KEY)

    assert note.signed_by(LOG_KEY.verifier())
    assert Checkpoint.parse(note.text).size == 7


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT[:-1],
        TEXT + "extension\n",
        TEXT.replace("\n7\n", "\n07\n"),
        TEXT.replace("\n7\n", "\n-7\n"),
        TEXT.replace("\n7\n", "\n٧\n"),
        TEXT.replace("\n7\n", "\n" + "9" * 19 + "\n"),
        TEXT.replace(ORIGIN, ""),
        TEXT.replace("=\n", "\n"),
        TEXT.replace("s=\n", "t=\n"),
        TEXT[: TEXT.rindex("\n") - 8] + "\n",
        f"{ORIGIN}\n7\nAAAA\n",
        f"{ORIGIN}\n7\nÄ\n",
    ],
)
def test_any_other_text_is_refused(text):
    with pytest.raises(CheckpointUnreadable):
        Checkpoint.parse(text)


def test_a_witness_says_when_it_saw_the_checkpoint():
    note = cosign(a_note(), WITNESS_KEY, at=NOON)

    assert cosigned_at(note, WITNESS_KEY.verifier()) == NOON
    assert note.signed_by(LOG_KEY.verifier())


def test_the_later_of_two_cosignatures_counts():
    note = cosign(cosign(a_note(), WITNESS_KEY, at=NOON), WITNESS_KEY, at=NOON + timedelta(hours=1))

    assert cosigned_at(note, WITNESS_KEY.verifier()) == NOON + timedelta(hours=1)


def test_a_checkpoint_nobody_witnessed_was_witnessed_by_nobody():
    assert cosigned_at(a_note(), WITNESS_KEY.verifier()) is None


def test_a_log_cannot_be_its_own_witness():
    assert cosigned_at(a_note(), LOG_KEY.verifier()) is None

    own = cosign(a_note(), LOG_KEY, at=NOON).signatures[-1]
    assert cosigned_at(SignedNote(text=a_note().text, signatures=(own,)), LOG_KEY.verifier()) is None


def test_a_time_beyond_every_calendar_is_no_time():
    seconds, key, text = 2**62, WITNESS_KEY.verifier(), a_note().text
    signature = WITNESS_KEY.over(f"cosignature/v1\ntime {seconds}\n{text}".encode())
    line = Signature(name=key.name, key_id=key.id, signature=seconds.to_bytes(8, "big") + signature)

    assert cosigned_at(SignedNote(text=text, signatures=(line,)), key) is None


@pytest.mark.parametrize("place", range(72))
def test_a_cosignature_with_any_byte_changed_is_no_cosignature(place):
    note = cosign(a_note(), WITNESS_KEY, at=NOON)
    *others, line = note.signatures
    changed = bytearray(line.signature)
    changed[place] ^= 1
    broken = SignedNote(
        text=note.text,
        signatures=(*others, Signature(name=line.name, key_id=line.key_id, signature=bytes(changed))),
    )

    assert cosigned_at(broken, WITNESS_KEY.verifier()) is None


@pytest.mark.parametrize("signature", [b"x", bytes(8), bytes(71), b"\xff" * 72])
def test_a_cosignature_of_the_wrong_length_or_time_is_no_cosignature(signature):
    key = WITNESS_KEY.verifier()
    line = Signature(name=key.name, key_id=key.id, signature=signature)

    assert cosigned_at(SignedNote(text=a_note().text, signatures=(line,)), key) is None


def test_one_wrong_line_spoils_a_witness_however_many_right_ones_it_has():
    right = cosign(a_note(), WITNESS_KEY, at=NOON)
    wrong = cosign(a_note(6), WITNESS_KEY, at=NOON)
    both = SignedNote(text=right.text, signatures=(*right.signatures, wrong.signatures[-1]))

    assert cosigned_at(both, WITNESS_KEY.verifier()) is None
