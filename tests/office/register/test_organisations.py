"""A party's card: what assures us of it, what it owes us, and what went wrong with what it was given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from sharewell.register.card import Certificate, Duty, DutyKind, Incident, Severity
from sharewell_office.register import store

pytestmark = pytest.mark.django_db

COUNCIL = "ORG-0001"


def card(client):
    return client.get(reverse("register:organisation", args=[COUNCIL]))


def a_duty(**changed) -> Duty:
    owed = Duty(reference="DUT-1", party=COUNCIL, kind=DutyKind.CERTIFICATE, due=date(2026, 3, 1))
    return replace(owed, **changed)


def an_incident(**changed) -> Incident:
    opened = Incident(
        reference="INC-2026-0001", party=COUNCIL, severity=Severity.HIGH, opened=date(2026, 2, 1)
    )
    return replace(opened, **changed)


@pytest.mark.parametrize(
    ("changed", "overdue"),
    [
        ({}, True),
        ({"due": date(2026, 3, 2)}, False),
        ({"done_on": date(2026, 3, 2)}, False),
    ],
)
def test_a_duty_is_overdue_from_the_day_after_until_it_is_done(changed, overdue):
    store.save_duty(a_duty(**changed))

    assert bool(store.overdue_duties(COUNCIL, date(2026, 3, 2))) is overdue


@pytest.mark.parametrize(("closed", "still_open"), [(None, True), (date(2026, 2, 20), False)])
def test_an_incident_is_open_until_it_is_closed(closed, still_open):
    store.save_incident(an_incident(closed=closed))

    assert bool(store.open_incidents(COUNCIL)) is still_open
    assert [each.closed for each in store.incidents(COUNCIL)] == [closed]


def test_saving_again_brings_up_to_date_and_adds_nothing():
    store.save_duty(a_duty())

    store.save_duty(a_duty(done_on=date(2026, 3, 2)))

    assert [each.done_on for each in store.duties(COUNCIL)] == [date(2026, 3, 2)]


def test_another_partys_troubles_stay_on_its_own_card():
    store.save_duty(a_duty(party="ORG-0002"))
    store.save_incident(an_incident(party="ORG-0002"))

    assert store.overdue_duties(COUNCIL, date(2027, 1, 1)) == []
    assert store.open_incidents(COUNCIL) == []


def test_the_card_shows_what_is_owed_what_went_wrong_and_what_assures_us(signed_in):
    party = store.party(COUNCIL)
    certificate = Certificate(name="Cyber Essentials Plus", number="CEP-7", expires=date(2026, 12, 1))
    store.save_party(
        replace(party, certificates=(certificate,), dpo_contact="dpo@council.northshire.example")
    )
    store.save_duty(a_duty())
    store.save_incident(an_incident())

    page = card(signed_in("h1"))

    for words in (
        "Overdue",
        "Certificate of destruction",
        "INC-2026-0001",
        "Cyber Essentials Plus CEP-7",
        "dpo@",
    ):
        assert words in page.text
    assert store.party(COUNCIL).certificates == (certificate,)


@pytest.mark.requirement("OPCC-2.4c")
@pytest.mark.parametrize(
    ("changed", "lapsed"),
    [({}, False), ({"ico_expires": date(2026, 3, 1)}, True), ({"ico_registration": ""}, True)],
)
def test_a_lapsed_registration_is_seen_on_the_card(signed_in, changed, lapsed):
    store.save_party(replace(store.party(COUNCIL), **changed))

    page = card(signed_in("h1"))

    assert ("Not registered today" in page.text) is lapsed
