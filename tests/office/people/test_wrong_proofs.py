"""A password or a code that was wrong: the log says so each time, and the account's record once in five minutes."""

from __future__ import annotations

import pytest
from django.test import Client

from builders.record import an_event
from sharewell.policy import seeing
from sharewell_office.ledger import store as ledger
from sharewell_office.ledger.services import record

pytestmark = pytest.mark.django_db

TRIED = {"person.password_failed", "person.code_failed"}


def tried(username: str) -> list[str]:
    return [entry.kind for entry in ledger.entries(about=username) if entry.kind in TRIED]


def test_that_a_proof_was_wrong_is_on_the_record_of_the_account_once_in_five_minutes(person, give_password):
    browser, hana = Client(), person("h1")

    for wrong in ("wrong", "and wrong again"):
        give_password(browser, hana, password=wrong)
    assert tried("h1") == ["person.password_failed"]

    give_password(browser, hana)
    browser.post("/account/code/", {"code": "000000"})
    assert tried("h1") == ["person.code_failed", "person.password_failed"]


def test_of_an_address_that_nobody_here_has_nothing_is_kept_but_that_it_was_tried(
    give_password, person, caplog
):
    before = ledger.size()

    with caplog.at_level("WARNING", "sharewell.signing_in"):
        give_password(Client(), person("h1"), login="nobody@example.org")

    assert ledger.size() == before
    (line,) = caplog.records
    assert line.facts == {"proof": "password", "account": False}
    assert "nobody" not in line.getMessage()


def test_a_wrong_password_before_a_step_is_on_the_record_too(signed_in):
    browser = signed_in("h1")

    browser.post("/account/confirm/", {"password": "not mine at all"})

    assert tried("h1") == ["person.password_failed"]


@pytest.mark.parametrize("kind", sorted(TRIED))
def test_it_is_said_in_words_and_is_no_news_of_the_offices_work(kind):
    record([an_event(kind=kind, about="h1", by="system")])

    (told,) = ledger.entries(about="h1")
    assert told.sentence.startswith("Somebody")
    assert kind not in [each.kind for each in ledger.recent(20, seeing.EVERYTHING)]
