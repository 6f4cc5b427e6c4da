"""One click mends: another attempt out of the same file, examined anew, on the record; and it can be undone."""

from __future__ import annotations

from hashlib import sha256

import pytest

from builders.office_release import EXTRA_COLUMN, agree, brought, somebody, the_release
from sharewell.policy import rulebook
from sharewell.release.permission import Status
from sharewell_office.ledger import models as ledger_models
from sharewell_office.release import services, store, vault

pytestmark = pytest.mark.django_db

IN_A_NOTE = (
    b"referral_id,full_name,address,phone,mobility_flag,risk_note\n"
    b"SW1,Ann Lee,1 High St NS1 1AA,07700900001,Y,smoke alarm missing\n"
    b"SW2,Raj Patel,2 High St NS1 1AB,07700900002,N,NHS 943 476 5919 oxygen at home\n"
)


def offers(row):
    return [mend.label for mends in services.mends_of(row).values() for mend in mends]


def mend(row, label, by="h1"):
    """Click the button of that label."""
    for finding, mends in services.mends_of(row).items():
        for choice, each in enumerate(mends):
            if each.label == label:
                result = services.mend(row.reference, finding=finding, choice=choice, by=somebody(by))
                assert not result.refusals, result.refusals
                return the_release(row.reference)
    raise AssertionError(offers(row))


def kinds(reference):
    rows = ledger_models.Leaf.objects.filter(words__case__reference=reference).order_by("pk")
    return list(rows.values_list("kind", flat=True))


@pytest.mark.slow
@pytest.mark.requirement("OPCC-3.4e2")
def test_one_click_drops_the_column_nobody_agreed_to_and_the_file_goes():
    row = mend(brought(EXTRA_COLUMN), "Drop the column 'date_of_birth'")

    assert row.status == Status.READY
    assert services.release(row.reference, by=somebody()).permitted
    assert the_release(row.reference).manifest["treatments"] == [{"field": "date_of_birth", "do": "drop"}]


def test_an_nhs_number_in_a_note_is_masked_with_the_note():
    row = brought(IN_A_NOTE)
    assert [(each["check"], each["field"]) for each in row.report["findings"]] == [("G05", "risk_note")]

    row = mend(row, "Mask every cell of 'risk_note'")

    assert row.status == Status.READY
    assert b"943 476" not in vault.file(row.sha256).read_bytes()


def test_a_mend_never_edits_the_attempt_before():
    before = brought(EXTRA_COLUMN)
    told = before.report

    after = mend(before, "Drop the column 'date_of_birth'")

    assert [each.number for each in store.attempts(after)] == [1, 2]
    assert after.current.before.report == told
    assert vault.file(before.sha256).read_bytes() == EXTRA_COLUMN


def test_the_treatment_is_on_the_record_before_what_the_gate_then_said():
    row = mend(brought(EXTRA_COLUMN), "Drop the column 'date_of_birth'")

    assert kinds(row.reference) == ["release.blocked", "release.mended", "release.examined"]


def test_an_undone_mend_lets_the_attempt_before_count_again():
    before = brought(EXTRA_COLUMN)
    after = mend(before, "Drop the column 'date_of_birth'")

    outcome = services.undo(before.reference, by=somebody())

    row = the_release(before.reference)
    assert outcome.permitted, outcome.refusals
    assert (row.status, row.sha256) == (Status.REFUSED, sha256(EXTRA_COLUMN).hexdigest())
    assert vault.digest_now(after.sha256) == ""
    assert kinds(row.reference)[-1] == "release.mend_undone"


def test_without_a_mend_there_is_nothing_to_undo():
    outcome = services.undo(brought().reference, by=somebody())

    assert [each.rule for each in outcome.refusals] == [rulebook.NOT_IN_THIS_STATE]


def test_nobody_gets_a_treatment_that_is_not_offered():
    row = brought(EXTRA_COLUMN)
    finding = next(iter(services.mends_of(row)))

    for choice, named in ((7, finding), (-1, finding), (0, "0" * 16)):
        result = services.mend(row.reference, finding=named, choice=choice, by=somebody())
        assert [each.rule for each in result.refusals] == [rulebook.DECIDED_MEANWHILE]


@pytest.mark.parametrize("username", ["o2", "d1", "a1", "k1", "c1"])
def test_only_case_handlers_mend(username):
    row = brought(EXTRA_COLUMN)
    finding = next(iter(services.mends_of(row)))

    result = services.mend(row.reference, finding=finding, choice=0, by=somebody(username))

    assert rulebook.NOT_YOUR_STEP in [each.rule for each in result.refusals]


def test_rows_that_could_be_singled_out_are_emptied_and_measured_again():
    agree(disclosure={"quasi_identifiers": ["mobility_flag"], "k": 2})
    row = brought()
    assert row.status == Status.REFUSED

    row = mend(row, "Empty 'mobility_flag' in the rows that fewer than 2 share")

    assert row.status == Status.READY
    assert row.report["disclosure"]["k"] == 2


class PowerCut(Exception):
    pass


def test_a_mend_that_cannot_be_recorded_leaves_everything_as_it_was(monkeypatch):
    from sharewell_office.release.services import mending

    before = brought(EXTRA_COLUMN)

    def cut(*args, **kwargs):
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(mending, "record", cut)
        with pytest.raises(PowerCut):
            mend(before, "Drop the column 'date_of_birth'")

    row = the_release(before.reference)
    assert (row.status, len(store.attempts(row))) == (Status.REFUSED, 1)
    assert [path.name for path in vault.file("0" * 64).parent.iterdir()] == [before.sha256]
