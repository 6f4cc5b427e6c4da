"""Before a step that binds the office somebody proves who they are again, unless they did so a moment ago."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from builders.signed_in import signed_in_now
from sharewell_office.decisions.models import Request
from sharewell_office.ledger import store as ledger
from sharewell_office.people.models import User

pytestmark = pytest.mark.django_db


def signed_in_earlier(username: str, minutes: float):
    return signed_in_now(User.objects.get(username=username), minutes_ago=minutes)


@pytest.fixture
def waiting() -> str:
    """The reference of the demonstration's request that waits for its owner."""
    return Request.objects.get(status="submitted").reference


BINDING = [
    ("o1", "/requests/{}/decide/"),
    ("o1", "/requests/{}/approve_anonymised/"),
    ("o1", "/requests/{}/revoke/"),
    ("c1", "/requests/{}/countersign/"),
    ("d1", "/agreements/ISA-2026-0002/dpo_reviewed/"),
    ("o2", "/agreements/ISA-2026-0002/signed/"),
    ("d1", "/agreements/ISA-2026-0002/countersigned/"),
    ("h1", "/releases/REL-2026-0001/release/"),
    ("h1", "/releases/REL-2026-0001/seal/"),
    ("d1", "/record/words/DSR-2026-0001/destroy/"),
    ("o1", "/requests/delegations/new/"),
    ("o1", "/requests/delegations/DEL-2026-0001/revoke/"),
    ("o1", "/requests/delegations/away/"),
    ("c1", "/requests/law/2026-06-19/adopt/"),
    ("d1", "/requests/emergencies/EM-2026-0001/review/"),
    ("c1", "/assurance/policies/POL-2026-0001/approve/"),
    ("k1", "/assurance/policies/POL-2026-0001/publish/"),
    ("d1", "/people/h1/posts/"),
    ("d1", "/people/invite/"),
    ("h1", "/account/api-keys/"),
    ("d1", "/people/h1/leave/"),
    ("d1", "/people/h1/second-factor/"),
    ("d1", "/people/h1/accounts/"),
]


@pytest.mark.parametrize(("username", "address"), BINDING)
def test_after_a_while_it_is_asked_before_the_step_and_nothing_happens_meanwhile(username, address, waiting):
    before = ledger.size()

    answer = signed_in_earlier(username, 16).post(address.format(waiting))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/confirm/?next=")
    assert ledger.size() == before


@pytest.mark.parametrize("step", ["tell", "record", "stand_down"])
def test_in_an_emergency_whoever_tells_or_records_is_asked_nothing(step):
    answer = signed_in_earlier("h1", 600).post(f"/requests/emergencies/EM-2026-0001/{step}/")

    assert "/account/confirm/" not in answer.get("Location", "")


@pytest.mark.parametrize(("username", "address"), BINDING)
def test_within_the_minutes_of_a_sign_in_nothing_is_asked(username, address, waiting):
    answer = signed_in_earlier(username, 14).post(address.format(waiting))

    assert "/account/confirm/" not in answer.get("Location", "")


def test_the_page_itself_asks_before_anybody_writes_reasons(waiting):
    answer = signed_in_earlier("o1", 16).get(f"/requests/{waiting}/decide/")

    assert unquote(answer["Location"]) == f"/account/confirm/?next=/requests/{waiting}/decide/"


def test_a_session_without_any_proof_is_asked(client, waiting):
    client.force_login(User.objects.get(username="o1"))

    assert "/account/confirm/" in client.get(f"/requests/{waiting}/decide/")["Location"]


def test_what_was_being_sent_goes_on_by_itself_after_the_password(person):
    browser = signed_in_earlier("d1", 16)
    asked = browser.post("/record/words/DSR-2026-0001/ask/")

    answer = browser.post(asked["Location"], {"password": person("d1")["password"]})

    assert answer.status_code == 409
    assert "Nothing was destroyed" in answer.content.decode()


def test_a_wrong_password_does_not_let_it_go_on(person):
    browser, before = signed_in_earlier("d1", 16), ledger.size()
    asked = browser.post("/record/words/DSR-2026-0001/ask/")

    answer = browser.post(asked["Location"], {"password": "not it at all"})

    assert "The password is not right" in answer.content.decode()
    since = [entry.kind for entry in ledger.entries()[: ledger.size() - before]]
    assert since == ["person.password_failed"], "the wrong password itself, and nothing of the case"


def test_a_code_does_as_well_as_the_password(person, code_of):
    browser = signed_in_earlier("d1", 16)
    page = browser.get("/account/confirm/?next=/people/").content.decode()

    answer = browser.post("/account/code/confirm/?next=/people/", {"code": code_of(person("d1"))})

    assert "Use a code from your authenticator app" in page
    assert answer["Location"] == "/people/"


def test_a_session_that_writes_by_the_api_is_held_to_the_same(waiting):
    answer = signed_in_earlier("h1", 16).post("/api/v1/requests", {}, content_type="application/json")

    assert answer.status_code == 403
    assert "at /account/confirm/" in answer.content.decode()
