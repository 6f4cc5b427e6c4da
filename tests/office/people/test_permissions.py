"""Who may open what: every address × every person, held to the matrix that is printed in docs/reference/permissions.md.

An address that somebody adds tomorrow has a door that says whom it opens to, or the page cannot be printed.
"""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from builders.every_address import every_address, first_of_each, one_of_each_kind, routes
from builders.permission_page import RECIPIENTS, SIGNED_IN, STAFF, VISITORS, doors
from sharewell.policy.showing import Scope
from sharewell.vocabulary.people import Role
from sharewell_office.people import store
from sharewell_office.people.models import User

pytestmark = pytest.mark.django_db

DOORS = doors()


def behind(*wanted: str) -> list[str]:
    return [route for route, door in DOORS.items() if door in wanted]


FOR_STAFF = [route for route, door in DOORS.items() if door == STAFF or isinstance(door, frozenset)]
CLOSED = {401, 403, 404, 405}
OURS = ("h1", "h2", "o1", "o2", "d1", "c1", "a1", "k1")


def addresses(wanted) -> list[str]:
    return [each.path for each in every_address(one_of_each_kind()) if each.route in wanted]


def one_of_each(wanted) -> list[str]:
    """A single address of each route: who may open a route does not hang on which of its records is asked for."""
    return [each.path for each in first_of_each(every_address(one_of_each_kind())) if each.route in wanted]


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


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_gets_nothing_but_the_way_to_sign_in(client, method):
    for path in addresses([*FOR_STAFF, *behind(RECIPIENTS, VISITORS, SIGNED_IN)]):
        answer = getattr(client, method)(path)

        led_away = answer.status_code == 302 and "/account/sign-in/" in answer["Location"]
        assert led_away or answer.status_code in CLOSED, f"{method} {path}: {answer.status_code}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_from_outside_opens_a_page_of_the_office_or_of_the_others(
    signed_in, of_another_organisation, an_auditor_from_outside, method
):
    others = {
        signed_in("r1"): behind(VISITORS), of_another_organisation: behind(VISITORS),
        an_auditor_from_outside: behind(RECIPIENTS),
    }  # fmt: skip
    for browser, theirs in others.items():
        for path in one_of_each([*FOR_STAFF, *theirs]):
            answer = getattr(browser, method)(path)

            assert answer.status_code in CLOSED, f"{method} {path}: {answer.status_code}"


@pytest.mark.slow
@pytest.mark.parametrize("username", ["h1", "o1", "d1", "c1", "a1", "k1"])
def test_of_our_own_people_a_page_for_certain_posts_opens_to_those_alone(signed_in, username):
    held = store.roles_of(username)
    closed = [route for route, door in DOORS.items() if isinstance(door, frozenset) and not door & held]
    browser = signed_in(username)

    for path in one_of_each([*closed, *behind(RECIPIENTS, VISITORS)]):
        for method in (browser.get, browser.post):
            assert method(path).status_code in CLOSED, path


def test_what_is_another_organisations_is_not_there(signed_in, of_another_organisation):
    """The addresses are those of ORG-0001's own parcels, copies, notices and questions."""
    paths = [path for path in addresses(behind(RECIPIENTS)) if re.search(r"\d", path)]
    assert paths

    for path in paths:
        for method in (of_another_organisation.get, of_another_organisation.post):
            assert method(path).status_code in CLOSED, path


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_who_has_left_is_a_stranger(signed_in, method):
    browser = signed_in("h1")
    User.objects.filter(username="h1").update(is_active=False)

    for path in one_of_each(FOR_STAFF):
        answer = getattr(browser, method)(path)

        assert answer.status_code in CLOSED | {302}, f"{method} {path}: {answer.status_code}"


def test_our_own_people_can_read_what_is_ours(signed_in):
    for username in OURS:
        browser = signed_in(username)
        for path in ("/", "/agreements/", "/requests/", "/releases/", "/record/"):
            assert browser.get(path).status_code == 200, f"{username} {path}"


@pytest.mark.slow
def test_reading_changes_nothing_whoever_reads(signed_in):
    from sharewell_office.ledger import store as ledger

    before, unsafe = ledger.size(), []
    for username in ("h1", "o1", "d1", "k1"):
        browser = signed_in(username)
        for path in one_of_each(routes()):
            if "sign-out" not in path:
                unsafe += [f"{path}: {each}" for each in what_a_browser_lacks(browser.get(path))]

    assert ledger.size() == before
    assert unsafe == []


def what_a_browser_lacks(page) -> list[str]:
    """What a page of somebody's must say to the browser, and does not."""
    if page.status_code != 200 or page.streaming or not page["Content-Type"].startswith("text/html"):
        return []
    policy, kept = page.get("Content-Security-Policy", ""), page.get("Cache-Control", "")
    said = {
        "may be kept": "no-store" in kept or "private" in kept,
        "no policy": "default-src" in policy and "unsafe-" not in policy,
        "may be framed": page.get("X-Frame-Options") == "DENY" and "frame-ancestors 'none'" in policy,
        "may be taken for another type": page.get("X-Content-Type-Options") == "nosniff",
        "tells where somebody came from": page.get("Referrer-Policy") in {"same-origin", "no-referrer"},
    }
    return [what for what, is_so in said.items() if not is_so]


def test_who_holds_no_post_puts_nothing_on_the_record(without_a_post):
    from sharewell_office.ledger import store as ledger

    before = ledger.size()
    for path in addresses(FOR_STAFF):
        assert without_a_post.post(path).status_code < 500, path
        assert ledger.size() == before, path


def test_no_step_is_taken_without_the_forms_token(signed_in):
    checking = Client(enforce_csrf_checks=True)
    checking.cookies = signed_in("h1").cookies

    for path in one_of_each([*FOR_STAFF, *behind(SIGNED_IN)]):
        assert checking.post(path).status_code in CLOSED, path


def test_no_stranger_takes_a_step_from_another_page_either(client):
    """Signing an agreement by link, collecting, saying that a parcel was misdirected: each has its token too."""
    checking = Client(enforce_csrf_checks=True)
    open_to_anybody = set(routes()) - set(behind(RECIPIENTS, VISITORS, SIGNED_IN)) - set(FOR_STAFF)

    took = {path for path in one_of_each(open_to_anybody) if checking.post(path).status_code not in CLOSED}

    # A witness's log is no browser: what it sends is signed.
    assert took <= {"/witness/add-checkpoint"}, took
