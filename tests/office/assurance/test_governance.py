"""What settles an action closes it in the same breath: a decision, a clause review, a practice taken up."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from builders.actions import a_review
from sharewell.exchange.actions_sheet import ACTIONS, cells_of
from sharewell_office.assurance import models
from sharewell_office.assurance.actions import store as actions

DECIDE = {
    "question": "Where does responsibility for sharing sit?", "taken": "Data Management governs sharing",
    "others": "Leave it with each department\nA new team", "reasons": "It keeps the register already.",
    "function": "Data Management", "check_months": "6",
}  # fmt: skip


@pytest.fixture
def review(signed_in):
    written = io.StringIO()
    csv.writer(written).writerows([ACTIONS.names, *cells_of(a_review())])
    file = SimpleUploadedFile("review.csv", written.getvalue().encode())
    signed_in("k1").post("/assurance/actions/", {"file": file})
    return models.Review.objects.get().reference


def test_a_decision_closes_the_action_that_asked_and_what_it_addresses(signed_in, review):
    page = signed_in("c1").post("/assurance/governance/", DECIDE | {"closes": f"{review}/2.1"}).url

    kept = actions.review(review)
    assert {each.number for each in kept.actions() if not each.open} == {"2.1", "4.1"}
    assert kept.action("2.1").updates[-1].evidence == "GDN-2026-0001"
    assert b"Data Management" in signed_in("h1").get(page).content


def test_where_the_action_may_not_be_closed_nothing_is_decided_either(signed_in, review):
    answer = signed_in("o1").post("/assurance/governance/", DECIDE | {"closes": f"{review}/2.1"})

    assert answer.status_code == 403
    assert b"officer of the action" in answer.content
    assert not models.GovernanceDecision.objects.exists()
    assert actions.review(review).action("2.1").open


def test_the_check_comes_back_as_work_on_its_day_until_somebody_looks(signed_in, at):
    page = signed_in("c1").post("/assurance/governance/", DECIDE).url
    words = b"Check that it is done as decided"

    before = signed_in("k1").get("/").content
    with at("2026-09-02T09:00"):
        due, handlers = signed_in("k1").get("/").content, signed_in("h1").get("/").content
        signed_in("k1").post(page, {"found": "Their register has every agreement."})
        after = signed_in("k1").get("/").content

    assert [words in each for each in (before, due, handlers, after)] == [False, True, False, False]
    assert models.GovernanceDecision.objects.get().check_on.isoformat() == "2027-03-02"


def test_a_practice_is_noted_by_anybody_and_taken_up_with_a_reason(signed_in, review):
    page = (
        signed_in("h1")
        .post("/assurance/practices/", {"title": "Publish the register", "source": "A council"})
        .url
    )
    given = {"verdict": "adopted", "reason": "It builds trust.", "change": "Published each quarter."}

    handlers = signed_in("h1").post(page, given)
    signed_in("c1").post(page, given | {"closes": f"{review}/5.1"})

    assert handlers.status_code == 403
    assert models.Practice.objects.get().verdict == "adopted"
    assert not actions.review(review).action("5.1").open
    assert b"It builds trust." in signed_in("a1").get("/assurance/practices/?show=adopted").content
    assert b"It builds trust." not in signed_in("a1").get("/assurance/practices/?show=rejected").content
