"""Releases on screen: whose pages they are, what the gate's answer looks like, and the one clear next step."""

from __future__ import annotations

import pytest

from builders.office_release import EXTRA_COLUMN, GOOD, an_upload, brought, sealed, the_agreement, the_release
from sharewell.release.permission import Status
from sharewell_office.release import store

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


@pytest.mark.parametrize(
    "query", ["", "?words=council", "?words=nothing-like-it", "?status=sealed", "?status=nonsense"]
)
def test_the_list_can_be_searched(signed_in, query):
    sealed()

    assert signed_in("a1").get(f"/releases/{query}").status_code == 200


@pytest.mark.parametrize("path", ["/releases/REL-2026-9999/", "/parcels/REL-2026-9999/", "/releases/%00/"])
def test_what_is_not_there_is_not_found(signed_in, path):
    assert signed_in("h1").get(path).status_code == 404


def test_a_list_of_many_asks_as_many_questions_as_a_list_of_one(signed_in, django_assert_max_num_queries):
    for _ in range(3):
        brought()
    browser = signed_in("h1")

    with django_assert_max_num_queries(12):
        browser.get("/releases/")


def test_work_that_waits_is_on_the_handlers_desk(signed_in):
    brought(EXTRA_COLUMN)

    assert "Mend the file" in words(signed_in("h1").get("/"))
