"""A witness co-signs a log that only grew, and nothing else; each answer is C2SP's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.ledger import LOG_KEY, NOON, ORIGIN, OTHER_KEY, WITNESS_KEY, a_log
from sharewell.ledger.checkpoint import cosigned_at
from sharewell.ledger.tree import consistency
from sharewell.ledger.witness import Request, Seen, answer, cosignatures, read, with_lines

LOGS = {ORIGIN: LOG_KEY.verifier()}


def seen_of(size: int) -> dict[str, Seen]:
    return {ORIGIN: Seen(size=size, root=a_log(9).checkpoint(size).root)} if size else {}


def a_request(old: int = 3, size: int = 7, key=LOG_KEY) -> Request:
    log = a_log(9)
    proof = consistency(old, size, log.read) if old else ()
    return Request(old=old, proof=proof, note=log.checkpoint(size).signed(key))


def asked(request: Request | str, *, seen: int = 3, logs=LOGS):
    body = request if isinstance(request, str) else request.text()
    return answer(body, logs=logs, seen=seen_of(seen), key=WITNESS_KEY, at=NOON)


@pytest.mark.parametrize(("old", "size"), [(0, 1), (0, 9), (3, 3), (3, 7), (8, 9)])
def test_a_log_that_only_grew_is_co_signed(old, size):
    request = a_request(old, size)

    said = asked(request, seen=old)

    assert said.status == 200
    assert said.now == Seen(size=size, root=a_log(9).checkpoint(size).root)
    line, at = cosignatures(request.note, said.body, WITNESS_KEY.verifier())
    assert at == NOON
    assert cosigned_at(with_lines(request.note, [line]), WITNESS_KEY.verifier()) == NOON


@pytest.mark.parametrize(
    ("request_", "seen", "status"),
    [
        (a_request(3, 7), 5, 409),
        (a_request(3, 7), 0, 409),
        (a_request(0, 7), 3, 409),
        (replace(a_request(3, 7), old=8), 8, 400),
        (replace(a_request(3, 7), proof=()), 3, 422),
        (replace(a_request(0, 7), proof=(bytes(32),)), 0, 422),
        (a_request(3, 7, key=OTHER_KEY), 3, 403),
    ],
)
def test_anything_else_is_not(request_, seen, status):
    said = asked(request_, seen=seen)

    assert (said.status, said.now) == (status, None)


def test_a_witness_that_holds_another_size_says_which():
    said = asked(a_request(3, 7), seen=5)

    assert (said.body, said.content_type) == ("5\n", "text/x.tlog.size")


def test_a_log_that_was_written_anew_is_not_co_signed():
    forged = a_log(7)
    forged.payloads.clear()
    other = Request(old=7, proof=(), note=replace(a_log(9).checkpoint(7), root=bytes(32)).signed(LOG_KEY))

    assert asked(other, seen=7).status == 409


def test_a_log_nobody_asked_us_to_witness_is_unknown():
    assert asked(a_request(), logs={}).status == 404


@pytest.mark.parametrize(
    "body",
    [
        "",
        "old 3",
        "old 3\n\n",
        "old 03\n\nx",
        "old -1\n\nx\n",
        "new 3\n\nx\n",
        "old 3\nAAAA\n\nx\n",
        "old 3\n" + "A" * 44 + "\n" * 2,
    ],
)
def test_what_cannot_be_read_is_400(body):
    assert asked(body).status == 400


@given(st.text())
def test_no_text_whatever_breaks_a_witness(text):
    assert asked(text).status == 400
    assert asked("old 3\n\n" + text).status in {400, 403, 404}


def test_a_request_is_read_back_the_same():
    assert read(a_request().text()) == a_request()


def test_the_log_ignores_lines_that_are_not_the_witnesss():
    request = a_request()
    other = answer(
        request.text(), logs=LOGS, seen=seen_of(3), key=replace(WITNESS_KEY, seed=bytes(32)), at=NOON
    )

    assert cosignatures(request.note, other.body + "nonsense\n", WITNESS_KEY.verifier()) is None
