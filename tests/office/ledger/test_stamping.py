"""Every night an authority outside stamps the last checkpoint, and evidence carries what it said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from builders.record import NOON, an_event
from builders.time_authority import Authority, served
from sharewell.ledger.evidence import write
from sharewell.ledger.stamp import certificates
from sharewell.ledger.verdict import verify
from sharewell_office.ledger import models, stamping
from sharewell_office.ledger.keys import folder, signing_key
from sharewell_office.ledger.services import checkpoint, evidence_of, record

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def address(authority, settings):
    with served(authority) as settings.SHAREWELL_TSA:
        yield


def signed() -> None:
    record([an_event()])
    checkpoint(at=NOON)


def test_evidence_made_later_carries_the_stamp_and_the_proof_that_the_log_only_grew_since(address, authority):
    signed()
    assert stamping.ask(NOON) == "Stamped: 1 entries"
    record([an_event(), an_event()])

    verdict = verify(
        write(evidence_of(at=NOON + timedelta(days=1))),
        key=signing_key().verifier(),
        tsa=certificates(authority.root),
    )

    assert verdict.anchored
    assert [stamp.trusted for stamp in verdict.stamps] == [True]
    assert verdict.evidence.consistency is not None


def test_a_checkpoint_is_stamped_once(address):
    signed()

    assert stamping.ask(NOON) == stamping.ask(NOON)
    assert models.TimeStamp.objects.count() == 1


def test_what_the_certificates_beside_the_key_did_not_sign_is_not_kept(address, tmp_path):
    signed()
    (folder() / "tsa.pem").write_bytes(Authority(tmp_path / "another").root)

    with pytest.raises(stamping.AuthorityUnusable):
        stamping.ask(NOON)

    assert not models.TimeStamp.objects.exists()


@pytest.mark.parametrize("setting", ["http://127.0.0.1:9", "file:///etc/passwd"])
def test_an_authority_that_does_not_answer_is_a_job_that_failed(settings, setting):
    signed()
    settings.SHAREWELL_TSA = setting

    with pytest.raises(stamping.AuthorityUnusable):
        stamping.ask(NOON)


def test_without_an_authority_there_is_nothing_to_do(settings):
    signed()
    settings.SHAREWELL_TSA = ""

    assert stamping.ask(NOON) == "No time stamping authority is set"
