"""A receipt proves one thing to one party, opens nothing else, and has one spelling."""

from __future__ import annotations

import base64
import json

import pytest

from builders.ledger import LOG_KEY, OTHER_KEY, a_log, a_payload
from sharewell.ledger import receipt
from sharewell.ledger.evidence import NotEvidence
from sharewell.ledger.verdict import verify


def a_receipt(number: int = 2, size: int = 5, kind: str = "requester.notified") -> bytes:
    log = a_log(size)
    for _ in range(3):
        log.add(a_payload(log.size, kind=kind, details={"outcome": "refused"}))
    entry = log.entry(size)
    note = str(log.checkpoint().signed(LOG_KEY))
    return receipt.write(receipt.receipt(entry, checkpoint=note, verifier_key=str(LOG_KEY.verifier())))


def test_a_receipt_verifies_against_the_key_its_holder_brings():
    verdict = verify(a_receipt(), key=LOG_KEY.verifier())

    assert verdict.verified, verdict.problems
    assert verdict.anchored
    assert [entry.payload["details"] for entry in verdict.evidence.events] == [{"outcome": "refused"}]


def test_it_does_not_verify_against_another_key():
    assert not verify(a_receipt(), key=OTHER_KEY.verifier()).verified


def test_it_is_about_a_kilobyte():
    assert len(a_receipt(size=5)) < 1500


def test_what_is_written_is_read_back_the_same():
    evidence = receipt.read(a_receipt())

    assert receipt.write(evidence) == a_receipt()


def test_every_single_byte_that_is_changed_is_noticed(drill_n):
    whole = a_receipt()

    unnoticed = [
        place
        for place in range(0, len(whole), max(1, len(whole) // drill_n(400, len(whole))))
        if verify(
            whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :], key=LOG_KEY.verifier()
        ).verified
    ]

    assert unnoticed == []


@pytest.mark.parametrize("kind", ["dpo.advised", "decision.refused", "stage.answered"])
def test_reasons_and_advice_have_no_receipt(kind):
    with pytest.raises(receipt.NotForTheParty):
        a_receipt(kind=kind)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "\n",
        lambda text: text.replace("index 5", "index 05"),
        lambda text: text.replace("index 5\n", ""),
        lambda text: text.replace("index 5", "index five"),
        lambda text: text.replace("extra ", "extra  "),
        lambda text: text.replace("@v1", "@v2"),
        lambda text: text.split("\n\n")[0],
    ],
)
def test_any_other_spelling_is_refused(change):
    assert not verify(change(a_receipt().decode()).encode(), key=LOG_KEY.verifier()).verified


@pytest.mark.parametrize("extra", ["[]", "{}", '{"payload":1}', "1", '{"a":', "\ud800"])
def test_other_extra_data_are_refused(extra):
    head, _, rest = a_receipt().decode().partition("\nextra ")
    _, _, rest = rest.partition("\n")
    encoded = base64.b64encode(json.dumps(extra).encode() if extra == "\ud800" else extra.encode()).decode()

    with pytest.raises(NotEvidence):
        receipt.read(f"{head}\nextra {encoded}\n{rest}".encode())
