"""Letting a file go: each numbered step broken twice, once before and once after something was kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pyrage
import pytest

from builders.office_release import (
    EXTRA_COLUMN,
    GOOD,
    an_upload,
    brought,
    sealed,
    somebody,
    the_agreement,
    the_release,
)
from sharewell.engine import locks, sealing
from sharewell.engine.unusable import FileUnusable
from sharewell.policy import rulebook
from sharewell.register.agreement import AgreementAction
from sharewell.release.permission import Status
from sharewell_office.ledger import models as ledger_models
from sharewell_office.people import models as people
from sharewell_office.register import demo
from sharewell_office.register import services as register_services
from sharewell_office.register import store as register
from sharewell_office.release import services, store, vault
from sharewell_office.release.services import bringing, letting_go

pytestmark = pytest.mark.django_db


def kinds(reference):
    """What is on the record about a release, oldest first."""
    rows = ledger_models.Leaf.objects.filter(words__case__reference=reference).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def codes(outcome):
    return {refusal.rule.code for refusal in outcome.refusals}


def release(row, by="h1"):
    return services.release(row.reference, by=somebody(by))


def files_in_clear():
    return {path.name for path in vault.file("0" * 64).parent.iterdir()}


# --- the way out ------------------------------------------------------------------------------------------------------
@pytest.mark.requirement("OPCC-7.2c", "OPCC-7.3a")
def test_a_file_that_passes_is_sealed_to_the_recipient_and_destroyed_here(tmp_path):
    row = sealed()

    secret = demo.recipient_key_file().read_text()
    opened = sealing.open_parcel(vault.parcel(row.parcel), locks.identities_of(secret), tmp_path / "out")
    assert opened.file.read_bytes() == GOOD
    assert opened.manifest["authority"] == the_agreement()
    assert files_in_clear() == set()


def test_the_permission_is_on_the_record_before_the_seal():
    row = sealed()

    assert kinds(row.reference) == ["release.examined", "release.permitted", "release.sealed"]


def test_a_file_that_is_refused_is_kept_back_and_what_was_found_is_on_the_record():
    row = brought(EXTRA_COLUMN)

    assert row.status == Status.REFUSED
    assert [(each["check"], each["field"]) for each in row.report["findings"]] == [("G01", "date_of_birth")]
    assert rulebook.GATE_PASSED.code in codes(release(row))


def test_a_mended_file_takes_the_place_of_the_refused_one():
    row = brought(EXTRA_COLUMN)

    services.bring_again(an_upload(), reference=row.reference, by=somebody())

    assert the_release(row.reference).status == Status.READY
    assert files_in_clear() == {sha256(GOOD).hexdigest()}
    assert release(row).permitted


def test_a_file_that_cannot_be_read_is_not_kept():
    with pytest.raises(FileUnusable, match=r"referrals\.csv: row 1"):
        services.bring(an_upload(b"a,b\n1\n"), under=the_agreement(), by=somebody())

    assert files_in_clear() == set()
    assert store.matching().count() == 0


def test_a_file_given_up_is_destroyed_and_nothing_more_can_be_done_with_it():
    row = brought()

    services.withdraw(row.reference, by=somebody())

    assert files_in_clear() == set()
    assert rulebook.NOT_IN_THIS_STATE.code in codes(release(row))


def test_a_file_another_release_still_waits_for_is_not_destroyed():
    first, second = brought(), brought()

    services.withdraw(first.reference, by=somebody())

    assert release(second).permitted


@pytest.mark.parametrize("to", ["sealed", "withdrawn", "permitted"])
def test_another_file_cannot_take_the_place_of_one_that_was_let_go_or_given_up(monkeypatch, to):
    row = {"sealed": sealed, "withdrawn": given_up, "permitted": lambda: interrupted(monkeypatch)}[to]()

    result = services.bring_again(an_upload(EXTRA_COLUMN), reference=row.reference, by=somebody())

    assert [refusal.rule for refusal in result.refusals] == [rulebook.NOT_IN_THIS_STATE]
    assert the_release(row.reference).status == to


def given_up():
    row = brought()
    services.withdraw(row.reference, by=somebody())
    return the_release(row.reference)


def test_a_file_that_cannot_be_put_on_the_record_is_not_kept(monkeypatch):
    monkeypatch.setattr(bringing, "record", cut)

    with pytest.raises(PowerCut):
        brought()

    assert files_in_clear() == set()


# --- (0) the bytes are the bytes that were examined -------------------------------------------------------------------
def test_step_0_bytes_that_changed_after_the_examination_do_not_go():
    row = brought()
    vault.file(row.sha256).write_bytes(EXTRA_COLUMN)

    assert codes(release(row)) == {"G_HASH"}
    assert the_release(row.reference).status == Status.READY


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("plan", lambda attempt: attempt.terms.update(scope={"max_rows": 10**6})),
        ("plan", lambda attempt: attempt.lists.update(other="f" * 64)),
        ("report", lambda attempt: attempt.report["file"].update(rows=1)),
        ("report", lambda attempt: attempt.report.update(note="looks fine")),
    ],
    ids=["the terms", "the lists", "its rows", "its words"],
)
def test_step_0_nor_does_it_when_only_its_plan_or_only_its_report_was_changed(what, change):
    row = brought()
    attempt = row.current
    change(attempt)
    attempt.save()

    outcome = release(row)

    assert codes(outcome) == {"G_HASH"}
    assert len(outcome.refusals) == 1, what
    assert the_release(row.reference).status == Status.READY


def test_step_0_nor_do_bytes_that_changed_after_the_permission(monkeypatch):
    row = interrupted(monkeypatch)
    vault.file(row.sha256).write_bytes(EXTRA_COLUMN)

    outcome = services.seal(row.reference, by=somebody())

    assert codes(outcome) == {"G_HASH"}
    assert the_release(row.reference).status == Status.PERMITTED


def test_step_0_nor_do_bytes_that_change_while_they_are_sealed(monkeypatch):
    row = brought()
    monkeypatch.setattr(vault, "digest_now", lambda digest: digest)
    vault.file(row.sha256).write_bytes(EXTRA_COLUMN)

    with pytest.raises(sealing.ChangedWhileSealing):
        release(row)

    assert the_release(row.reference).status == Status.PERMITTED
    assert no_parcel()


# --- (1) the authority is in force today ------------------------------------------------------------------------------
def suspend():
    outcome = register_services.take_step(the_agreement(), action=AgreementAction.SUSPEND, by=somebody("o2"))
    assert outcome.permitted, outcome.refusals


def test_step_1_nothing_goes_under_an_agreement_that_was_suspended():
    row = brought()
    agreement = the_agreement()
    suspend()

    assert codes(release(row)) == {"G_AUTHORITY"}
    assert services.bring(an_upload(), under=agreement, by=somebody()).refusals


def test_step_1_nor_when_it_was_suspended_after_the_permission(monkeypatch):
    row = interrupted(monkeypatch)
    suspend()

    assert codes(services.seal(row.reference, by=somebody())) == {"G_AUTHORITY"}
    assert no_parcel()


def test_step_1_nothing_goes_after_the_last_day(at):
    row = brought()

    with at("2027-06-01T10:00"):
        outcome = services.release(row.reference, by=somebody(on=date(2026, 3, 2)))

    assert "G_AUTHORITY" in codes(outcome)


def test_step_1_terms_that_changed_since_the_examination_are_other_terms():
    row = brought()
    found = register.row(the_agreement())
    found.max_rows = 1
    found.save()

    assert codes(release(row)) == {"G_AUTHORITY"}


# --- (2) the gate refused nothing: see above; (3) the recipient's key was verified ------------------------------------
def key(**changes):
    register.save_party(replace(register.party(demo.COUNCIL), **changes))


def test_step_3_a_key_nobody_verified_is_no_key():
    row = brought()
    key(age_key_verified_on=None)

    assert codes(release(row)) == {"G_KEY"}


def test_step_3_nor_is_one_that_was_taken_away_after_the_permission(monkeypatch):
    row = interrupted(monkeypatch)
    key(age_key="", age_key_verified_on=None)

    assert codes(services.seal(row.reference, by=somebody())) == {"G_KEY"}


@pytest.mark.slow
def test_step_3_the_parcel_is_sealed_to_the_key_on_the_card_today(monkeypatch, tmp_path):
    row, fresh = interrupted(monkeypatch), pyrage.x25519.Identity.generate()
    key(age_key=str(fresh.to_public()))

    services.seal(row.reference, by=somebody())

    parcel = vault.parcel(the_release(row.reference).parcel)
    assert (
        sealing.open_parcel(parcel, locks.AgeIdentities((fresh,)), tmp_path / "out").file.read_bytes() == GOOD
    )


# --- (4) the person may release ---------------------------------------------------------------------------------------
WHO = [("h1", True), ("h2", True), ("o1", False), ("o2", False), ("d1", False), ("c1", False), ("a1", False),
       ("k1", False), ("r1", False)]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("username", "may"), WHO)
def test_step_4_case_handlers_release_and_nobody_else(username, may):
    row = brought()

    assert release(row, by=username).permitted is may


@pytest.mark.requirement("OPCC-5.4b")
def test_step_4_nobody_releases_whose_training_has_lapsed():
    row = brought()
    people.User.objects.filter(username="h1").update(trained_until=date(2026, 3, 1))

    assert codes(release(row)) == {"DE_TRAINING"}


def test_step_4_nor_seals_whose_training_lapsed_after_the_permission(monkeypatch):
    row = interrupted(monkeypatch)
    people.User.objects.filter(username="h1").update(trained_until=date(2026, 3, 1))

    assert codes(services.seal(row.reference, by=somebody())) == {"DE_TRAINING"}


@pytest.mark.slow
def test_step_4_a_bulk_file_needs_a_second_person():
    header, *rows = GOOD.decode().splitlines()
    line = rows[0].split(",", 1)[1]
    row = brought("\n".join([header, *(f"SW{n},{line}" for n in range(1000))]).encode())

    assert codes(release(row, by="h1")) == {"DE_SOD"}
    assert release(row, by="h2").permitted


# --- (5) the permission is in the ledger before the parcel exists -----------------------------------------------------
class PowerCut(Exception):
    pass


def cut(*args, **kwargs):
    raise PowerCut


def no_parcel():
    return not list(vault.parcel("REL-2026-0001-00000000").parent.iterdir())


def interrupted(monkeypatch):
    """A release that was permitted, and then the power went."""
    row = brought()
    with monkeypatch.context() as patch:
        patch.setattr(letting_go.sealing, "seal", cut)
        with pytest.raises(PowerCut):
            release(row)
    return the_release(row.reference)


def test_step_5_without_a_record_there_is_no_permission_and_no_parcel(monkeypatch):
    row = brought()
    with monkeypatch.context() as patch:
        patch.setattr(letting_go, "record", cut)
        with pytest.raises(PowerCut):
            release(row)

    assert the_release(row.reference).status == Status.READY
    assert no_parcel()


@pytest.mark.slow
def test_step_5_a_seal_that_failed_leaves_the_permission_and_can_be_done_again(monkeypatch):
    row = interrupted(monkeypatch)

    assert (row.status, no_parcel()) == (Status.PERMITTED, True)
    assert services.seal(row.reference, by=somebody("h2")).permitted


@pytest.mark.slow
def test_step_5_a_parcel_that_was_not_recorded_is_nobodys_and_is_taken_away(monkeypatch):
    row = interrupted(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(letting_go, "record", cut)
        with pytest.raises(PowerCut):
            services.seal(row.reference, by=somebody())

    assert no_parcel()
    assert vault.digest_now(row.sha256) == row.sha256


def test_of_two_who_seal_at_once_one_wins(monkeypatch):
    row = interrupted(monkeypatch)
    real = letting_go.sealing.seal

    def overtaken(*args, **kwargs):
        monkeypatch.setattr(letting_go.sealing, "seal", real)
        assert services.seal(row.reference, by=somebody("h2")).permitted
        return real(vault.file(row.sha256), *args[1:], **kwargs)

    monkeypatch.setattr(vault, "destroy", lambda digest: None)
    monkeypatch.setattr(letting_go.sealing, "seal", overtaken)
    with pytest.raises(store.SomebodyElseChangedIt):
        services.seal(row.reference, by=somebody())

    assert the_release(row.reference).status == Status.SEALED
    assert [path.name for path in vault.parcel(the_release(row.reference).parcel).parent.iterdir()] == [
        the_release(row.reference).parcel
    ]
