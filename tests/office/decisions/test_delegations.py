"""Delegations: made by the owner or the Chief Executive, for some data and a time, shown on each decision, revoked."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sharewell_office.adapters import clock
from sharewell_office.decisions import models as decisions
from sharewell_office.people import models
from sharewell_office.people import store as people

pytestmark = pytest.mark.django_db

NEW, LIST = "decisions:delegation_new", "decisions:delegations"
TO_DECIDE = "Support for complainants who asked for it"
COVER = {
    "owner": "o1", "to": "o2", "data_sets": ["complaints"], "special_category": "no",
    "starts_day": "2", "starts_month": "3", "starts_year": "2026",
    "ends_day": "12", "ends_month": "3", "ends_year": "2026",
}  # fmt: skip


def make(signed_in, username: str = "c1", **changes):
    return signed_in(username).post(reverse(NEW), COVER | changes)


def last() -> str:
    return models.Delegation.objects.latest("pk").reference


def decide(signed_in, username: str):
    row = decisions.Request.objects.get(title=TO_DECIDE)
    said = {
        "version": row.version,
        "action": "approve",
        "keep": ["full_name", "phone"],
        "reasons": "They asked.",
    }
    until = {"valid_until_day": "12", "valid_until_month": "3", "valid_until_year": "2026"}
    return signed_in(username).post(reverse("decisions:decide", args=[row.reference]), said | until)


@pytest.mark.requirement("OPCC-5.1")
@pytest.mark.parametrize("username", ["c1", "o1"])
def test_the_owner_or_the_chief_executive_delegates(signed_in, username):
    made = make(signed_in, username)

    held = people.actor_by_id("o2", clock.today()).delegations
    assert made.status_code == 302
    assert [(one.from_person, one.special_category) for one in held] == [("o1", False)]


@pytest.mark.parametrize("username", ["h1", "d1", "a1"])
def test_nobody_else_does(signed_in, username):
    assert make(signed_in, username).status_code == 403
    assert not models.Delegation.objects.filter(from_user__username="o1").exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "h1"}, "DG_GRADE"),
        ({"to": "d1"}, "DG_GRADE"),
        ({"to": "o1"}, "DG_GRADE"),
        ({"data_sets": ["home-visits"]}, "DG_OWNER"),
        ({"ends_year": "2027", "ends_month": "6"}, "DG_TIME"),
        ({"ends_day": "1", "ends_month": "1"}, "DG_TIME"),
    ],
)
def test_what_no_delegation_may_be_is_refused_with_its_rule(signed_in, changes, code):
    page = make(signed_in, **changes)

    assert page.status_code == 403
    assert code in page.text


def test_a_delegate_decides_and_the_decision_says_under_what(signed_in):
    make(signed_in)
    row = decisions.Request.objects.get(title=TO_DECIDE)
    page = signed_in("o2").get(reverse("decisions:decide", args=[row.reference])).text

    decided = decide(signed_in, "o2")

    assert f"under delegation {last()}" in page
    assert "special category data excepted" in page
    assert decided.status_code == 302
    assert decisions.Decision.objects.get(request=row).under == last()


def test_after_its_last_day_it_carries_nothing(signed_in, at):
    make(signed_in)
    with at("2026-03-13T09:00"):
        late = decide(signed_in, "o2")

    assert late.status_code == 403
    assert "DE_NO_AUTHORITY" in late.text


def test_revoked_it_carries_nothing_from_then_on(signed_in):
    make(signed_in)
    address = reverse("decisions:delegation_revoke", args=[last()])

    refused = signed_in("o2").post(address)
    done = signed_in("o1").post(address)

    assert (refused.status_code, done.status_code) == (403, 302)
    assert decide(signed_in, "o2").status_code == 403
    assert "Revoked" in signed_in("a1").get(reverse(LIST)).text
    assert signed_in("o1").post(address).status_code == 404


def test_an_office_without_any_says_so(signed_in):
    models.Delegation.objects.all().delete()

    assert "Nobody decides in anybody" in signed_in("a1").get(reverse(LIST)).text
