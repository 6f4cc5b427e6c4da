"""Somebody with the database and the log's key writes another history: whoever kept a receipt finds out."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from builders.ledger import LOG_KEY, OTHER_KEY, Log, a_bundle, a_log, a_payload, evidence_of
from sharewell.cli import main
from sharewell.ledger import receipt
from sharewell.ledger.evidence import write
from sharewell.ledger.note import SigningKey
from sharewell.ledger.seen import NothingWasKept, disagreements, kept
from sharewell.ledger.verdict import verify

KEY = LOG_KEY.verifier()
History = list[dict]
RECEIPT = "requester.notified"


def a_history(size: int) -> History:
    """What happened: the last thing was written for the other side, who got a receipt of it."""
    return [a_payload(number) for number in range(size - 1)] + [a_payload(size - 1, kind=RECEIPT)]


def signed(history: History, key: SigningKey = LOG_KEY) -> bytes:
    """The whole record as somebody who holds the key shows it: it proves itself, whatever it says."""
    log = Log()
    for payload in history:
        log.add(payload)
    note = str(log.checkpoint().signed(key))
    return write(
        evidence_of(log, checkpoint=note, verifier_key=str(key.verifier()), witnesses=(), consistency=None)
    )


def a_receipt_of(history: History) -> bytes:
    log = Log()
    for payload in history:
        log.add(payload)
    note = str(log.checkpoint().signed(LOG_KEY))
    entry = log.entry(log.size - 1)
    return receipt.write(receipt.receipt(entry, checkpoint=note, verifier_key=str(KEY)))


def places(chance: random.Random, history: History) -> tuple[int, int]:
    one, other = sorted(chance.sample(range(len(history)), 2))
    return one, other


def changed(chance: random.Random, history: History, **said: object) -> History:
    place = chance.randrange(len(history))
    return [*history[:place], history[place] | said, *history[place + 1 :]]


def swapped(chance: random.Random, history: History) -> History:
    one, other = places(chance, history)
    again = list(history)
    again[one], again[other] = again[other], again[one]
    return again


def dropped(chance: random.Random, history: History) -> History:
    place = chance.randrange(len(history))
    return history[:place] + history[place + 1 :]


def put_in(chance: random.Random, history: History) -> History:
    place = chance.randrange(len(history))
    return [*history[:place], a_payload(990, by="nobody"), *history[place:]]


def cut(chance: random.Random, history: History) -> History:
    return history[: chance.randrange(1, len(history))]


def twice(chance: random.Random, history: History) -> History:
    place = chance.randrange(len(history) - 1)
    return [*history[: place + 1], *history[place:]]


# What somebody does who holds everything inside the office. Each goes on afterwards as if nothing had been.
FORGERIES: dict[str, Callable[[random.Random, History], History]] = {
    "somebody else did it": lambda chance, history: changed(chance, history, by="h9"),
    "it was about something else": lambda chance, history: changed(chance, history, about="DSR-1999-0001"),
    "it happened later": lambda chance, history: changed(chance, history, at="2026-05-05T12:00:00.000+00:00"),
    "it was decided otherwise": lambda chance, history: changed(chance, history, kind="request.withdrawn"),
    "it said something else": lambda chance, history: changed(chance, history, details={"step": "forged"}),
    "it never happened": dropped,
    "it happened as well": put_in,
    "it happened twice": twice,
    "it happened in another order": swapped,
    "the end never happened": cut,
    "the end happened otherwise": lambda chance, history: [
        *cut(chance, history),
        *(a_payload(900 + number) for number in range(len(history))),
    ],
    "nothing of it happened": lambda chance, history: [a_payload(800 + n) for n in range(len(history) + 2)],
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_whoever_kept_a_receipt_finds_every_other_history(forgery, drill_n):
    chance = random.Random(forgery)
    for _ in range(drill_n(8, 50)):
        history = a_history(chance.randrange(3, 24))
        before = kept(a_receipt_of(history), key=KEY)
        more = [a_payload(500 + number) for number in range(chance.randrange(6))]
        forged = verify(signed(FORGERIES[forgery](chance, history) + more), key=KEY)

        assert forged.verified, "the forger holds the key: the forgery proves itself"
        assert list(disagreements(forged.evidence, forged.checkpoint, before)), history


def test_a_true_history_that_went_on_agrees_with_every_receipt_of_it():
    whole = a_history(20)
    now = verify(signed(whole), key=KEY)

    for size in range(1, 21):
        log = Log()
        for payload in whole[:size]:
            log.add(payload)
        before = kept(str(log.checkpoint().signed(LOG_KEY)).encode(), key=KEY)
        assert list(disagreements(now.evidence, now.checkpoint, before)) == []


def test_a_log_that_is_shorter_than_it_was_says_so():
    now = verify(a_bundle(5, 2), key=KEY)
    before = kept(str(a_log(9).checkpoint().signed(LOG_KEY)).encode(), key=KEY)

    (said,) = disagreements(now.evidence, now.checkpoint, before)

    assert "entries are missing" in said.problem


def test_evidence_of_a_part_says_that_it_cannot_show_it():
    now = verify(a_bundle(9, 2, 5), key=KEY)
    before = kept(str(a_log(6).checkpoint().signed(LOG_KEY)).encode(), key=KEY)

    (said,) = disagreements(now.evidence, now.checkpoint, before)

    assert "cannot show" in said.problem


@pytest.mark.parametrize("data", [b"", b"nothing", str(a_log(3).checkpoint().signed(OTHER_KEY)).encode()])
def test_what_is_not_signed_by_the_log_was_not_kept_of_it(data):
    with pytest.raises(NothingWasKept):
        kept(data, key=KEY)


def test_the_command_lays_the_one_beside_the_other(tmp_path, capsys):
    history = a_history(9)
    true, forged, held = (tmp_path / name for name in ("true.json", "forged.json", "held.tlog-proof"))
    true.write_bytes(signed([*history, a_payload(70)]))
    forged.write_bytes(signed([a_payload(71), *history]))
    held.write_bytes(a_receipt_of(history))

    assert main(["verify", str(true), "--key", str(KEY), "--seen", str(held)]) == 0
    assert main(["verify", str(forged), "--key", str(KEY)]) == 0
    assert main(["verify", str(forged), "--key", str(KEY), "--seen", str(held)]) == 1
    assert "not those that you saw" in capsys.readouterr().out
    assert main(["verify", str(true), "--seen", str(held)]) == 2
