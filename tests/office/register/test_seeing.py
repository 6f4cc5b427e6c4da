"""The register seen as a whole: the map, the calendar, searches that are kept, and what the public reads."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.urls import reverse
from icalendar import Calendar

from sharewell.cli import main
from sharewell_office.ledger import store as ledger
from sharewell_office.people.models import User
from sharewell_office.register import models

pytestmark = pytest.mark.django_db

ACTIVE = "Safe and Well referrals to the council"


def reference() -> str:
    return models.Agreement.objects.get(title=ACTIVE).reference


# --- the map ----------------------------------------------------------------------------------------------------------
def test_the_map_draws_what_flows_and_says_it_in_a_table(signed_in):
    page = signed_in("h1").get(reverse("register:map"))

    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page.text
    assert 'aria-label="We send Home safety visits to Northshire Council"' in page.text
    assert page.text.count("Northshire Council") >= 3
    assert "Northshire Police" not in page.text  # that one is a draft


def test_an_office_where_nothing_flows_says_so(signed_in):
    models.Agreement.objects.update(status="ended")

    assert "nothing flows" in signed_in("h1").get(reverse("register:map")).text


# --- searches ---------------------------------------------------------------------------------------------------------
def test_a_search_is_kept_by_whoever_kept_it_and_forgotten_again(signed_in):
    hana, huw, there = signed_in("h1"), signed_in("h2"), reverse("register:agreements")
    query = "words=referrals&status=active&before=ISA-2026-0002&nonsense=1"
    hana.post(reverse("register:search-keep"), {"name": "What runs", "query": query})

    mine, theirs = hana.get(there), huw.get(there)
    kept = models.SavedSearch.objects.get()
    found = hana.get(f"{there}?{kept.query}")
    huw.post(reverse("register:search-forget", args=[kept.pk]))
    hana.post(reverse("register:search-forget", args=[kept.pk]))

    assert kept.query == "words=referrals&status=active"
    assert "What runs" in mine.text
    assert "What runs" not in theirs.text
    assert len(found.context["rows"]) == 1
    assert not models.SavedSearch.objects.exists()


def test_somebody_else_cannot_forget_what_is_kept(signed_in):
    signed_in("h1").post(reverse("register:search-keep"), {"name": "Mine", "query": "status=active"})

    signed_in("h2").post(reverse("register:search-forget", args=[models.SavedSearch.objects.get().pk]))

    assert models.SavedSearch.objects.count() == 1


@pytest.mark.parametrize(
    "posted", [{"name": "", "query": "status=active"}, {"name": "Nothing", "query": "x=1"}]
)
def test_a_search_without_a_name_or_a_question_is_not_kept(signed_in, posted):
    page = signed_in("h1").post(reverse("register:search-keep"), posted, follow=True)

    assert "Give the search a name" in page.text
    assert not models.SavedSearch.objects.exists()


# --- the calendar -----------------------------------------------------------------------------------------------------
def subscribed(browser) -> str:
    return browser.post(reverse("register:calendar"), {"subscribe": "1"}).context["address"]


def test_a_private_address_gives_the_review_dates_without_signing_in(signed_in, client):
    address = subscribed(signed_in("o2"))

    feed = client.get(address)

    found = [str(event["summary"]) for event in Calendar.from_ical(feed.content).walk("VEVENT")]
    assert feed["Content-Type"].startswith("text/calendar")
    assert f"Review the agreement: {ACTIVE}" in found


def test_each_date_leads_to_what_is_to_be_reviewed_on_the_page_and_in_the_feed(signed_in, client):
    browser = signed_in("o2")
    feed = Calendar.from_ical(client.get(subscribed(browser)).content)
    days = browser.get(reverse("register:calendar")).context["days"]

    assert {browser.get(each.address).status_code for each in days} == {200}
    assert {str(event["url"]).partition("//")[2].partition("/")[2] for event in feed.walk("VEVENT")} == {
        each.address.removeprefix("/") for each in days
    }


def test_the_secret_is_shown_once_and_kept_nowhere(signed_in):
    browser = signed_in("o2")
    secret = subscribed(browser).rsplit("/", 1)[1].removesuffix(".ics")

    again = browser.get(reverse("register:calendar"))

    assert secret not in again.text
    assert secret not in str(list(models.CalendarLink.objects.values()))


@pytest.mark.parametrize("how", ["taken back", "made anew", "has left", "never made"])
def test_an_address_that_is_none_any_more_leads_nowhere(signed_in, client, how):
    browser = signed_in("o2")
    address = subscribed(browser)
    if how == "taken back":
        browser.post(reverse("register:calendar"), {"revoke": "1"})
    elif how == "made anew":
        subscribed(browser)
    elif how == "has left":
        User.objects.filter(username="o2").update(is_active=False)
    else:
        address = reverse("register:calendar-feed", args=["x" * 43])

    assert client.get(address).status_code == 404


# --- what the public reads --------------------------------------------------------------------------------------------
def decide(browser, **said):
    return browser.post(reverse("register:publish", args=[reference()]), said)


def public(client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(reverse("register:public-csv")).text)))


def test_nothing_is_public_before_it_was_decided(client):
    assert "Nothing is published yet" in client.get(reverse("register:public")).text
    assert public(client) == []


@pytest.mark.requirement("OPCC-1.4")
def test_what_the_dpo_publishes_anybody_reads_without_what_is_left_out(signed_in, client):
    decide(signed_in("d1"), withheld="no", left_out=["purpose"])

    page, (row,) = client.get(reverse("register:public")), public(client)

    assert ACTIVE in page.text
    assert row["name"] == ACTIVE
    assert (row["purpose"], row["contact"], row["information-sharing-method"]) == ("[left out]", "", "")
    assert "Northshire Council" in row["controller-names"]
    assert row["review-date"]
    assert "council.northshire.example" not in page.text
    assert ledger.story(reference())[0].title == "It was decided that the public may read of the agreement"


def test_what_is_withheld_stands_nowhere_and_is_asked_again(signed_in, client, at):
    day = {"ask_again_day": 2, "ask_again_month": 6, "ask_again_year": 2026}
    decide(signed_in("d1"), withheld="yes", reason="Somebody would be put in danger.", **day)

    work = signed_in("d1").get(reverse("desk:home")).text
    with at("2026-06-02T09:00"):
        later = signed_in("d1").get(reverse("desk:home")).text

    assert public(client) == []
    assert "Ask again whether it may be published" not in work
    assert "Ask again whether it may be published" in later


def test_a_refusal_says_why(signed_in):
    nobody = decide(signed_in("o2"), withheld="no")
    no_reason = decide(signed_in("d1"), withheld="yes")

    assert nobody.status_code == 403
    assert "Data Protection Officer" in nobody.text
    assert [refusal.rule.code for refusal in no_reason.context["refusals"]] == ["DE_REASONS", "DE_REASONS"]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_public_register_is_exported_as_the_public_reads_it_and_that_is_recorded(
    signed_in, client, capfdbinary, form
):
    decide(signed_in("d1"), withheld="no")

    status = main(["export", "public-register", "--format", form])

    out = capfdbinary.readouterr().out.decode()
    given = json.loads(out) if form == "json" else list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert given == public(client)
    assert ledger.story("PUBLIC-REGISTER")[0].title == "The public register was exported"
