"""One person with two accounts: it is put on record whose they are, and what bars one bars the other."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sharewell_office.adapters import clock
from sharewell_office.decisions import models as decisions
from sharewell_office.decisions import store as requests
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people

pytestmark = pytest.mark.django_db

TO_DECIDE = "Support for complainants who asked for it"  # Huw brought it in, Hana drafted it, Olive decides
UNTIL = {"valid_until_day": "12", "valid_until_month": "3", "valid_until_year": "2026"}


def join(signed_in, account: str, of: str, by: str = "d1"):
    return signed_in(by).post(reverse("accounts", args=[account]), {"other": of})


def part(signed_in, account: str, by: str):
    return signed_in(by).post(reverse("accounts", args=[account]), {"part": "yes"})


def decide(signed_in, username: str):
    row = decisions.Request.objects.get(title=TO_DECIDE)
    said = {
        "version": row.version,
        "action": "approve",
        "keep": ["full_name", "phone"],
        "reasons": "They asked.",
    }
    return signed_in(username).post(reverse("decisions:decide", args=[row.reference]), said | UNTIL)


def also(username: str) -> frozenset[str]:
    return people.actor_by_id(username, clock.today()).also


@pytest.mark.requirement("OPCC-5.2a")
@pytest.mark.parametrize("account", ["h1", "h2"])
def test_nobody_decides_what_they_asked_for_or_drafted_under_their_other_account(signed_in, account):
    assert join(signed_in, account, of="o1").status_code == 302

    answer = decide(signed_in, "o1")

    assert "DE_SOD" in answer.content.decode()
    assert decisions.Request.objects.get(title=TO_DECIDE).status == "submitted"
    assert ledger.story(account)[0].title == "Two accounts were found to be one person's"


def test_a_third_account_is_one_person_with_both(signed_in):
    join(signed_in, "h1", of="o1")

    join(signed_in, "o1", of="h2")

    assert (also("h1"), also("o1"), also("h2")) == ({"o1", "h2"}, {"h1", "h2"}, {"h1", "o1"})


def test_what_a_signed_in_page_reads_is_what_the_core_is_told(signed_in):
    join(signed_in, "h1", of="o1")
    row = people.here("o1")

    assert people.actor(people.whole_person(row.pk), clock.today()) == people.actor_by_id("o1", clock.today())
    assert people.actor(people.whole_person(people.here("h2").pk), clock.today()).also == frozenset()


@pytest.mark.parametrize("username", ["h1", "o1", "a1", "k1"])
def test_only_those_who_let_people_in_say_whose_an_account_is(signed_in, username):
    answer = join(signed_in, "h1", of="o1", by=username)

    assert answer.status_code == 409
    assert also("h1") == frozenset()


def test_two_that_are_joined_are_not_joined_again(signed_in):
    join(signed_in, "h1", of="o1")

    assert join(signed_in, "h1", of="o1").status_code == 200  # the form offers it no more
    assert len(ledger.story("h1")) == 1


def test_they_are_parted_by_somebody_else(signed_in):
    join(signed_in, "h1", of="d1")

    assert part(signed_in, "h1", by="d1").status_code == 409
    assert also("h1") == {"d1"}
    assert part(signed_in, "h1", by="c1").status_code == 302
    assert also("h1") == also("d1") == frozenset()


@pytest.mark.requirement("OPCC-5.1")
def test_when_a_delegate_decided_the_release_knows_whom_they_decided_for(signed_in):
    given = {
        "owner": "o1", "to": "o2", "data_sets": ["complaints"], "special_category": "no",
        "starts_day": "2", "starts_month": "3", "starts_year": "2026",
        "ends_day": "12", "ends_month": "3", "ends_year": "2026",
    }  # fmt: skip
    signed_in("o1").post(reverse("decisions:delegation_new"), given)

    decide(signed_in, "o2")

    row = decisions.Request.objects.get(title=TO_DECIDE)
    assert requests.authority(row.reference, clock.today()).decided_by == {"o1", "o2"}
