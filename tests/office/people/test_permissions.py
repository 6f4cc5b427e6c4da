"""Who may open what: every address × every person, by what is written here. What is not written is for staff only.

An address that somebody adds tomorrow is therefore closed to recipients and to strangers until it stands here.
"""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from builders.every_address import every_address, one_of_each_kind, routes
from sharewell.policy.showing import Scope
from sharewell.vocabulary.people import Role
from sharewell_office.people import store
from sharewell_office.people.models import User

pytestmark = pytest.mark.django_db

# No sign-in: the way in, the recipient's link (a long secret of its own), a privacy notice, what machines ask.
FOR_ANYBODY = {
    "calendar/<str:token>.ics", "public/register/", "public/register.csv",
    "account/sign-in/", "account/sign-up/", "account/inactive/", "account/sign-out/", "account/code/",
    "collect/<str:token>/", "privacy/<str:reference>/", "people/join/<str:token>/", "account/lost/",
    "witness/add-checkpoint", "record/verifier.html",
    "health/live", "health/ready", "metrics", "api/v1/openapi.json",
    "open/", "open/key/",
}  # fmt: skip
# Whoever has signed in: who you are, and what was written to you.
FOR_WHOEVER_SIGNED_IN = {"inbox/"} | {route for route in routes() if route.startswith("account/")}
# What recipients do here: what they hold, what they owe, what they tell us. Each sees their own party's and no other's.
FOR_RECIPIENTS = {route for route in routes() if route.startswith("received/")}
# What an auditor from outside was let in to see.
FOR_VISITORS = {route for route in routes() if route.startswith("visit/")}
FOR_STAFF = [
    each
    for each in routes()
    if each not in FOR_ANYBODY | FOR_WHOEVER_SIGNED_IN | FOR_RECIPIENTS | FOR_VISITORS
]
CLOSED = {401, 403, 404, 405}
STAFF = ("h1", "h2", "o1", "o2", "d1", "c1", "a1", "k1")


def addresses(wanted) -> list[str]:
    return [each.path for each in every_address(one_of_each_kind()) if each.route in wanted]


@pytest.fixture
def of_another_organisation(signed_in):
    somebody("r9", Role.RECIPIENT, party="ORG-0002")
    return signed_in("r9")


@pytest.fixture
def without_a_post(signed_in):
    somebody("n9")
    return signed_in("n9")


@pytest.fixture
def an_auditor_from_outside(signed_in):
    somebody("v9")
    User.objects.filter(username="v9").update(visit=Scope(references=("ISA-2026-0001",)).document())
    return signed_in("v9")


def somebody(username: str, *roles: Role, party: str = "") -> None:
    """A person with a second factor: without one they would be led to setting it up, whatever they ask for."""
    email = f"{username}@example.org"
    user = store.add(
        username, email=email, name=username, password="x" * 14, roles=roles, party_reference=party
    )
    TOTP.activate(user, generate_totp_secret())


def test_the_lists_name_addresses_that_exist():
    assert set(routes()) >= FOR_ANYBODY


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_gets_nothing_but_the_way_to_sign_in(client, method):
    for path in addresses(
        [*FOR_STAFF, *FOR_RECIPIENTS, *FOR_VISITORS, *(FOR_WHOEVER_SIGNED_IN - FOR_ANYBODY)]
    ):
        answer = getattr(client, method)(path)

        led_away = answer.status_code == 302 and "/account/sign-in/" in answer["Location"]
        assert led_away or answer.status_code in CLOSED, f"{method} {path}: {answer.status_code}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_from_outside_opens_a_page_of_the_office_or_of_the_others(
    signed_in, of_another_organisation, an_auditor_from_outside, method
):
    others = {
        signed_in("r1"): FOR_VISITORS, of_another_organisation: FOR_VISITORS,
        an_auditor_from_outside: FOR_RECIPIENTS,
    }  # fmt: skip
    for browser, theirs in others.items():
        for path in addresses([*FOR_STAFF, *theirs]):
            answer = getattr(browser, method)(path)

            assert answer.status_code in CLOSED, f"{method} {path}: {answer.status_code}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_who_has_left_is_a_stranger(signed_in, method):
    browser = signed_in("h1")
    User.objects.filter(username="h1").update(is_active=False)

    for path in addresses(FOR_STAFF):
        answer = getattr(browser, method)(path)

        assert answer.status_code in CLOSED | {302}, f"{method} {path}: {answer.status_code}"


def test_our_own_people_can_read_what_is_ours(signed_in):
    for username in STAFF:
        browser = signed_in(username)
        for path in ("/", "/agreements/", "/requests/", "/releases/", "/record/"):
            assert browser.get(path).status_code == 200, f"{username} {path}"


@pytest.mark.slow
def test_reading_changes_nothing_whoever_reads(signed_in):
    from sharewell_office.ledger import store as ledger

    before = ledger.size()
    for username in ("h1", "o1", "d1", "k1"):
        browser = signed_in(username)
        for path in addresses(routes()):
            if "sign-out" not in path:
                browser.get(path)

    assert ledger.size() == before


def test_who_holds_no_post_puts_nothing_on_the_record(without_a_post):
    from sharewell_office.ledger import store as ledger

    before = ledger.size()
    for path in addresses(FOR_STAFF):
        assert without_a_post.post(path).status_code < 500, path
        assert ledger.size() == before, path


def test_no_step_is_taken_without_the_forms_token(signed_in):
    checking = Client(enforce_csrf_checks=True)
    checking.cookies = signed_in("h1").cookies

    for path in addresses(FOR_STAFF):
        assert checking.post(path).status_code in CLOSED, path
