"""The page of the record: read it, narrow it, verify it, take evidence away."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from builders.record import NOON, an_event
from sharewell.ledger.verdict import verify
from sharewell_office.ledger import models, store
from sharewell_office.ledger.keys import signing_key
from sharewell_office.ledger.services import record
from sharewell_office.ledger.verification import look

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(signed_in):
    return signed_in("a1")


def test_the_record_is_told_newest_first_with_names_and_numbers(auditor):
    record([an_event(kind="isa.signed", about="ISA-2026-0001", by="a1")])
    record([an_event(kind="isa.activated", about="ISA-2026-0001", by="system")])

    page = auditor.get("/record/").content.decode()

    assert page.index("The agreement came into force") < page.index(
        "The owner of the data set signed the agreement"
    )
    assert "ISA-2026-0001, entry 1" in page
    assert "by Sharewell" in page
    assert f"by {store.entries()[1].who}" in page


def test_people_of_whom_an_entry_speaks_are_told_by_name_and_looked_up_together(
    auditor, django_assert_max_num_queries
):
    away = {"person": "o2", "cover": "o1", "starts": "2026-12-07", "ends": "2026-12-14"}
    given = {"from": "o2", "to": "gone", "data_sets": ["home-visits"]}
    record([an_event(kind="absence.arranged", details=away), an_event(kind="delegation.made", details=given)])

    with django_assert_max_num_queries(2):
        made, arranged = [entry.sentence for entry in store.entries()]

    names = {user.username: str(user) for user in get_user_model().objects.all()}
    assert arranged.startswith(f"{names['o2']} is away from 7 December 2026")
    assert arranged.endswith(f"cover: {names['o1']}")
    assert made.startswith(f"{names['o2']} delegated home-visits to gone")


def test_an_empty_record_says_what_will_be_its_first_entry(auditor):
    page = auditor.get("/record/").content.decode()

    assert "Nothing is on the record yet" in page
    assert "Not signed yet" in page


def test_the_record_can_be_narrowed_to_one_reference_however_it_is_typed(auditor):
    record([an_event(about="DSR-2026-0001"), an_event(about="DSR-2026-0002", kind="request.withdrawn")])

    page = auditor.get("/record/", {"about": " dsr-2026-0002 "}).content.decode()

    assert "The request was withdrawn" in page
    assert "The request was submitted" not in page


def test_a_reference_nobody_knows_leads_back_to_everything(auditor):
    page = auditor.get("/record/", {"about": "DSR-1999-0001"}).content.decode()

    assert "Nothing about DSR-1999-0001 is on the record" in page
    assert 'href="/record/"' in page


def test_a_long_record_is_read_page_by_page(auditor):
    record([an_event(details={"n": number}) for number in range(60)])

    first = auditor.get("/record/").content.decode()
    second = auditor.get("/record/", {"before": "35"}).content.decode()

    assert "?before=35" in first
    assert "?after=" not in first
    assert "entry 34" in second
    assert "?after=34" in second
    assert "?before=10" in second


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "٣", "1.5"])
def test_a_page_number_that_is_none_is_passed_over(auditor, number):
    record([an_event()])

    assert auditor.get("/record/", {"before": number}).status_code == 200


def test_the_page_costs_the_same_however_long_the_record_is(auditor, django_assert_max_num_queries):
    record([an_event(details={"n": number}) for number in range(60)])
    auditor.get("/record/")

    with django_assert_max_num_queries(14):
        auditor.get("/record/", {"before": "40"})


def test_the_page_opens_whatever_was_done_to_the_tables(auditor):
    record([an_event()])
    auditor.post("/record/verify/")
    models.Checkpoint.objects.update(note="nothing")
    models.Words.objects.update(sealed=b"")

    page = auditor.get("/record/")

    assert page.status_code == 200
    assert "WARNING" in page.content.decode()


def test_what_was_said_is_escaped(auditor):
    record([an_event(kind="isa.created", details={"title": "<script>alert(1)</script>"})])

    assert "<script>alert" not in auditor.get("/record/").content.decode()


# --- verify now


@pytest.mark.requirement("OPCC-8.2b")
def test_verify_now_says_what_was_checked_and_signs_what_is_sound(auditor):
    record([an_event(), an_event(about="DSR-2026-0002")])

    page = auditor.post("/record/verify/").content.decode()

    assert "The record is intact" in page
    assert store.grown().root().hex() in page
    assert (
        str(signing_key().verifier()).replace("+", "&#x2B;") in page or str(signing_key().verifier()) in page
    )
    assert models.Checkpoint.objects.get().size == 2
    assert "The first 2 were signed" in auditor.get("/record/").content.decode()


def test_verify_now_says_no_in_the_first_words_and_signs_nothing(auditor):
    record([an_event()])
    models.Leaf.objects.update(commitment=bytes(32))

    page = auditor.post("/record/verify/").content.decode()

    assert "The record was changed" in page
    assert "The words of entry 0 are not what was recorded." in page
    assert not models.Checkpoint.objects.exists()


def test_verifying_an_empty_record_is_no_boast(auditor):
    page = auditor.post("/record/verify/").content.decode()

    assert "Nothing is on the record yet" in page


def test_the_page_says_that_nobody_outside_has_signed(auditor):
    record([an_event()])

    assert "Nobody outside this office has co-signed" in auditor.post("/record/verify/").content.decode()


# --- evidence


def test_the_evidence_of_a_case_is_downloaded_and_verifies(auditor):
    record([an_event(), an_event(about="DSR-2026-0002")])

    answer = auditor.post("/record/evidence/", {"about": "DSR-2026-0001"})

    verdict = verify(answer.content, key=signing_key().verifier())
    assert verdict.verified
    assert [entry.index for entry in verdict.evidence.events] == [0]
    assert answer["Content-Disposition"] == 'attachment; filename="evidence-DSR-2026-0001.json"'


@pytest.mark.parametrize("about", ["", "DSR-1999-0001", "x" * 100, 'a"\r\nb'])
def test_there_is_no_evidence_about_nothing(auditor, about):
    record([an_event()])

    answer = auditor.post("/record/evidence/", {"about": about})

    assert answer.status_code == 404
    assert b"is on the record" in answer.content
    assert "Content-Disposition" not in answer


def test_no_evidence_is_given_of_what_was_changed(auditor):
    record([an_event()])
    models.Words.objects.update(sealed=b"x" * 90)

    answer = auditor.post("/record/evidence/", {"about": "DSR-2026-0001"})

    assert answer.status_code == 409
    assert b"the record was changed" in answer.content


# --- who


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/record/"), ("post", "/record/verify/"), ("post", "/record/evidence/")]
)
def test_a_recipient_never_sees_the_record(signed_in, method, path):
    record([an_event(at=NOON)])

    assert getattr(signed_in("r1"), method)(path, {"about": "DSR-2026-0001"}).status_code == 403


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/record/"), ("post", "/record/verify/"), ("post", "/record/evidence/")]
)
def test_nobody_sees_the_record_without_signing_in(client, method, path):
    assert getattr(client, method)(path).status_code == 302


@pytest.mark.parametrize("path", ["/record/verify/", "/record/evidence/"])
def test_what_changes_something_is_never_done_by_a_link(auditor, path):
    assert auditor.get(path).status_code == 405


def test_before_anybody_verified_the_page_itself_says_that_what_it_shows_was_changed(auditor):
    record([an_event(about=each) for each in ("DSR-2026-0001", "DSR-2026-0002")])
    look(NOON)
    last = store.entries(limit=1)[0].number
    row = models.Words.objects.get(leaf_id=last)
    models.Words.objects.filter(leaf_id=last).update(sealed=bytes(row.sealed)[:-1] + b"x")

    page = auditor.get("/record/").content.decode()

    assert f"Entry {last}. Verify now" in page
    assert "found intact" not in page
    assert "not what was recorded" not in auditor.get("/record/?about=DSR-2026-0001").content.decode()
