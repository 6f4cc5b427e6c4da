"""Agreements on screen: found, read, and brought into force by those who may."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from sharewell.register.agreement import AgreementAction
from sharewell_office.adapters import clock
from sharewell_office.design import paging
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.register import models, services, store

pytestmark = pytest.mark.django_db

ACTIVE, UNSIGNED = "Safe and Well referrals to the council", "Complaint reviews, exchanged with the police"


def page_of(client, title: str, **query: str):
    reference = models.Agreement.objects.get(title=title).reference
    return client.get(reverse("register:agreement", args=[reference]), query)


def step(client, title: str, action: str):
    reference = models.Agreement.objects.get(title=title).reference
    return client.post(reverse("register:step", args=[reference, action]), follow=True)


def test_the_list_shows_every_agreement_with_its_status(signed_in):
    page = signed_in("h1").get(reverse("register:agreements"))

    assert ACTIVE in page.text
    assert UNSIGNED in page.text
    assert "2 agreements" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"words": "referrals council"}, [ACTIVE]),
        ({"words": "Northshire police"}, [UNSIGNED]),
        ({"status": "active"}, [ACTIVE]),
        ({"asset": "complaints"}, [UNSIGNED]),
        ({"words": "referrals", "status": "draft"}, []),
        ({"words": "referrals", "status": "active", "asset": "home-visits"}, [ACTIVE]),
        ({"words": "refer coun"}, [ACTIVE]),
        ({"words": "isa-2026-0002"}, [UNSIGNED]),
        ({"words": "100%"}, []),
        ({"words": '"*) NEAR(zz -'}, []),
    ],
)
def test_search_and_filters(signed_in, query, found):
    page = signed_in("h1").get(reverse("register:agreements"), query)

    assert [each.title for each in page.context["rows"]] == found


def test_a_search_without_result_says_what_to_do_next(signed_in):
    page = signed_in("h1").get(reverse("register:agreements"), {"words": "zebra"})

    assert "Search for fewer words" in page.text


def test_a_long_register_is_read_page_by_page_and_nothing_is_skipped(signed_in):
    for number in range(60):
        models.Agreement.objects.create(
            reference=f"ISA-2020-{number:04}", title=f"Old {number}", status="ended"
        )
    client, seen, address = signed_in("h1"), [], reverse("register:agreements")

    while address:
        page = client.get(address).context["page"]
        seen += [each.reference for each in page.rows]
        address = page.next and reverse("register:agreements") + page.next

    assert seen == sorted(models.Agreement.objects.values_list("reference", flat=True), reverse=True)


@pytest.mark.parametrize(("cap", "counted"), [(1000, "30"), (10, "more than 10")])
def test_what_is_searched_for_is_read_page_by_page_newest_first(signed_in, monkeypatch, cap, counted):
    monkeypatch.setattr(paging, "CAP", cap)
    for number in range(30):
        services.create(
            replace(
                store.agreement("ISA-2026-0002"), reference=f"ISA-2020-{number:04}", title=f"Zebra {number}"
            ),
            by=people.command_line(),
        )
    client, seen, query = signed_in("h1"), [], "?words=zebra"

    while query:
        page = client.get(reverse("register:agreements") + query)
        seen += [each.reference for each in page.context["rows"]]
        query = page.context["page"].next

    assert page.context["page"].counted == counted
    assert seen == [f"ISA-2020-{number:04}" for number in reversed(range(30))]


def test_what_was_renamed_is_found_by_its_new_words_only(signed_in):
    row = models.Agreement.objects.get(title=UNSIGNED)
    store.save(replace(store.to_core(row), title="Grievances"), read_at_version=row.version)
    client = signed_in("h1")

    new = client.get(reverse("register:agreements"), {"words": "grievances"})
    old = client.get(reverse("register:agreements"), {"words": "exchanged"})

    assert (len(new.context["rows"]), len(old.context["rows"])) == (1, 0)


@pytest.mark.parametrize("size", [3, 40])
def test_the_list_costs_the_same_however_long_it_is(signed_in, django_assert_max_num_queries, size):
    for number in range(size):
        models.Agreement.objects.create(
            reference=f"ISA-2020-{number:04}", title=f"Old {number}", status="ended"
        )
    client = signed_in("h1")

    with django_assert_max_num_queries(6):
        client.get(reverse("register:agreements"))


@pytest.mark.parametrize(
    "address",
    [
        "/agreements/?words=complaint",
        "/agreements/?words=zebra",
        "/agreements/?status=active",
        "an agreement",
    ],
)
def test_search_and_an_agreements_page_cost_six_queries_at_the_most(
    signed_in, django_assert_max_num_queries, address
):
    client, reference = signed_in("h1"), models.Agreement.objects.get(title=ACTIVE).reference
    path = reverse("register:agreement", args=[reference]) if address == "an agreement" else address

    with django_assert_max_num_queries(6):
        page = client.get(path)

    assert page.status_code == 200


def test_an_agreements_page_shows_its_schedule_and_its_story(signed_in):
    page = page_of(signed_in("h1"), ACTIVE)

    assert "risk_note" in page.text
    assert "These fields may leave, and no others" in page.text
    assert "Release a file under this agreement" in page.text
    assert len(page.context["story"]) == 8


@pytest.mark.requirement("OPCC-5.2b")
def test_the_owner_decides_the_notice_and_signs_then_the_party_by_its_link_and_it_is_in_force(
    signed_in, client
):
    reference = models.Agreement.objects.get(title=UNSIGNED).reference
    olive = signed_in("o1")
    refused = step(olive, UNSIGNED, "signed")
    decided = olive.post(
        reverse("register:step", args=[reference, "notice_decided"]),
        {"choice": "current_suffices", "reason": "It names the police.", "notice": ""},
        follow=True,
    )
    signed = step(olive, UNSIGNED, "signed")
    link = signed_in("h1").post(reverse("register:invite", args=[reference, "ORG-0002"])).context["link"]

    read = client.get(link)
    digest = read.context["digest"]
    mine = {"name": "Pat Rowe", "post": "Head of disclosure", "authorised": "on", "digest": digest}
    done = client.post(link + "signed/", mine, follow=True)

    assert "What people are told has not been decided" in refused.text
    assert "On the record" in decided.text
    assert "On the record" in signed.text
    assert "Pat Rowe, Head of disclosure" in done.text
    row = models.Agreement.objects.get(title=UNSIGNED)
    assert (row.status, row.countersignatures["ORG-0002"]["digest"]) == ("active", digest)


def test_a_recipient_signs_for_its_own_organisation_only():
    reference = models.Agreement.objects.get(title=UNSIGNED).reference

    outcome = services.take_step(
        reference, action=AgreementAction.COUNTERSIGN, by=people.actor_by_id("r1", clock.today())
    )

    assert [each.rule.code for each in outcome.refusals] == ["ISA_SIGNATORY"]


@pytest.mark.requirement("OPCC-5.2b")
def test_the_owner_of_other_data_is_told_why_not(signed_in):
    page = step(signed_in("o2"), UNSIGNED, "signed")

    assert page.status_code == 403
    assert "You do not own the data set" in page.text
    assert "Ask its owner to do it" in page.text
    assert "OPCC 5.2" in page.text
    assert models.Agreement.objects.get(title=UNSIGNED).signature is None


def test_a_refused_step_is_not_on_the_record(signed_in):
    before = ledger.size()

    step(signed_in("h1"), UNSIGNED, "signed")

    assert ledger.size() == before


def test_two_people_changing_one_agreement_at_once_the_second_is_told():
    row = models.Agreement.objects.get(title=UNSIGNED)
    agreement = store.to_core(row)
    store.save(agreement, read_at_version=row.version)

    with pytest.raises(store.SomebodyElseChangedIt):
        store.save(agreement, read_at_version=row.version)


@pytest.mark.parametrize("address", ["/agreements/ISA-1999-0001/", "/organisations/ORG-9999/"])
def test_what_is_not_there_is_not_found(signed_in, address):
    assert signed_in("h1").get(address).status_code == 404


@pytest.mark.parametrize("name", ["register:agreements", "register:organisations"])
def test_nobody_reads_the_register_without_signing_in(client, name):
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response["Location"].startswith("/account/")


def test_a_recipient_does_not_read_our_register(signed_in):
    assert signed_in("r1").get(reverse("register:agreements")).status_code == 403


def test_the_page_names_who_said_yes(signed_in):
    page = page_of(signed_in("a1"), "Safe and Well referrals to the council")

    said = {each["who"]: each["name"] for each in page.context["yeses"]}
    assert said == {
        "Data Protection Officer’s review": "Dilys Okafor",
        "Owner of the data set": "Oskar Lind",
        "Northshire Council": "Rhea Castell",
    }
