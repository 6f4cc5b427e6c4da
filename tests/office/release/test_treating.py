"""The office treats a file as was agreed, examines what comes of it, and seals those very bytes."""

from __future__ import annotations

from hashlib import sha256

import pytest

from builders.office_release import GOOD, agree, an_upload, brought, somebody, the_agreement, the_release
from sharewell.engine import locks, sealing
from sharewell.engine.unusable import FileUnusable
from sharewell.release.permission import Status
from sharewell_office.adapters import clock
from sharewell_office.register import demo
from sharewell_office.release import services, vault
from sharewell_office.release.services import lists

pytestmark = pytest.mark.django_db

MASKED = [{"field": "phone", "do": "mask", "keep": 3}]
DROPPED = [{"field": "date_of_birth", "do": "drop"}]


def opened(row, folder):
    """The file as the recipient sees it."""
    identities = locks.identities_of(demo.recipient_key_file().read_text())
    return sealing.open_parcel(vault.parcel(row.parcel), identities, folder / "out")


def released(row):
    outcome = services.release(row.reference, by=somebody())
    assert outcome.permitted, outcome.refusals
    return the_release(row.reference)


def test_what_leaves_is_the_treated_file_that_was_examined(tmp_path):
    agree(treatments=MASKED)
    row = brought()

    parcel = opened(released(row), tmp_path)

    content = parcel.file.read_bytes()
    assert b"07700900001" not in content
    assert b"********001" in content
    assert sha256(content).hexdigest() == row.sha256 == row.report["treated"]["sha256"]
    assert parcel.manifest["treatments"] == MASKED


def test_a_column_that_the_terms_drop_may_come_and_does_not_leave(tmp_path):
    agree(treatments=DROPPED)

    parcel = opened(
        released(brought(demo.SAMPLE_FILES["referrals-with-an-extra-column.csv"].encode())), tmp_path
    )

    assert b"1950-01-01" not in parcel.file.read_bytes()


def test_of_a_treated_file_nothing_is_left_here_in_clear_nor_said_of_it_before():
    agree(treatments=MASKED)
    row = released(brought())

    assert list(vault.file("0" * 64).parent.iterdir()) == []
    assert sha256(GOOD).hexdigest() not in str(row.manifest)


def test_bytes_that_change_after_the_treatment_do_not_go():
    agree(treatments=MASKED)
    row = brought()
    vault.file(row.sha256).write_bytes(GOOD)

    assert [each.rule.code for each in services.release(row.reference, by=somebody()).refusals] == ["G_HASH"]


@pytest.mark.slow
def test_pseudonyms_are_made_with_a_key_of_this_agreement_and_recipient_which_the_manifest_names(tmp_path):
    agree(treatments=[{"field": "full_name", "do": "pseudonymise"}])
    first, again = released(brought()), released(brought())

    assert first.manifest["pseudonym_key"] == again.manifest["pseudonym_key"] == first.current.pseudonym_key
    assert len(first.manifest["pseudonym_key"]) == 16
    assert opened(first, tmp_path / "a").file.read_bytes() == opened(again, tmp_path / "b").file.read_bytes()
    key = services.authority(the_agreement(), clock.today())
    assert (vault.file("0" * 64).parents[2] / "keys" / "pseudonym.key").stat().st_mode & 0o077 == 0
    assert key is not None


def test_terms_that_cannot_be_carried_out_are_an_error_and_nothing_is_kept():
    agree(treatments=[{"field": "address", "do": "generalise", "hierarchy": "wards.csv", "level": 1}])

    with pytest.raises(FileUnusable, match=r"wards\.csv"):
        brought()

    assert list(vault.file("0" * 64).parent.iterdir()) == []


# --- the lists that terms name ----------------------------------------------------------------------------------------
def keep(name, content, by="h1"):
    return services.keep_list(
        an_upload(content, name),
        authority=services.authority(the_agreement(), clock.today()),
        name=name,
        by=somebody(by),
    )


def test_with_the_approved_list_here_only_approved_people_leave():
    agree(scope={"keys": "approved.csv"})
    keep("approved.csv", b"referral_id\nSW1\n")

    row = brought()

    assert row.status == Status.REFUSED
    assert [(each["check"], each["rows"]) for each in row.report["findings"]] == [("G04", [2])]


def test_without_the_list_that_the_terms_ask_for_nothing_leaves_even_when_cleared():
    agree(scope={"keys": "approved.csv"})
    row = brought()
    finding = next(iter(services.mends_of(row)))
    services.clear(row.reference, finding=finding, reason="I know them all.", by=somebody("o2"))

    refused = services.release(row.reference, by=somebody())

    assert the_release(row.reference).status == Status.READY
    assert [each.rule.code for each in refused.refusals] == ["G_SCOPE"]


@pytest.mark.slow
def test_a_list_that_changed_since_is_another_plan_and_a_file_is_examined_by_the_one_kept():
    agree(scope={"keys": "approved.csv"})
    keep("approved.csv", b"referral_id\nSW1\nSW2\n")
    row = brought()

    assert row.current.lists == {"approved.csv": sha256(b"referral_id\nSW1\nSW2\n").hexdigest()}
    assert released(row).status == Status.SEALED


def test_only_lists_that_the_terms_name_are_kept_and_only_by_those_who_may():
    agree(scope={"keys": "approved.csv"})

    assert not keep("other.csv", b"a\n1\n").permitted
    assert not keep("approved.csv", b"a\n1\n", by="a1").permitted


# --- people withheld --------------------------------------------------------------------------------------------------
def withhold(by="d1", **known_by):
    return services.withhold(
        "home-visits", known_by or {"full_name": "RAJ  patel"}, because="objection", by=somebody(by)
    )


def test_nobody_leaves_who_is_withheld_whatever_the_case_and_the_spaces():
    assert withhold().permitted

    row = brought()

    assert [(each["check"], each["rows"]) for each in row.report["findings"]] == [("G18", [2])]


def test_a_file_examined_before_somebody_was_withheld_is_examined_again():
    row = brought()
    withhold()

    refused = services.release(row.reference, by=somebody())

    assert [each.rule.code for each in refused.refusals] == ["G_PERSON_FLAG"]


def test_a_file_that_cannot_be_compared_with_the_people_withheld_stays():
    withhold(national_id="7")
    row = brought()

    refused = services.release(row.reference, by=somebody())

    assert [each.rule.code for each in refused.refusals] == ["G_PERSON_FLAG"]
    assert "national_id" in refused.refusals[0].reason


def test_everybody_withheld_from_a_data_set_is_known_by_the_same_fields():
    withhold()

    assert not withhold(phone="07700900001").permitted


def test_when_it_is_lifted_their_data_leave_again_and_who_it_was_is_forgotten():
    withhold()
    person = services.lists.store.withheld("home-visits")[0]

    assert not services.lift(person.reference, by=somebody("h1")).permitted
    assert services.lift(person.reference, by=somebody("o2")).permitted
    assert lists.withheld_list("home-visits") == b""
    assert brought().status == Status.READY
