"""Evidence: what the office writes, anyone can verify, and it shows what was asked for and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from builders.record import NOON, an_event
from sharewell.cli import main
from sharewell.ledger.evidence import Evidence, read, write
from sharewell.ledger.verdict import verify
from sharewell_office.config import evidence_command
from sharewell_office.ledger import models, services, store
from sharewell_office.ledger.keys import signing_key
from sharewell_office.ledger.services import LedgerForked, NothingOnTheRecord, checkpoint, evidence_of, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_record():
    """Nine entries about three records, on three days, signed at four."""
    for number in range(9):
        at = NOON + timedelta(days=number // 3)
        record([an_event(about=f"DSR-2026-000{number % 3 + 1}", at=at, details={"n": number})])
        if number == 3:
            checkpoint(at=at)


def indices(evidence: Evidence) -> list[int]:
    return [entry.index for entry in evidence.events]


def verified(evidence: Evidence):
    return verify(write(evidence), key=signing_key().verifier())


def test_evidence_about_one_record_verifies_offline(a_record):
    evidence = evidence_of(about="DSR-2026-0002", at=NOON)

    verdict = verified(evidence)
    assert verdict.problems == ()
    assert verdict.anchored
    assert indices(evidence) == [1, 4, 7]
    assert evidence.consistency is not None


def test_evidence_says_nothing_about_any_other_record(a_record):
    bundle = write(evidence_of(about="DSR-2026-0002", at=NOON))

    assert b"DSR-2026-0001" not in bundle
    assert b"DSR-2026-0003" not in bundle


def test_evidence_of_a_time_holds_what_happened_in_it(a_record):
    start = datetime(2026, 5, 5, tzinfo=UTC)

    evidence = evidence_of(start=start, end=start + timedelta(days=1), at=NOON)

    assert indices(evidence) == [3, 4, 5]
    assert verified(evidence).verified


def test_what_happened_at_midnight_belongs_to_the_day_that_begins():
    midnight = datetime(2026, 5, 5, tzinfo=UTC)
    record([an_event(at=midnight - timedelta(days=1)), an_event(at=midnight)])

    evidence = evidence_of(start=midnight - timedelta(days=1), end=midnight, at=NOON)

    assert indices(evidence) == [0]


def test_what_happens_after_the_signing_waits_for_the_next_evidence(a_record, monkeypatch):
    signed = checkpoint(at=NOON)
    record([an_event(about="DSR-2026-0002")])
    monkeypatch.setattr(services, "checkpoint", lambda at: signed)

    evidence = evidence_of(about="DSR-2026-0002", at=NOON)

    assert indices(evidence) == [1, 4, 7]
    assert verified(evidence).verified


def test_evidence_of_everything_holds_every_entry(a_record):
    evidence = evidence_of(at=NOON)

    assert indices(evidence) == list(range(9))
    assert verified(evidence).checkpoint.size == 9


def test_evidence_after_the_words_were_destroyed_still_proves_that_it_happened(a_record):
    store.destroy_key("DSR-2026-0002", at=NOON)

    verdict = verified(evidence_of(about="DSR-2026-0002", at=NOON))

    assert verdict.verified
    assert verdict.erased == 3


def test_the_first_evidence_has_no_earlier_checkpoint_to_grow_from():
    record([an_event()])

    evidence = evidence_of(at=NOON)

    assert evidence.consistency is None
    assert verified(evidence).verified


def test_there_is_no_evidence_about_nothing(a_record):
    with pytest.raises(NothingOnTheRecord):
        evidence_of(about="DSR-2026-9999", at=NOON)


def test_there_is_no_evidence_of_an_empty_record():
    with pytest.raises(NothingOnTheRecord):
        evidence_of(at=NOON)


@pytest.mark.parametrize("table", [models.Words, models.Node])
def test_no_evidence_is_written_of_what_was_changed(a_record, table):
    if table is models.Words:
        models.Words.objects.update(sealed=b"x" * 90)
    else:
        models.Node.objects.filter(position=0).delete()

    with pytest.raises(LedgerForked):
        evidence_of(about="DSR-2026-0002", at=NOON)


def test_evidence_of_many_entries_reads_the_tree_in_one_go(a_record, django_assert_max_num_queries):
    record([an_event(about="DSR-2026-0009", details={"n": number}) for number in range(200)])

    with django_assert_max_num_queries(22):
        evidence_of(about="DSR-2026-0009", at=NOON)


# --- the command


def test_the_command_writes_a_file_that_the_verifier_accepts(a_record, tmp_path, capsys):
    out = tmp_path / "evidence.json"

    status = main(["evidence", "DSR-2026-0002", "--out", str(out), "--json"])

    said = json.loads(capsys.readouterr().out)
    assert status == 0
    assert said["events"] == 3
    assert main(["verify", str(out), "--key", said["verifier_key"], "--json"]) == 0


def test_the_command_takes_days_both_included(a_record, tmp_path):
    out = tmp_path / "evidence.json"

    status = main(["evidence", "--period", "2026-05-05..2026-05-06", "--out", str(out)])

    assert status == 0
    assert indices(read(out.read_bytes())) == [3, 4, 5, 6, 7, 8]


def test_the_command_takes_everything(a_record, tmp_path, capsys):
    out = tmp_path / "evidence.json"

    assert main(["evidence", "--all", "--out", str(out)]) == 0

    assert "9 entries" in capsys.readouterr().out
    assert indices(read(out.read_bytes())) == list(range(9))


def test_where_there_is_nothing_the_command_says_no_and_writes_no_file(a_record, tmp_path, capsys):
    out = tmp_path / "evidence.json"

    status = main(["evidence", "DSR-1999-0001", "--out", str(out), "--json"])

    assert status == 1
    assert json.loads(capsys.readouterr().out)["events"] == 0
    assert not out.exists()


def test_of_a_changed_record_the_command_writes_no_file(a_record, tmp_path, capsys):
    models.Words.objects.update(sealed=b"x" * 90)
    out = tmp_path / "evidence.json"

    status = main(["evidence", "--all", "--out", str(out)])

    assert status == 1
    assert "was changed" in capsys.readouterr().err
    assert list(tmp_path.glob("*.json")) == []


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["DSR-2026-0001", "--all"],
        ["--period", "2026-05-05"],
        ["--period", "2026-05-05..yesterday"],
        ["--period", "2026-05-06..2026-05-05"],
    ],
)
def test_a_wrong_call_is_one_clear_line(words, tmp_path, capsys):
    status = main(["evidence", *words, "--out", str(tmp_path / "evidence.json")])

    said = capsys.readouterr()
    assert status == 2
    assert said.err.count("\n") == 1
    assert not (tmp_path / "evidence.json").exists()


@pytest.mark.parametrize("out", ["missing/evidence.json", "."])
def test_a_file_that_cannot_be_written_is_one_clear_line(a_record, tmp_path, capsys, out):
    status = main(["evidence", "--all", "--out", str(tmp_path / out)])

    said = capsys.readouterr()
    assert status == 2
    assert said.err.count("\n") == 1


def test_the_period_is_counted_in_london():
    start, end = evidence_command._period("2026-05-05..2026-05-05")

    assert start.isoformat() == "2026-05-05T00:00:00+01:00"
    assert end - start == timedelta(days=1)
