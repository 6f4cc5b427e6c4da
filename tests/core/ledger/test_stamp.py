"""A time stamp by a real authority: over the checkpoint or the earlier one, signed, and over nothing else."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from builders.ledger import LOG_KEY, a_log, a_note, evidence_of
from builders.time_authority import Authority
from sharewell.ledger.evidence import write
from sharewell.ledger.note import SignedNote
from sharewell.ledger.stamp import (
    CertificatesUnreadable,
    StampDoesNotHold,
    certificates,
    judged,
    stamped_text,
    written,
)
from sharewell.ledger.verdict import verify

KEY = LOG_KEY.verifier()
LOG = a_log(7)
NOW = stamped_text(SignedNote.parse(evidence_of(LOG).checkpoint), KEY)
EARLIER = stamped_text(SignedNote.parse(evidence_of(LOG).consistency.checkpoint), KEY)


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def roots(authority):
    return certificates(authority.root)


@pytest.fixture(scope="module")
def token(authority) -> bytes:
    return authority.over(NOW)


def a_bundle(*tokens: bytes) -> bytes:
    return write(evidence_of(LOG, time_stamps=tuple(written(token) for token in tokens)))


def test_what_is_stamped_is_the_same_whoever_co_signs():
    assert stamped_text(a_note(7), KEY) == NOW


@pytest.mark.parametrize("over", [NOW, EARLIER], ids=["the checkpoint", "the earlier one"])
def test_evidence_with_a_stamp_verifies_and_says_when(authority, roots, over):
    verdict = verify(a_bundle(authority.over(over)), key=KEY, tsa=roots)

    assert verdict.verified
    (stamp,) = verdict.stamps
    assert stamp.trusted
    assert abs(stamp.at - datetime.now(UTC)) < timedelta(minutes=2)


def test_without_the_authoritys_certificates_it_is_said_that_nobody_checked_it(token):
    verdict = verify(a_bundle(token), key=KEY)

    assert verdict.verified
    assert [stamp.trusted for stamp in verdict.stamps] == [False]


def test_a_stamp_over_something_else_is_no_stamp_of_this(authority, roots):
    another = authority.over(b"another checkpoint")

    for tsa in ((), roots):
        verdict = verify(a_bundle(another), key=KEY, tsa=tsa)
        assert [problem.where for problem in verdict.problems] == ["time_stamps[0]"]


def test_another_authoritys_stamp_is_not_signed_by_the_one_that_is_trusted(tmp_path, roots):
    another = Authority(tmp_path)

    verdict = verify(a_bundle(another.over(NOW)), key=KEY, tsa=roots)

    assert "did not sign it" in verdict.problems[0].problem


def test_whatever_bit_is_changed_it_fails_or_says_the_very_same(token, roots, drill_n):
    stamp = judged(written(token), [NOW], roots=roots)

    for place in range(0, len(token), max(1, len(token) // drill_n(200, len(token)))):
        changed = bytearray(token)
        changed[place] ^= 1 << (place % 8)
        with suppress(StampDoesNotHold):
            assert judged(written(bytes(changed)), [NOW], roots=roots) == stamp


@pytest.mark.parametrize("text", ["", "!", "AA==", "é", "AAAA\n"])
def test_what_is_no_stamp_does_not_hold(text):
    with pytest.raises(StampDoesNotHold):
        judged(text, [NOW])


@pytest.mark.parametrize(
    "pem", [b"", b"nothing", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_certificates_that_are_none_are_refused(pem):
    with pytest.raises(CertificatesUnreadable):
        certificates(pem)
