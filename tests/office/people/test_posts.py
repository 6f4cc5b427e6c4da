"""Posts are given on a page, for all business areas or for some, and reach no further than that on any page."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from builders import office_release
from sharewell.policy.posts import Held
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.decisions import models as decisions
from sharewell_office.ledger import store as ledger
from sharewell_office.people import models
from sharewell_office.people import services as joining
from sharewell_office.people import store as people
from sharewell_office.release import services as gate

pytestmark = pytest.mark.django_db

HANDLES = {"posts": ["ro.handler"], "handler_areas": ["home-visits"]}


def give(signed_in, username: str, said: dict, by: str = "d1"):
    return signed_in(by).post(reverse("posts", args=[username]), said)


def actor(username: str):
    return people.actor(people.whole_person(models.User.objects.get(username=username).pk), clock.today())


def held(username: str) -> Held:
    return people.held(models.User.objects.get(username=username))


def test_a_post_is_held_for_the_areas_that_were_chosen(signed_in):
    answer = give(signed_in, "h1", HANDLES)

    assert answer.status_code == 302
    assert actor("h1").areas == {(Role.HANDLER, "home-visits")}
    assert actor("h1") == people.actor_by_id("h1", clock.today())
    assert ledger.story("h1")[0].title == "It was said what they do here: Case handler"
    page = signed_in("h2").get(reverse("people")).content.decode()
    assert "Case handler (home-visits)" in page
    assert "Data owner (complaints)" in page


def test_the_page_shows_what_they_do_now_and_whose_each_data_set_is(signed_in):
    page = signed_in("d1").get(reverse("posts", args=["o1"])).content.decode()

    ticked = re.findall(r'value="([^"]+)"[^>]*checked', page)
    assert ticked == ["ro.owner", "complaints"]
    assert "Now: Olive Mensah" in page


def test_a_handler_of_one_area_handles_no_case_of_another(signed_in):
    row = decisions.Request.objects.get(data_set="home-visits", status="draft")
    give(signed_in, "h1", {"posts": ["ro.handler", "ro.auditor"], "handler_areas": ["complaints"]})

    answer = signed_in("h1").post(
        reverse("decisions:step", args=[row.reference, "withdraw"]),
        {"version": row.version, "reason": "Not needed."},
    )

    assert "You hold that post for other business areas" in answer.content.decode()
    assert decisions.Request.objects.get(pk=row.pk).status == "draft"


def test_a_handler_of_one_area_lets_nothing_go_of_another(signed_in):
    row = office_release.brought()  # of the home visits
    give(signed_in, "h1", {"posts": ["ro.handler", "ro.auditor"], "handler_areas": ["complaints"]})

    answer = signed_in("h1").post(reverse("release:release", args=[row.reference]))
    elsewhere = gate.bring(office_release.an_upload(), under=row.authority, by=actor("h1"))

    assert "ST_NOT_YOURS" in answer.content.decode()
    assert office_release.the_release(row.reference).status == row.status
    assert [each.rule.code for each in elsewhere.refusals] == ["ST_NOT_YOURS"]


def test_a_data_set_changes_hands(signed_in):
    answer = give(signed_in, "o2", {"posts": ["ro.owner"], "owns": ["complaints", "home-visits"]})

    assert answer.status_code == 302
    assert people.owners() == {"complaints": "o2", "home-visits": "o2"}
    assert ledger.story("o1")[0].title == "Somebody else answers for complaints from now on"


def test_a_data_set_nobody_answered_for_gets_its_owner(signed_in):
    give(signed_in, "h2", {"posts": ["ro.owner"], "new": "youth-work"})

    assert people.owners()["youth-work"] == "h2"


@pytest.mark.parametrize(
    ("username", "said", "code"),
    [
        ("h1", {"posts": ["ro.auditor"], "handler_areas": ["complaints"]}, "PE_AREAS"),
        ("h1", {"posts": ["ro.owner"]}, "PE_OWNER"),
        ("h1", {"posts": ["ro.dpo", "ro.ce"]}, "PE_DPO_ALONE"),
        ("c1", {"posts": ["ro.comms"]}, "PE_NOBODY_LEFT"),
        ("d1", {"posts": ["ro.handler"]}, "ST_NOT_YOURS"),
    ],
)
def test_a_no_says_why_and_changes_nothing(signed_in, username, said, code):
    before = held(username)

    answer = give(signed_in, username, said)

    assert answer.status_code == 409
    assert code in answer.content.decode()
    assert held(username) == before


@pytest.mark.parametrize("by", ["h2", "o1", "k1", "a1"])
def test_other_posts_give_nobody_a_post(signed_in, by):
    assert give(signed_in, "h1", HANDLES, by=by).status_code == 409
    assert actor("h1").areas == frozenset()


def test_somebody_from_outside_holds_no_post_of_ours(signed_in):
    assert signed_in("d1").get(reverse("posts", args=["r1"])).status_code == 404


def test_a_sheet_that_names_the_post_again_does_not_widen_it(signed_in):
    give(signed_in, "h1", HANDLES)

    people.change("h1", posts=["ro.handler", "ro.auditor"])

    assert actor("h1").areas == {(Role.HANDLER, "home-visits")}
    assert actor("h1").roles == {Role.HANDLER, Role.AUDITOR}


def test_what_is_undone_gives_the_areas_back(signed_in):
    give(signed_in, "h1", HANDLES)
    (before,) = people.listed(emails=["hana@northshire.example"])
    people.change("h1", posts=["ro.auditor"])

    people.put_back(before)

    assert actor("h1").areas == {(Role.HANDLER, "home-visits")}


def test_groups_of_the_directory_do_not_widen_a_post(signed_in, settings):
    settings.SHAREWELL_OIDC_GROUPS = {"g1": (Role.HANDLER, ""), "g2": (Role.AUDITOR, "complaints")}
    give(signed_in, "h1", HANDLES)

    joining.posts_by_groups("h1", frozenset(settings.SHAREWELL_OIDC_GROUPS.values()), at=clock.now())

    assert actor("h1").areas == {(Role.HANDLER, "home-visits"), (Role.AUDITOR, "complaints")}
    assert (
        ledger.story("h1")[0].title
        == "Their groups changed, and their posts with them: Auditor, Case handler"
    )
