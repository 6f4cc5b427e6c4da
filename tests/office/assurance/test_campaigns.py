"""A campaign through the office: planned, approved by another, sent a piece a day, read or skipped, and counted."""

import pytest

from sharewell_office.adapters import clock
from sharewell_office.adapters.jobs import run_due
from sharewell_office.assurance import models
from sharewell_office.assurance.jobs import JOBS
from sharewell_office.ledger import outbox
from sharewell_office.people.models import User

PLAN = {
    "title": "Sharing safely", "approver": "c1",
    "starts_on_day": "3", "starts_on_month": "3", "starts_on_year": "2026",
}  # fmt: skip
BITE = {
    "title": "Ask first",
    "text": "Ask before you send.",
    "question": "When?",
    "right": "Before",
    "others": "After",
}


@pytest.fixture
def page(signed_in):
    """A campaign of two pieces that starts tomorrow, approved."""
    planner = signed_in("h1")
    page = planner.post("/assurance/campaigns/", PLAN).url
    for title in ("Ask first", "Send less"):
        planner.post(page, BITE | {"title": title})
    signed_in("c1").post(f"{page}approve/")
    return page


def the_mornings_of(*days, at):
    for day in days:
        with at(f"{day}T08:30"):
            run_due(clock.now(), jobs=JOBS)


def test_it_waits_for_communications_and_goes_out_a_piece_a_day(signed_in, at):
    planner = signed_in("h1")
    page = planner.post("/assurance/campaigns/", PLAN).url
    planner.post(page, BITE)
    planner.post(page, BITE | {"title": "Send less"})

    own = planner.post(f"{page}approve/")
    asked = signed_in("c1").get("/").content
    the_mornings_of("2026-03-03", at=at)
    unapproved = models.Bite.objects.filter(out_on__isnull=False).count()
    with at("2026-03-02T12:00"):
        signed_in("c1").post(f"{page}approve/")
    the_mornings_of("2026-03-03", "2026-03-04", "2026-03-05", at=at)

    assert (own.status_code, unapproved) == (403, 0)
    assert b"Approve it for communications" in asked
    # What was approved late is made up for a piece a day, never two at once.
    gone = [str(each.out_on) for each in models.Bite.objects.order_by("number")]
    assert gone == ["2026-03-04", "2026-03-05"]
    assert outbox.log().filter(template="campaign-item", to="h2").count() == 2


def test_a_piece_is_read_answered_once_or_skipped_without_a_word(signed_in, page, at):
    the_mornings_of("2026-03-03", at=at)
    right, wrong, skipper = signed_in("h1"), signed_in("h2"), signed_in("o1")

    right.post(f"{page}1/", {"choice": "Before"})
    wrong.post(f"{page}1/", {"choice": "After"})
    wrong.post(f"{page}1/", {"choice": "Before"})
    skipper.post(f"{page}1/", {"skip": "yes"})

    assert b"That is right" in right.get(f"{page}1/").content
    assert b"Not quite" in wrong.get(f"{page}1/").content
    assert b"that is all right" in skipper.get(f"{page}1/").content
    assert list(models.Reading.objects.order_by("pk").values_list("right", flat=True)) == [True, False, None]


def test_a_piece_that_is_not_out_cannot_be_read(signed_in, page):
    assert signed_in("h2").get(f"{page}1/").status_code == 404


@pytest.mark.requirement("WMFS-3.1d")
def test_reach_is_told_by_team_and_who_has_not_begun_only_to_who_runs_it(signed_in, page, at):
    User.objects.update(team="")
    User.objects.filter(username__in=["h1", "h2"]).update(team="Complaints")
    the_mornings_of("2026-03-03", at=at)
    signed_in("h1").post(f"{page}1/", {"choice": "Before"})
    signed_in("o1").post(f"{page}1/", {"skip": "yes"})

    shown = signed_in("h1").get(page)
    others = signed_in("a1").get(page)

    teams = {
        each.team: (each.people, each.read, each.begun, each.not_started) for each in shown.context["by_team"]
    }
    assert teams == {"Complaints": (2, 1, 0, 1), "": (6, 0, 1, 5)}
    assert b"Huw Parry" in shown.content
    assert b"Huw Parry" not in others.content


def test_the_campaigns_page_costs_the_same_however_many_pieces(
    signed_in, page, django_assert_max_num_queries
):
    browser = signed_in("a1")

    with django_assert_max_num_queries(14):
        browser.get(page)
