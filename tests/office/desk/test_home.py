"""Your work: what waits for you, and nothing that waits for somebody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sharewell_office.adapters.jobs import JOBS, run_due

pytestmark = pytest.mark.django_db

# Who finds what waiting in the demonstration office: the start of each title, and the next step.
WAITING = {
    "h1": {
        ("Home visits in Mill Road", "Answer its open questions"),
        ("Visits before the winter", "Release the file it allows"),
    },
    "o1": {
        ("Support for complainants who asked for it", "Decide it"),
        ("Complaint reviews, exchanged with the police", "Sign it, or say why not"),
    },
    "o2": set(),
    "d1": {("Requests by data subjects", "Look at it again")},
    "c1": set(),
    "a1": set(),
    "k1": {("Requests by data subjects", "Look at it again")},
}


@pytest.mark.parametrize("username", WAITING)
def test_each_finds_what_waits_for_them(signed_in, username):
    page = signed_in(username).get(reverse("desk:home"))

    assert {(item.title, item.next) for item in page.context["items"]} == WAITING[username]


def test_every_item_leads_to_a_page_that_opens(signed_in):
    owner = signed_in("o1")

    addresses = [item.url for item in owner.get(reverse("desk:home")).context["items"]]

    assert [owner.get(address).status_code for address in addresses] == [200, 200]


def test_where_nothing_waits_the_page_says_so(signed_in):
    page = signed_in("a1").get(reverse("desk:home"))

    assert "Nothing waits for you" in page.text


@pytest.mark.parametrize(
    ("username", "offered"), [("h1", True), ("o1", True), ("a1", False), ("d1", False), ("k1", True)]
)
def test_only_those_who_may_are_offered_to_start_a_request(signed_in, username, offered):
    page = signed_in(username).get(reverse("desk:home"))

    assert ("Start a one-off request" in page.text) is offered


def test_the_page_costs_the_same_however_much_waits(signed_in, django_assert_max_num_queries):
    client = signed_in("h1")

    # One for each room that may have work, one for the days off, and one for whether the person in what happened may
    # be told of it.
    with django_assert_max_num_queries(28):
        client.get(reverse("desk:home"))


def test_the_page_of_jobs_says_when_each_last_ran(signed_in):
    before = signed_in("h1").get("/jobs/").content.decode()
    run_due(jobs=JOBS)
    after = signed_in("h1").get("/jobs/").content.decode()

    assert "Never" in before
    assert "forget-old-runs" in after
    assert "2 March 2026" in after


def test_what_happened_last_leads_to_what_it_happened_to_and_leaves_out_who_signed_in(signed_in):
    page = signed_in("h1").get(reverse("desk:home"))

    assert not [told for told in page.context["recent"] if not told.href]
    assert "Signed in" not in {told.title for told in page.context["recent"]}


# --- whoever signs in, or presses the name of the office, arrives where they belong -----------------------------------
def test_a_recipient_arrives_at_what_was_received(signed_in):
    assert signed_in("r1").get("/").url == reverse("desk:received")


def test_who_is_not_signed_in_is_sent_to_the_sign_in(client):
    assert client.get("/").url.startswith(reverse("account_login"))
