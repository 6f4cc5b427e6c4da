"""What the gate leaves to a person: cleared by name and with a reason, by whoever answers for the data."""

from __future__ import annotations

import pytest

from builders.office_release import (
    EXTRA_COLUMN,
    GOOD,
    an_upload,
    brought,
    somebody,
    the_agreement,
    the_release,
)
from sharewell.policy import rulebook
from sharewell.release.clearing import finding_id
from sharewell.release.permission import Status
from sharewell_office.people import models as people
from sharewell_office.register import store as register
from sharewell_office.release import services, store

pytestmark = pytest.mark.django_db

FOR_REVIEW = (
    b"referral_id,full_name,address,phone,mobility_flag,risk_note\n"
    b"SW1,Ann Lee,1 High St NS1 1AA,07700900001,Y,she has dementia and lives alone\n"
)
WHY = "The note is needed by the crew, and the agreement covers it."


@pytest.fixture
def row():
    found = brought(FOR_REVIEW)
    assert found.status == Status.REVIEW
    return found


def the_finding(row):
    return finding_id(row.report["findings"][0])


def clear(row, by="o2", reason=WHY):
    return services.clear(row.reference, finding=the_finding(row), reason=reason, by=somebody(by))


def codes(outcome):
    return [each.rule.code for each in outcome.refusals]


WHO = [("o2", []), ("d1", []), ("o1", ["DE_NO_AUTHORITY"]), ("h2", ["DE_NO_AUTHORITY"]), ("c1", ["DE_NO_AUTHORITY"]),
       ("a1", ["DE_NO_AUTHORITY"]), ("k1", ["DE_NO_AUTHORITY"]), ("h1", ["DE_NO_AUTHORITY", "DE_SOD"])]  # fmt: skip


@pytest.mark.parametrize(("username", "refused"), WHO)
def test_the_owner_of_the_data_or_the_dpo_clears_and_nobody_else(row, username, refused):
    people.User.objects.filter(username=username).update(trained_until="2027-01-01")

    assert codes(clear(row, by=username)) == refused


def test_a_cleared_file_goes_and_the_recipient_is_told_that_a_person_looked_not_who_nor_why(row):
    clear(row)

    outcome = services.release(row.reference, by=somebody())

    assert outcome.permitted, outcome.refusals
    manifest = the_release(row.reference).manifest
    assert [each["check"] for each in manifest["checks"] if each.get("cleared")] == ["G06"]
    assert WHY not in str(manifest)


def test_uncleared_it_does_not_go(row):
    assert "G_NOT_PASSED" in codes(services.release(row.reference, by=somebody()))


def test_nobody_waives_a_block():
    row = brought(EXTRA_COLUMN)

    outcome = clear(row)

    assert rulebook.NOBODY_WAIVES_A_BLOCK in [each.rule for each in outcome.refusals]
    assert the_release(row.reference).status == Status.REFUSED


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_clearance_says_why(row, reason):
    assert codes(clear(row, reason=reason)) == ["DE_REASONS"]


def test_a_clearance_counts_for_this_file_only(row):
    clear(row)

    services.bring_again(
        an_upload(FOR_REVIEW.replace(b"SW1", b"SW9")), reference=row.reference, by=somebody()
    )

    after = the_release(row.reference)
    assert after.status == Status.REVIEW
    assert store.clearances(after) == []


def test_nor_does_it_count_when_the_report_is_not_the_one_it_was_given_for(row):
    clear(row)
    attempt = the_release(row.reference).current
    attempt.report_sha256 = "f" * 64
    attempt.save()

    refused = codes(services.release(row.reference, by=somebody()))

    assert "G_NOT_PASSED" in refused
    assert "G_HASH" in refused


def test_a_clearance_given_in_error_is_taken_back_and_the_file_waits_again(row):
    clear(row)

    outcome = services.take_back(row.reference, finding=the_finding(row), by=somebody("d1"))

    assert outcome.permitted, outcome.refusals
    assert the_release(row.reference).status == Status.REVIEW
    assert codes(services.take_back(row.reference, finding=the_finding(row), by=somebody("d1"))) == [
        "ST_NOT_NOW"
    ]


def test_what_was_cleared_is_cleared_still_when_a_mend_is_undone(row):
    clear(row)
    finding = the_finding(row)
    services.mend(row.reference, finding=finding, choice=0, by=somebody())
    assert store.clearances(the_release(row.reference)) == []

    services.undo(row.reference, by=somebody())

    assert the_release(row.reference).status == Status.READY


def test_who_cleared_a_file_does_not_let_it_go(row):
    people.Post.objects.create(user=people.User.objects.get(username="o2"), role="ro.handler")
    clear(row)

    assert codes(services.release(row.reference, by=somebody("o2"))) == ["DE_SOD"]


def test_it_waits_on_the_desks_of_those_who_may_clear_it(row):
    waiting = {
        name: [each.next for each in store.open_work(somebody(name), None)]
        for name in ("o2", "d1", "o1", "h2")
    }

    assert waiting["o2"] == waiting["d1"] == ["Look at what the gate left to a person"]
    assert waiting["o1"] == waiting["h2"] == []


def test_a_warning_may_be_noted_by_the_same_people_and_stops_nothing():
    row = brought_with_a_row_twice()

    assert row.status == Status.READY
    assert clear(row).permitted


def brought_with_a_row_twice():
    """A whole row that is there twice, where no key forbids it, is only a warning."""
    agreement = register.row(the_agreement())
    agreement.schema = {"fields": [{**each, "constraints": {}} for each in agreement.schema["fields"]]}
    agreement.save()
    return brought(GOOD + GOOD.splitlines(keepends=True)[1])
