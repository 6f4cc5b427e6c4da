"""The office itself goes over to another legal entity, with everything it holds."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from sharewell_office.adapters import ourselves
from sharewell_office.ledger import outbox
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people
from sharewell_office.register import models, store
from sharewell_office.register.store import keeping

pytestmark = pytest.mark.django_db
US, MAYOR = "Northshire Office of the Police and Crime Commissioner", "Northshire Mayor"
ACT = "Policing Act 2028 s.4; transfer scheme of 1 April 2028"
BEFORE, AFTER = "2028-05-03T09:00", "2028-05-04T09:00"
SAID = {
    "successor": MAYOR, "instrument": ACT,
    "takes_effect_day": "4", "takes_effect_month": "5", "takes_effect_year": "2028",
}  # fmt: skip


def put_down(browser, **changed):
    return browser.post(reverse("register:hand-over"), {**SAID, **changed})


def page(browser):
    return browser.get(reverse("register:ourselves"))


def test_the_office_goes_over_whole_from_that_day_on_and_nothing_is_signed_again(signed_in, at):
    running = {each.reference: (each.status, each.version) for each in models.Agreement.objects.all()}
    stories = {each: len(ledger.story(each)) for each in store.running()}

    assert put_down(signed_in("c1")).status_code == 302

    assert {each.reference: (each.status, each.version) for each in models.Agreement.objects.all()} == running
    assert all(len(ledger.story(each)) == told + 1 for each, told in stories.items())
    with at(BEFORE):
        assert ourselves.name() == US
        assert f"On 4 May 2028 {MAYOR} follows" in page(signed_in("h1")).text
    with at(AFTER):
        assert ourselves.name() == MAYOR
        assert f"{MAYOR} followed {US} on 4 May 2028 ({ACT})." in page(signed_in("h1")).text


def test_what_is_issued_on_that_day_says_who_followed_whom(signed_in, at):
    put_down(signed_in("c1"))
    (reference, *_) = store.running()

    with at(AFTER):
        record = signed_in("a1").get(reverse("register:processing")).text
        agreement = signed_in("h1").get(reverse("register:agreement", args=[reference])).text
        waits = {
            each.next
            for each in keeping.open_work(people.actor_by_id("k1", date(2026, 3, 2)), date(2028, 5, 4))
        }

    assert re.search(f"{MAYOR}.{{0,20}}in succession to {US}", record, re.DOTALL)
    assert f"{MAYOR} followed {US}" in agreement
    assert f"Publish the notice again: it does not name {MAYOR}" in waits


def test_every_party_with_a_contact_is_written_to_once(signed_in):
    put_down(signed_in("c1"))

    told = list(outbox.log().filter(template="office-succeeded").values_list("to", "due"))
    assert told
    assert len(told) == len({to for to, _ in told})
    assert {due for _, due in told} == {date(2028, 5, 4)}


@pytest.mark.parametrize("person", ["h1", "o1", "d1", "k1", "a1"])
def test_nobody_but_the_chief_executive_puts_it_down(signed_in, person):
    assert put_down(signed_in(person)).status_code == 403

    assert ourselves.successions() == ()


WRONG = {
    "no instrument": ({"instrument": " "}, 400),
    "no day": ({"takes_effect_day": ""}, 400),
    "no such day": ({"takes_effect_day": "31", "takes_effect_month": "2"}, 400),
    "we follow ourselves": ({"successor": US}, 403),
}


@pytest.mark.parametrize(("changed", "status"), WRONG.values(), ids=WRONG)
def test_what_is_half_said_is_asked_for_again_and_kept(signed_in, changed, status):
    answer = put_down(signed_in("c1"), **changed)

    assert answer.status_code == status
    assert ourselves.successions() == ()
    assert (changed.get("successor") or MAYOR) in answer.text


def test_it_is_put_down_once_however_often_the_button_is_pressed(signed_in):
    first, again = put_down(signed_in("c1")), put_down(signed_in("c1"))

    assert (first.status_code, again.status_code) == (302, 403)
    assert len(ourselves.successions()) == 1


def test_until_that_day_it_is_called_off_with_a_reason(signed_in, at):
    put_down(signed_in("c1"))
    off = reverse("register:call-off")

    assert signed_in("c1").post(off, {"reason": ""}).status_code == 400
    assert signed_in("c1").post(off, {"reason": "The Bill fell."}).status_code == 302

    assert ourselves.successions() == ()
    assert "The Bill fell." in page(signed_in("h1")).text
    with at(AFTER):
        assert ourselves.name() == US


def test_from_that_day_on_nobody_calls_it_off(signed_in, at):
    put_down(signed_in("c1"))

    with at(AFTER):
        signed_in("c1").post(reverse("register:call-off"), {"reason": "A mistake."})

        assert ourselves.name() == MAYOR
