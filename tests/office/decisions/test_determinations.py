"""What is outside the policy, on the screens: the table is tested, leaves without terms, and is owed to nobody."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from scenarios.office.world import browser
from sharewell.aftercare.collection import Acceptance
from sharewell.decisions.request import Status
from sharewell.release.clearing import finding_id
from sharewell_office.adapters import clock
from sharewell_office.aftercare import services as parcels
from sharewell_office.aftercare.retention import store as copies
from sharewell_office.decisions import handled_store, models, services, store
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.register import store as register
from sharewell_office.release import services as releases
from sharewell_office.release import store as release_store
from sharewell_office.release import terms_export

pytestmark = pytest.mark.django_db

BEGUN, COUNCIL = "Home visits in Mill Road", "ORG-0001"
PASSES, OF_THE_SAME_SHAPE = ("Eastmoor,31", "Westmoor,27"), ("Eastmoor,31", "Westmoor,28")


def reference() -> str:
    return models.Request.objects.get(title=BEGUN).reference


def request():
    return store.request(reference())


def actor(username: str):
    return people.actor_by_id(username, clock.today())


def page(name: str, *more: str) -> str:
    return reverse(f"decisions:{name}", args=[reference(), *more])


def a_table(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("t.csv", "\n".join(["area,count", *rows]).encode(), content_type="text/csv")


def nobody_in_it() -> None:
    facts = {"data.identifiability": "aggregate"}
    said = services.answer(reference(), stage="S0", answers={"S0.1": "no"}, facts=facts, by=actor("h1"))
    assert said.permitted, said.refusals


def put_to_the_test(*rows: str, by: str = "h1"):
    return browser(by).post(page("table"), {"file": a_table(*rows), "count": "count", "min_cell": "5"})


def outside_the_policy() -> None:
    nobody_in_it()
    put_to_the_test(*PASSES)
    assert browser("h1").post(page("annex", "close"), {}).status_code == 302


def release(*rows: str):
    brought = releases.bring(a_table(*rows), under=reference(), by=actor("h1"))
    assert not brought.refusals, brought.refusals
    return brought.reference, releases.release(brought.reference, by=actor("h1"))


@pytest.mark.slow
@pytest.mark.requirement("OPCC-2.1a", "OPCC-2.1b", "OPCC-2.1c")
def test_statistics_go_from_the_test_to_the_recipient_without_terms_or_a_certificate():
    outside_the_policy()
    other, refused = release(*OF_THE_SAME_SHAPE)
    releases.withdraw(other, by=actor("h1"))

    parcel, sent = release(*PASSES)
    offered = parcels.offer(parcel, by=actor("h1"))
    link = reverse("aftercare:collect", args=[offered.token])
    before = browser("h1").get(link)
    said = {"code": offered.code, "name": "Rhea Castell", "post": "Desk officer"}
    taken = browser("h1").post(link, said)

    assert [one.rule.code for one in refused.refusals] == ["G_AUTHORITY"]
    assert sent.permitted, sent.refusals
    assert "There are no terms to accept" in before.text
    assert "accepts" not in before.context["form"].fields
    assert taken.status_code == 200
    assert copies.row(parcel) is None
    assert not register.duties(COUNCIL)
    assert "terms.accepted" not in {one.kind for one in ledger.entries(about=parcel)}
    assert (
        "None asked for: nobody is in it"
        in browser("h1").get(reverse("aftercare:parcel", args=[parcel])).text
    )
    assert request().status is Status.OUT_OF_SCOPE


def test_what_was_settled_is_on_the_page_in_the_log_and_under_the_law_of_its_day():
    nobody_in_it()
    put_to_the_test(*PASSES)
    assert browser("o2").post(page("annex", "close"), {}).status_code == 302

    mine, auditors = browser("h1").get(page("detail")), browser("a1").get(page("detail"))
    log = browser("a1").get(reverse("decisions:log"), {"outcome": "out_of_scope"})
    choices = dict(browser("h1").get(reverse("release:new")).context["form"].fields["authority"].choices)

    assert "the file itself passed the disclosure test" in mine.text
    assert "Send the table through the gate" in mine.text
    assert "Send the table through the gate" not in auditors.text
    line = next(one for one in log.context["page"].lines if one.reference == reference())
    assert (line.outcome, line.decided_by) == ("Out of scope", actor("o2").name)
    assert "Nobody can be identified" in line.reasons
    assert reference() in choices
    settled = request().determination
    assert services.law_for(request(), clock.today()).version == settled.policy_version != ""
    assert "o2" in handled_store.parts_of([reference()])[reference()]  # and marks no sample of it


def test_terms_for_one_table_are_not_handed_out_of_the_office():
    outside_the_policy()

    refusals = terms_export.signed_terms(reference())

    assert [one.rule.code for one in refusals] == ["G_AUTHORITY"]
    assert "cannot tell that from another" in refusals[0].reason


def test_nobody_says_by_hand_that_a_file_passed():
    nobody_in_it()

    by_page = browser("h1").get(page("stage", "S3"))
    by_program = services.answer(reference(), stage="S3", answers={"S3.5": "pass"}, facts={}, by=actor("h1"))
    closed = browser("h1").post(page("annex", "close"), {})

    assert "Test the table itself" in by_page.text
    assert "S3.5" not in by_page.context["form"].fields
    assert by_program.permitted
    assert [one.rule.code for one in closed.context["refusals"]] == ["DC_UNTESTED"]
    assert request().status is Status.DRAFT


def test_a_table_that_failed_says_where_and_a_mended_one_is_tested_from_that_very_page():
    nobody_in_it()
    failed = put_to_the_test("Eastmoor,31", "Westmoor,2")
    was = request()
    said = {"count": "count", "min_cell": "5", "version": failed.context["form"]["version"].value()}

    again = browser("h1").post(page("table"), {"file": a_table(*PASSES), **said})

    assert "row 2" in failed.text
    assert (was.answers["S3.5"], was.anonymised.passed) == ("fail", False)
    assert not again.context["refusals"]
    assert "The table passed" in again.text
    kinds = [one.kind for one in ledger.entries(about=reference())]
    assert [kinds.count(f"disclosure_control.{came}") for came in ("failed", "passed")] == [1, 1]
    assert "Smallest count shown" in browser("h1").get(page("annex", "close")).text


def test_a_test_of_what_somebody_changed_meanwhile_is_not_told_as_a_success():
    nobody_in_it()
    said = {"count": "count", "min_cell": "5", "version": request().version - 1}

    late = browser("h1").post(page("table"), {"file": a_table(*PASSES), **said})

    assert [one.rule.code for one in late.context["refusals"]] == ["ST_CHANGED"]
    assert "The table passed" not in late.text
    assert request().anonymised is None


def test_where_nobody_is_identifiable_the_page_asks_for_the_test_and_for_nothing_else():
    nobody_in_it()

    stage = browser("h1").get(page("stage", "S3"))

    assert "Test the table itself" in stage.text
    assert "Save and continue" not in stage.text


# --- records that name nobody -----------------------------------------------------------------------------------------

ALIKE = [
    f"{band},{sex},{came}"
    for band, sex in (("30-39", "F"), ("40-49", "M"))
    for came in ("upheld", "upheld", "not upheld", "not upheld", "withdrawn")
]
ASKED = {
    "quasi_identifiers": "age_band, sex",
    "sensitive": "outcome",
    "k": "5",
    "l": "2",
    "intruder": "I looked for the one complaint that was in the newspaper, and could not tell it.",
}


def some_records(*rows: str) -> SimpleUploadedFile:
    content = "\n".join(["age_band,sex,outcome", *rows]).encode()
    return SimpleUploadedFile("r.csv", content, content_type="text/csv")


def put_records_to_the_test(*rows: str, **changes: str):
    return browser("h1").post(page("records"), {**ASKED, "file": some_records(*rows), **changes})


@pytest.mark.slow
@pytest.mark.requirement("OPCC-2.1c")
def test_records_that_name_nobody_leave_once_somebody_else_has_tried_too():
    nobody_in_it()
    tested = put_records_to_the_test(*ALIKE)
    closed = browser("h1").post(page("annex", "close"), {})
    by = actor("h1")
    parcel = releases.bring(some_records(*ALIKE), under=reference(), by=by).reference

    alone = releases.release(parcel, by=by)
    finding = next(iter(release_store.row(parcel).report["findings"]))
    cleared = releases.clear(
        parcel, finding=finding_id(finding), reason="I tried with the council's minutes.", by=actor("d1")
    )
    sent = releases.release(parcel, by=by)

    assert (tested.context["passed"], closed.status_code) == (True, 302)
    assert request().anonymised.smallest_cell == 5
    assert "G_NOT_PASSED" in [one.rule.code for one in alone.refusals]
    assert cleared.permitted, cleared.refusals
    assert sent.permitted, sent.refusals


@pytest.mark.parametrize(
    ("rows", "changes"),
    [
        (ALIKE[:7], {}),  # a class of two
        (ALIKE, {"k": "6"}),
        (["30-39,F,upheld"] * 5, {}),  # everybody in it learns the same
    ],
)
def test_records_in_which_somebody_could_be_recognised_do_not_pass(rows, changes):
    nobody_in_it()

    shown = put_records_to_the_test(*rows, **changes)

    assert not shown.context["passed"]
    assert shown.context["tested"].findings
    assert request().answers["S3.5"] == "fail"


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"intruder": ""}, "intruder"),
        ({"sensitive": " , "}, "sensitive"),
        ({"quasi_identifiers": "age"}, "file"),
    ],
)
def test_records_are_tested_only_where_it_is_said_by_what_and_what_was_tried(changes, where):
    nobody_in_it()

    shown = put_records_to_the_test(*ALIKE, **changes)

    assert shown.status_code == 400
    assert where in shown.context["form"].errors
    assert request().anonymised is None


@pytest.mark.slow
def test_an_approved_table_is_collected_on_its_undertaking_and_owes_no_certificate():
    services.answer(reference(), stage="S3", answers={"S3.2": "yes"}, facts={}, by=actor("h1"))
    offer = {
        "count": "count",
        "min_cell": "5",
        "differencing": "No other.",
        "intruder": "Nobody is picked out.",
    }
    browser("h2").post(page("annex", "offer_anonymised"), {**offer, "file": a_table(*PASSES)})
    said = {"undertaking": "We will recognise nobody.", "reasons": "Counts will do."}
    assert browser("o2").post(page("annex", "approve_anonymised"), said).status_code == 302
    parcel, sent = release(*PASSES)
    assert sent.permitted, sent.refusals
    offered = parcels.offer(parcel, by=actor("h1"))
    shown = browser("h1").get(reverse("aftercare:collect", args=[offered.token]))
    who = {"code": offered.code, "name": "Rhea Castell", "post": "Desk officer"}

    refused = parcels.collect(offered.token, Acceptance(**who, accepts=False))
    taken = parcels.collect(offered.token, Acceptance(**who, accepts=True))

    assert "We will recognise nobody." in shown.text
    assert [one.rule.code for one in refused.refusals] == ["G_TERMS"]
    assert taken.content is not None
    taken.content.close()
    assert copies.row(parcel) is None
    assert not register.duties(COUNCIL)
