"""Releases on screen: whose pages they are, what the gate's answer looks like, and the one clear next step."""

from __future__ import annotations

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
from sharewell.release.clearing import finding_id
from sharewell.release.permission import Status
from sharewell_office.register import demo
from sharewell_office.register import store as register
from sharewell_office.release import services, store
from sharewell_office.release.models import Attempt

pytestmark = pytest.mark.django_db


def bring(browser, content=GOOD, name="referrals.csv"):
    form = {"authority": the_agreement(), "file": an_upload(content, name)}
    return browser.post("/releases/new/", form, follow=True)


def words(page):
    return page.content.decode()


@pytest.mark.parametrize(
    ("username", "status"), [("h1", 200), ("h2", 200), ("o1", 403), ("d1", 403), ("r1", 403)]
)
def test_case_handlers_bring_files_and_others_are_told_whose_page_it_is(signed_in, username, status):
    assert signed_in(username).get("/releases/new/").status_code == status


def test_nobody_gets_in_without_signing_in(client):
    row = brought()

    for path in (
        "/releases/",
        "/releases/new/",
        f"/releases/{row.reference}/",
        f"/parcels/{row.reference}/",
        "/parcels/",
    ):
        assert client.get(path).status_code == 302, path


def test_a_file_that_passes_can_be_released_and_then_its_link_be_made(signed_in):
    browser = signed_in("h1")

    passed = bring(browser)
    reference = passed.redirect_chain[0][0].strip("/").split("/")[-1]
    released = browser.post(f"/releases/{reference}/release/", follow=True)

    assert "Release and seal" in words(passed)
    assert the_release(reference).status == Status.SEALED
    assert "Go to the parcel" in words(released)
    assert "Make the link and the code" in words(browser.get(f"/parcels/{reference}/"))


def test_what_is_found_in_no_row_is_not_counted_in_rows(signed_in):
    page = words(bring(signed_in("h1"), EXTRA_COLUMN))

    assert "The first row under the header" not in page
    assert " found." not in page


def test_a_refused_file_says_what_why_and_what_to_do_and_can_be_mended(signed_in):
    browser = signed_in("h1")

    page = words(bring(browser, EXTRA_COLUMN))

    for said in (
        "This file must not leave as it is",
        "date_of_birth",
        "Take the column out",
        "OPCC 3.4e",
        "mended file",
    ):
        assert said in page
    assert "1950-01-01" not in page
    assert "Release and seal" not in page


def test_the_mended_file_takes_its_place(signed_in):
    browser, row = signed_in("h1"), brought(EXTRA_COLUMN)

    page = browser.post(f"/releases/{row.reference}/file/", {"file": an_upload()}, follow=True)

    assert "Release and seal" in words(page)


UNUSABLE = [(b"a,b\n1\n", "row 1 has 1 cells"), (b"\xff\xfe", "is not UTF-8"), (b"\n", "no header line")]


@pytest.mark.parametrize(("content", "says"), UNUSABLE)
def test_a_file_that_cannot_be_read_is_an_error_of_the_form(signed_in, content, says):
    page = bring(signed_in("h1"), content)

    assert page.status_code == 400
    assert says in words(page)
    assert store.matching().count() == 0


def test_a_file_is_called_what_its_bringer_called_it(signed_in):
    page = bring(signed_in("h1"), b"MZ", name="my file.exe")

    assert "my file.exe: expected" in words(page)


@pytest.mark.parametrize("missing", ["authority", "file"])
def test_an_empty_field_is_an_error_of_the_form(signed_in, missing):
    form = {"authority": the_agreement(), "file": an_upload()}
    form.pop(missing)

    assert signed_in("h1").post("/releases/new/", form).status_code == 400


def test_a_no_of_the_core_is_shown_with_its_rule(signed_in):
    row = brought(EXTRA_COLUMN)

    page = signed_in("h1").post(f"/releases/{row.reference}/release/")

    assert page.status_code == 403
    assert "Only a file that the gate has passed leaves" in words(page)


def test_a_file_can_be_withdrawn(signed_in):
    row = brought()

    page = signed_in("h1").post(f"/releases/{row.reference}/withdraw/", follow=True)

    assert "Withdrawn" in words(page)


@pytest.mark.slow
@pytest.mark.parametrize(
    "query", ["", "?words=council", "?words=nothing-like-it", "?status=sealed", "?status=nonsense"]
)
def test_the_list_can_be_searched(signed_in, query):
    sealed()

    assert signed_in("a1").get(f"/releases/{query}").status_code == 200


@pytest.mark.parametrize("path", ["/releases/REL-2026-9999/", "/parcels/REL-2026-9999/", "/releases/%00/"])
def test_what_is_not_there_is_not_found(signed_in, path):
    assert signed_in("h1").get(path).status_code == 404


@pytest.mark.slow
def test_a_list_of_many_asks_as_many_questions_as_a_list_of_one(signed_in, django_assert_max_num_queries):
    for _ in range(3):
        brought()
    browser = signed_in("h1")

    with django_assert_max_num_queries(12):
        browser.get("/releases/")


def test_work_that_waits_is_on_the_handlers_desk(signed_in):
    brought(EXTRA_COLUMN)

    assert "Mend the file" in words(signed_in("h1").get("/"))


# --- the fix beside the finding ---------------------------------------------------------------------------------------
FOR_REVIEW = GOOD.replace(b"smoke alarm missing", b"she has dementia")


def first_finding(row):
    return finding_id(row.report["findings"][0])


@pytest.mark.slow
def test_one_click_treats_the_file_shows_before_and_after_and_can_be_undone(signed_in):
    browser, row = signed_in("h1"), brought(EXTRA_COLUMN)
    assert "Drop the column &#x27;date_of_birth&#x27;" in words(browser.get(f"/releases/{row.reference}/"))

    mended = browser.post(
        f"/releases/{row.reference}/mend/", {"finding": first_finding(row), "choice": "0"}, follow=True
    )
    undone = browser.post(f"/releases/{row.reference}/undo/", follow=True)

    for said in (
        "What you did to the file",
        "Before",
        "Must not leave",
        "May leave",
        "Undo this",
        "Release and seal",
    ):
        assert said in words(mended), said
    assert "This file must not leave as it is" in words(undone)
    assert "1950-01-01" not in words(mended)


@pytest.mark.parametrize("choice", ["", "9", "x", "-1", "0" * 50, "²"])
def test_a_choice_that_is_not_offered_is_a_no_and_not_a_fault(signed_in, choice):
    row = brought(EXTRA_COLUMN)

    page = signed_in("h1").post(
        f"/releases/{row.reference}/mend/", {"finding": first_finding(row), "choice": choice}
    )

    assert page.status_code == 403
    assert "not offered any more" in words(page)


def test_several_columns_too_many_go_with_one_click(signed_in):
    header, line = GOOD.splitlines()[:2]
    row = brought(header + b",hat,shoe\n" + line + b",4,5\n")

    page = signed_in("h1").post(
        f"/releases/{row.reference}/mend/", {"finding": "at once", "choice": "0"}, follow=True
    )

    assert "&#x27;hat&#x27; dropped, &#x27;shoe&#x27; dropped" in words(page)
    assert the_release(row.reference).status == Status.READY


def test_who_may_clear_sees_the_form_and_who_may_not_is_told_whom_to_ask(signed_in):
    row = brought(FOR_REVIEW)

    pages = {
        name: words(signed_in(name).get(f"/releases/{row.reference}/")) for name in ("o2", "d1", "h1", "o1")
    }

    assert "Clear it in my name" in pages["o2"]
    assert "Clear it in my name" in pages["d1"]
    assert "Clear it in my name" not in pages["h1"] + pages["o1"]
    assert "who owns this data set" in pages["h1"]


def test_a_review_is_cleared_with_a_reason_and_taken_back(signed_in):
    row, owner = brought(FOR_REVIEW), signed_in("o2")
    finding = first_finding(row)

    wordless = owner.post(f"/releases/{row.reference}/clear/", {"finding": finding})
    cleared = owner.post(
        f"/releases/{row.reference}/clear/",
        {"finding": finding, f"{finding}-reason": "The crew needs it, and it is agreed."},
        follow=True,
    )
    back = owner.post(f"/releases/{row.reference}/take-back/", {"finding": finding}, follow=True)

    assert wordless.status_code == 400
    assert "Write down why it may leave as it is" in words(wordless)
    assert "The crew needs it, and it is agreed." in words(cleared)
    assert "Take this clearance back" in words(cleared)
    assert "Taken back" in words(back)


@pytest.mark.parametrize("username", ["h1", "h2", "o1", "c1", "a1", "k1"])
def test_the_wrong_person_is_refused_with_the_rule_and_the_remedy(signed_in, username):
    row = brought(FOR_REVIEW)
    finding = first_finding(row)

    page = signed_in(username).post(
        f"/releases/{row.reference}/clear/", {"finding": finding, f"{finding}-reason": "It is fine."}
    )

    assert page.status_code == 403
    assert "DE_NO_AUTHORITY" in words(page)
    assert store.clearances(the_release(row.reference)) == []


def test_a_page_of_two_hundred_findings_shows_the_first_and_folds_the_rest(
    signed_in, django_assert_max_num_queries
):
    row = brought(EXTRA_COLUMN)
    one = row.report["findings"][0]
    many = [{**one, "field": f"column_{n}"} for n in range(200)]
    Attempt.objects.filter(pk=row.current.pk).update(report={**row.report, "findings": many})
    browser = signed_in("h1")

    with django_assert_max_num_queries(40):
        page = words(browser.get(f"/releases/{row.reference}/"))

    assert "200 findings block" in page
    assert "Show 180 more findings" in page
    assert "Drop all 200 columns that are not agreed" in page


# --- what the office itself must answer -------------------------------------------------------------------------------
def test_a_file_that_passed_says_what_still_keeps_it_here_and_offers_no_release(signed_in):
    row = brought()
    party = register.party(demo.COUNCIL)
    register.save_party(type(party)(reference=party.reference, name=party.name))

    page = words(signed_in("h1").get(f"/releases/{row.reference}/"))

    assert "The file has passed, and these keep it here" in page
    assert "key that was verified with them" in page
    assert "Release and seal" not in page


def test_every_check_is_answered_before_anything_leaves(signed_in):
    page = words(signed_in("h1").get(f"/releases/{brought().reference}/"))

    assert "judged in the office" in page
    assert "Not asked here" not in page


def test_an_accuracy_note_is_kept_and_goes_with_the_file(signed_in):
    browser, row = signed_in("h1"), brought()

    browser.post(
        f"/releases/{row.reference}/quality/",
        {"accuracy": "Checked in May.", "categories": ["victims", "witnesses"]},
    )
    services.release(row.reference, by=somebody())

    manifest = the_release(row.reference).manifest
    assert (manifest["accuracy"], manifest["person_categories"]) == (
        "Checked in May.",
        ["victims", "witnesses"],
    )


def test_what_was_sealed_in_error_can_be_taken_back_on_the_page(signed_in):
    browser, row = signed_in("h1"), sealed()
    assert "Take it back and destroy the parcel" in words(browser.get(f"/releases/{row.reference}/"))

    page = browser.post(f"/releases/{row.reference}/withdraw/", follow=True)

    assert "This file was given up" in words(page)


def test_where_no_file_was_brought_yet_the_list_says_how_to_begin_and_offers_no_search(signed_in):
    page = words(signed_in("h1").get("/releases/"))

    assert "No file has been brought to the gate yet" in page
    assert 'role="search"' not in page


def test_a_search_that_finds_nothing_keeps_its_form(signed_in):
    page = words(signed_in("h1").get("/releases/?words=nothing"))

    assert "No release holds all of that" in page
    assert 'role="search"' in page


@pytest.mark.parametrize(("content", "offered"), [(EXTRA_COLUMN, True), (b"a,b\n1,2\n", False)])
def test_a_button_is_spoken_of_only_where_there_is_one(signed_in, content, offered):
    page = words(bring(signed_in("h1"), content))

    assert ('name="choice"' in page) is offered
    assert ("Use a button beside a finding" in page) is offered
    assert ("A button under a finding" in page) is offered
