"""The differencing index: what left before is compared with, remembered by keyed digest, and forgotten."""

from __future__ import annotations

from datetime import date

import pytest

from builders.office_release import agree, brought, somebody, the_release
from sharewell.register.card import Duty, DutyKind
from sharewell.release.permission import Status
from sharewell_office.adapters import clock
from sharewell_office.register import demo
from sharewell_office.register import store as register
from sharewell_office.release import jobs, keys, services, store, vault

pytestmark = pytest.mark.django_db

HEADER = "referral_id,full_name,address,phone,mobility_flag,risk_note\n"


def people(*flags, first=1):
    """A file with one person for each flag."""
    rows = (
        f"SW{n},Ann Lee,{n} High St NS1 1AA,07700900001,{flag},none\n" for n, flag in enumerate(flags, first)
    )
    return (HEADER + "".join(rows)).encode()


@pytest.fixture(autouse=True)
def nobody_is_singled_out():
    agree(disclosure={"quasi_identifiers": ["mobility_flag"], "k": 3})


def left(content):
    row = brought(content)
    assert row.status == Status.READY, row.report["findings"]
    outcome = services.release(row.reference, by=somebody())
    assert outcome.permitted, outcome.refusals
    return the_release(row.reference)


def found(row):
    return [each["reason"] for each in row.report["findings"] if each["check"] == "G07"]


MARCH, APRIL = people(*"YYYYNNNN", first=1), people(*"YYYYYYNNNN", first=101)


@pytest.mark.slow
def test_with_the_file_before_this_one_exposes_the_two_who_joined():
    march = left(MARCH)

    april = brought(APRIL)

    assert april.status == Status.REFUSED
    assert any("exposes 2 people" in reason and march.reference in reason for reason in found(april))


@pytest.mark.slow
def test_a_file_that_differs_by_enough_goes():
    left(MARCH)

    assert left(people(*"YYYYYYYYNNNNNNNN", first=101)).status == Status.SEALED


@pytest.mark.slow
def test_of_two_that_were_examined_before_either_left_the_second_is_examined_again():
    march, april = brought(MARCH), brought(APRIL)
    assert services.release(march.reference, by=somebody()).permitted

    refused = services.release(april.reference, by=somebody())

    assert [each.rule.code for each in refused.refusals] == ["G_K_ANON"]
    assert march.reference in refused.refusals[0].reason


@pytest.mark.slow
def test_what_is_remembered_holds_no_value_of_the_file():
    row = left(MARCH)

    kept = vault.footprint_file(store.footprint_of(row.reference).sha256).read_text()

    for value in ("Ann Lee", "High St", "07700900001", "SW1"):
        assert value not in kept


@pytest.mark.slow
def test_what_is_given_up_or_taken_back_is_not_remembered():
    services.withdraw(brought(MARCH).reference, by=somebody())
    services.withdraw(left(MARCH).reference, by=somebody())

    assert store.every_footprint() == []
    assert list(vault.footprint_file("0" * 64).parent.iterdir()) == []


@pytest.mark.slow
def test_when_the_recipient_certified_its_destruction_nothing_is_remembered_and_the_key_goes_with_the_last():
    row = left(MARCH)
    duty = Duty(
        reference="DUT-1",
        party=demo.COUNCIL,
        kind=DutyKind.CERTIFICATE,
        due=date(2026, 9, 1),
        about=row.reference,
    )
    register.save_duty(duty)
    assert jobs.forget_certified(clock.now()) == "0 footprints forgotten"

    register.save_duty(Duty(**{name: getattr(duty, name) for name in ("reference", "party", "kind", "due", "about")},
                            done_on=date(2026, 3, 2)))  # fmt: skip

    assert jobs.forget_certified(clock.now()) == "1 footprints forgotten"
    assert jobs.forget_certified(clock.now()) == "0 footprints forgotten"
    assert not (keys.folder() / keys.INDEX_KEY).exists()
    assert brought(APRIL).status == Status.READY


@pytest.mark.slow
def test_after_the_key_was_changed_a_person_compares():
    left(MARCH)
    assert services.change_key(by=somebody("d1")).permitted

    row = brought(APRIL)

    assert row.status == Status.REVIEW
    assert "another key" in found(row)[0]


@pytest.mark.parametrize("username", ["h1", "o2", "c1", "k1"])
def test_only_the_dpo_changes_the_key_or_says_what_it_is_kept_for(username):
    assert not services.change_key(by=somebody(username)).permitted
    assert not services.note_purpose("home-visits", ropa="R-1", dpia="D-1", by=somebody(username)).permitted


def test_the_page_says_whose_it_is_what_it_is_for_and_what_is_there(signed_in):
    row, dpo = left(MARCH), signed_in("d1")
    assert "Not entered yet" in dpo.get("/releases/index/").content.decode()

    dpo.post("/releases/index/home-visits/", {"home-visits-ropa": "RoPA 14", "home-visits-dpia": "DPIA-12"})
    page = dpo.get("/releases/index/").content.decode()

    for said in ("RoPA 14", "DPIA-12", "Oskar Lind", row.reference, "Destroy the key"):
        assert said in page, said
    assert "Destroy the key" not in signed_in("h1").get("/releases/index/").content.decode()


def test_an_empty_answer_is_an_error_of_the_form(signed_in):
    assert signed_in("d1").post("/releases/index/home-visits/", {}).status_code == 400
    assert signed_in("d1").post("/releases/index/key/", follow=True).status_code == 200
