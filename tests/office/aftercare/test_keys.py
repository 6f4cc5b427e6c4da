"""A recipient changes their key in the portal; the office rings them, and parcels go to the new one from then on."""

from __future__ import annotations

from datetime import date

import pyrage
import pytest

from sharewell.aftercare.keys import check_of
from sharewell_office.aftercare.keys import store
from sharewell_office.ledger import models as ledger
from sharewell_office.people import store as people
from sharewell_office.register import demo
from sharewell_office.register import store as register

pytestmark = pytest.mark.django_db

HOW = "Rhea Castell, at the number on our card"


def fresh():
    return str(pyrage.x25519.Identity.generate().to_public())


def on_the_card():
    return register.party(demo.COUNCIL).age_key


@pytest.fixture
def given(signed_in):
    """A new key, given by the recipient in their portal."""
    key = fresh()
    assert signed_in("r1").post("/received/key/", {"step": "give", "key": f" {key} "}).status_code == 302
    return key


@pytest.fixture
def page():
    return f"/organisations/{demo.COUNCIL}/key/"


@pytest.mark.requirement("OPCC-7.3a")
def test_the_old_key_stays_until_somebody_heard_the_new_ones_check_read_out(signed_in, given, page):
    before, handler = on_the_card(), signed_in("h1")
    portal = signed_in("r1").get("/received/key/").content.decode()
    offices = handler.get(page).content.decode()

    wrong = handler.post(page, {"step": "verify", "read_out": check_of(fresh()), "how": HOW})
    still = on_the_card()
    right = handler.post(page, {"step": "verify", "read_out": check_of(given).lower(), "how": HOW})

    # The recipient sees what to read out; the office must hear it.
    assert check_of(given) in portal
    assert check_of(given) not in offices
    assert (wrong.status_code, still) == (403, before)
    assert (right.status_code, on_the_card()) == (302, given)
    assert register.party(demo.COUNCIL).age_key_verified_on == date(2026, 3, 2)
    assert store.row(demo.COUNCIL) is None
    kinds = list(ledger.Leaf.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[-2:] == ["key.given", "key.verified"]


def test_a_lost_key_is_off_the_card_at_once_whoever_says_so(signed_in):
    said = signed_in("r1").post("/received/key/", {"step": "give-up"})

    assert said.status_code == 302
    assert on_the_card() == ""
    assert not register.party(demo.COUNCIL).key_is_verified


@pytest.mark.parametrize("step", ["verify", "decline"])
def test_the_offices_steps_are_none_of_the_portals(signed_in, given, step):
    said = {"step": step, "read_out": check_of(given), "how": HOW}

    assert signed_in("r1").post("/received/key/", said).status_code == 404
    assert on_the_card() != given


def test_a_key_with_a_letter_wrong_is_not_taken(signed_in):
    key = fresh()
    mistyped = key[:-1] + ("q" if key[-1] != "q" else "p")

    answer = signed_in("r1").post("/received/key/", {"step": "give", "key": mistyped})

    assert (answer.status_code, "checksum" in answer.content.decode()) == (403, True)
    assert store.row(demo.COUNCIL) is None


def test_who_verifies_is_told_of_a_key_that_waits_and_of_one_that_ends_soon(given, at):
    def waiting(username, on):
        by = people.actor_by_id(username, on)
        return [(each.next, each.reference) for each in store.open_work(by, on)]

    today, later = date(2026, 3, 2), date(2028, 1, 20)

    assert waiting("h1", today) == [("Ring them and verify their key", demo.COUNCIL)]
    assert waiting("o2", today) == []
    store.forget(store.to_core(store.row(demo.COUNCIL)))
    assert waiting("h1", later) == [("Ask them for a new key", demo.COUNCIL)]


def test_two_who_deal_with_one_key_at_once_do_it_once(signed_in, given, page):
    first, second = signed_in("h1"), signed_in("h2")

    first.post(page, {"step": "decline"})
    late = second.post(page, {"step": "verify", "read_out": check_of(given), "how": HOW}, follow=True)

    assert "Somebody else dealt with this key" in late.content.decode()
    assert on_the_card() != given
