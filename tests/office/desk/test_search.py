"""Search over everything: what holds all of the words, room by room, and nothing that is another's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sharewell_office.adapters import clock
from sharewell_office.decisions.dpo import services as dpo
from sharewell_office.decisions.dpo.store import seen_by
from sharewell_office.desk.addresses import PAGES
from sharewell_office.desk.search import SHOWN
from sharewell_office.people import store as people
from sharewell_office.register.models import Party

pytestmark = pytest.mark.django_db


def found(client, words):
    page = client.get(reverse("desk:search"), {"words": words})
    return {kind.title: [hit.reference for hit in kind.hits] for kind in page.context["found"]}


def test_a_word_is_looked_for_in_every_room(signed_in):
    rooms = found(signed_in("h1"), "council")

    assert rooms["Agreements"] == ["ISA-2026-0001"]
    assert "DSR-2026-0003" in rooms["One-off requests"]
    assert rooms["Organisations"] == ["ORG-0001"]


@pytest.mark.parametrize("words", ["council zebra", "zebra", "%", "' OR 1=1"])
def test_what_does_not_hold_all_of_the_words_is_not_found(signed_in, words):
    page = signed_in("h1").get(reverse("desk:search"), {"words": words})

    assert page.context["found"] == []
    assert "Nothing holds all of these words" in page.content.decode()


@pytest.mark.parametrize("words", ["", "   "])
def test_without_a_word_nothing_is_asked_of_any_room(signed_in, words):
    page = signed_in("h1").get(reverse("desk:search"), {"words": words})

    assert page.context["found"] == []
    assert "Nothing holds" not in page.content.decode()


@pytest.mark.parametrize("reference", ["ISA-2026-0001", "dsr-2026-0003", " ORG-0001 "])
def test_a_reference_in_full_leads_straight_to_its_page(signed_in, reference):
    answer = signed_in("h1").get(reverse("desk:search"), {"words": reference}, follow=True)

    assert answer.status_code == 200
    assert reference.strip().upper() in answer.request["PATH_INFO"]


def test_a_question_put_to_the_dpo_in_confidence_is_found_by_those_two_alone(signed_in):
    asker = people.actor_by_id("h1", clock.today())
    dpo.ask(question="May my neighbour Quillfeather see this?", by=asker)

    assert seen_by(asker).count() == 1
    assert found(signed_in("h1"), "Quillfeather")
    assert found(signed_in("d1"), "Quillfeather")
    assert not found(signed_in("h2"), "Quillfeather")


def test_of_many_a_few_are_shown_and_it_says_that_there_are_more(signed_in):
    Party.objects.bulk_create(Party(reference=f"ORG-9{n:03}", name=f"Zebra parish {n}") for n in range(40))

    page = signed_in("h1").get(reverse("desk:search"), {"words": "zebra"})

    (kind,) = page.context["found"]
    assert len(kind.hits) == SHOWN
    assert kind.more


def test_however_much_is_found_the_rooms_are_asked_as_often(signed_in):
    clerk = signed_in("h1")
    with CaptureQueriesContext(connection) as of_few:
        clerk.get(reverse("desk:search"), {"words": "council"})
    Party.objects.bulk_create(Party(reference=f"ORG-9{n:03}", name=f"Parish council {n}") for n in range(40))

    with CaptureQueriesContext(connection) as of_many:
        clerk.get(reverse("desk:search"), {"words": "council"})

    assert len(of_many) == len(of_few)


def test_a_recipient_searches_nothing_of_ours(signed_in):
    assert signed_in("r1").get(reverse("desk:search"), {"words": "council"}).status_code == 403


@pytest.mark.parametrize("name", sorted(PAGES.values()))
def test_every_kind_of_reference_has_a_page(name):
    assert reverse(name, args=["X-2026-0001"])
