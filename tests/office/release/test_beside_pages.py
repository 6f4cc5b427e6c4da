"""The pages of lists beside files and of people withheld."""

from __future__ import annotations

import pytest

from builders.office_release import agree, an_upload, brought, the_agreement
from sharewell.release.permission import Status
from sharewell_office.release import store

pytestmark = pytest.mark.django_db


def words(page):
    return page.content.decode()


def test_a_list_that_the_terms_name_is_uploaded_on_its_page(signed_in):
    agree(scope={"keys": "approved.csv"})
    browser, address = signed_in("h1"), f"/releases/lists/{the_agreement()}/"
    assert "Not here yet" in words(browser.get(address))

    upload = {"approved.csv-file": an_upload(b"referral_id\nSW1\nSW2\n", "approved.csv")}
    page = browser.post(f"{address}approved.csv/", upload, follow=True)

    assert "Kept by Hana Ito" in words(page)
    assert brought().status == Status.READY


def test_no_file_chosen_is_an_error_of_the_form_and_another_list_a_no(signed_in):
    agree(scope={"keys": "approved.csv"})
    browser, address = signed_in("h1"), f"/releases/lists/{the_agreement()}/"

    assert browser.post(f"{address}approved.csv/").status_code == 400
    assert (
        browser.post(f"{address}other.csv/", {"other.csv-file": an_upload(b"a\n", "o.csv")}).status_code
        == 403
    )


def test_people_are_withheld_and_lifted_on_the_page(signed_in):
    browser, address = signed_in("d1"), "/releases/withheld/home-visits/"
    assert "Nobody is withheld" in words(browser.get(address))

    form = {"fields": "full_name", "because": "objection", "known-0": "Raj Patel"}
    added = browser.post(address, form, follow=True)
    person = store.withheld("home-visits")[0]
    lifted = browser.post(f"{address}lift/", {"person": person.reference}, follow=True)

    assert "Raj Patel" in words(added)
    assert "Nobody is withheld" in words(lifted)


@pytest.mark.parametrize("missing", ["because", "known-0"])
def test_an_empty_answer_is_an_error_of_the_form(signed_in, missing):
    form = {"fields": "full_name", "because": "objection", "known-0": "Raj Patel"}
    form.pop(missing)

    assert signed_in("d1").post("/releases/withheld/home-visits/", form).status_code == 400


@pytest.mark.parametrize(
    ("username", "status"), [("h1", 200), ("o2", 200), ("d1", 200), ("a1", 403), ("r1", 403)]
)
def test_whose_pages_they_are(signed_in, username, status):
    for path in (
        "/releases/withheld/",
        "/releases/withheld/home-visits/",
        "/releases/withheld/home-visits/?fields=a",
    ):
        assert signed_in(username).get(path).status_code == status


@pytest.mark.parametrize("path", ["/releases/withheld/nothing/", "/releases/lists/ISA-1/"])
def test_what_is_not_there_is_not_found(signed_in, path):
    assert signed_in("h1").get(path).status_code == 404


def test_a_handler_adds_and_does_not_lift(signed_in):
    assert signed_in("h1").post("/releases/withheld/home-visits/lift/", {"person": "x"}).status_code == 403
