"""Another key signs the record: the old one says so, and what it signed before still verifies."""

from __future__ import annotations

import pytest

from builders.record import NOON, an_event
from sharewell.cli import main
from sharewell.ledger.evidence import write
from sharewell.ledger.note import VerifierKey
from sharewell.ledger.verdict import verify
from sharewell_office.ledger import services, store
from sharewell_office.ledger.keys import folder, signing_key
from sharewell_office.ledger.verification import verify_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed():
    """Evidence before, and the keys before and after a change."""
    services.record([an_event(about="DSR-2026-0001")])
    earlier = write(services.evidence_of(about="DSR-2026-0001", at=NOON))
    before, after = services.change_key(by="system", at=NOON)
    return earlier, VerifierKey.parse(before), VerifierKey.parse(after)


def test_the_new_key_signs_the_same_log_from_now_on(changed):
    _, before, after = changed

    now = verify(write(services.evidence_of(about="DSR-2026-0001", at=NOON)), key=after)

    assert now.anchored
    assert signing_key().verifier() == after != before
    assert after.name == before.name


def test_evidence_and_checkpoints_of_the_old_key_still_verify(changed):
    earlier, before, _ = changed

    assert verify(earlier, key=before).anchored
    assert verify_now().problems == []
    assert {row.verifier_key for row in store.checkpoints()} >= {str(before)}


def test_the_old_key_itself_announced_the_new_one(changed):
    _, before, after = changed

    last = [row for row in store.checkpoints() if row.verifier_key == str(before)][-1]
    announced = store.entries(about="RECORD")[0]

    assert str(after) in announced.sentence
    assert announced.number < last.size


def test_only_its_owner_may_read_the_new_key_and_the_old_one_is_kept_to_be_put_away(changed):
    _, before, _ = changed

    assert (folder() / "record.key").stat().st_mode & 0o777 == 0o600
    assert (folder() / f"record.key.{before.id.hex()}").exists()
    assert not (folder() / "record.key.next").exists()


def test_a_record_that_was_changed_gets_no_new_key(capsys):
    from sharewell_office.ledger import models

    services.record([an_event(), an_event()])
    services.checkpoint(at=NOON)
    present = signing_key().verifier()
    models.Checkpoint.objects.update(note="nothing")

    assert main(["change-key"]) == 1
    assert signing_key().verifier() == present


def test_the_command_says_both_keys(capsys):
    services.record([an_event()])

    assert main(["change-key", "--json"]) == 0
    assert '"before"' in capsys.readouterr().out


def test_the_record_leaves_as_tiles_that_hold_no_word(tmp_path):
    services.record([an_event(about="DSR-2026-0001", details={"note": "Winter"}) for _ in range(3)])
    out = tmp_path / "tiles"

    assert main(["evidence", "--all", "--tiles", "--out", str(out)]) == 0

    assert (out / "checkpoint").read_text().startswith(signing_key().name)
    assert len((out / "tile/0/000.p/3").read_bytes()) % 32 == 0
    assert b"Winter" not in b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert main(["evidence", "--all", "--tiles", "--out", str(out)]) == 2
