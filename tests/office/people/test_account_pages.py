"""Every page under /account/, and what each request carries with it."""

from __future__ import annotations

import stat

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sharewell_office.people import urls

# An address with something in it is not a page of its own: ending a key is a button of the page of keys.
NAMES = [each.name for each in urls.urlpatterns if "<" not in str(each.pattern)]
NOT_PAGES = {"mfa_qr_code", "mfa_download_recovery_codes"}
OPEN_TO_STRANGERS = {"account_login", "account_signup", "account_inactive", "lost"}
# Signed in, these lead on: there is nothing to do on them.
LEAD_ON = {
    "account_login", "account_signup", "mfa_authenticate", "mfa_activate_totp", "mfa_qr_code", "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
}  # fmt: skip


@pytest.fixture
def browser(client, person, sign_in) -> Client:
    """Signed in, the password just confirmed, with recovery codes made."""
    sign_in(client, person("h1"))
    client.post("/account/confirm/", {"password": person("h1")["password"]})
    client.post(reverse("mfa_generate_recovery_codes"))
    return client


@pytest.mark.parametrize("name", sorted(set(NAMES) - NOT_PAGES - LEAD_ON))
def test_every_page_of_an_account_is_in_our_house_style(name, browser):
    answer = browser.get(reverse(name))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "design/base.html" in [template.name for template in answer.templates]
    assert page.count("<h1") == 1
    assert "<title> -" not in page
    assert "placeholder" not in page
    assert "style=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("name", sorted(set(NAMES) - OPEN_TO_STRANGERS))
def test_a_stranger_is_led_to_the_door_from_every_other_page(name, client, db):
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer.url.split("?")[0] == reverse("account_login")


@pytest.mark.parametrize("name", sorted(LEAD_ON - {"mfa_qr_code"}))
def test_whoever_is_in_already_is_led_on(name, browser):
    assert browser.get(reverse(name)).status_code == 302


def test_your_page_shows_how_the_rules_see_you_today(browser, at):
    from datetime import date

    from sharewell_office.people.models import Delegation, User

    by_name = User.objects.in_bulk(field_name="username")
    Delegation.objects.create(
        reference="DEL-1",
        from_user=by_name["o1"],
        to_user=by_name["h1"],
        data_sets=["complaints"],
        starts=date(2026, 3, 1),
        ends=date(2026, 3, 31),
    )

    with at("2026-03-02T09:00"):
        page = browser.get("/account/").content.decode()

    assert "Case handler" in page
    assert "complaints, by Olive Mensah, until 31 March 2026" in page
    assert "Current until 27 December 2026" in page


@pytest.mark.parametrize("day", ["2026-02-28", "2026-04-01"])
def test_a_delegation_that_is_not_alive_today_is_not_shown(day, browser, at):
    with at(f"{day}T09:00"):
        page = browser.get("/account/").content.decode()

    assert "Nothing today" in page


def test_training_that_lapsed_is_said_to_have_lapsed(browser, at):
    with at("2026-12-28T09:00"):
        page = browser.get("/account/").content.decode()

    assert "Lapsed on 27 December 2026" in page


# --- the middleware ------------------------------------------------------------------------------------------------


def test_a_file_of_the_page_asks_the_database_nothing(browser, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = browser.get("/static/design/sharewell.css")

    assert answer.status_code == 200


def test_who_is_acting_comes_with_the_person_and_is_not_asked_for_apart(browser):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get(reverse("mfa_index"))

    assert [each["sql"] for each in asked if each["sql"].startswith('SELECT "people_post"')] == []


def test_who_is_acting_is_read_once_for_a_request(rf, db):
    from sharewell_office.people.middleware import ActorMiddleware
    from sharewell_office.people.models import User

    request = rf.get("/")
    request.user = User.objects.get(username="o1")
    ActorMiddleware(lambda request: None)(request)

    with CaptureQueriesContext(connection) as asked:
        seen = [request.actor.person, request.actor.owns, request.actor.name]

    assert seen == ["o1", {"complaints"}, "Olive Mensah"]
    assert len(asked) == 2


def test_a_stranger_acts_as_nobody(rf, db):
    from django.contrib.auth.models import AnonymousUser

    from sharewell_office.people.middleware import ActorMiddleware

    request = rf.get("/")
    request.user = AnonymousUser()
    ActorMiddleware(lambda request: None)(request)

    assert (request.actor.person, request.actor.roles, request.actor.owns) == ("", set(), set())


# --- the navigation ------------------------------------------------------------------------------------------------


def test_a_stranger_sees_no_way_in_but_the_door(client, db):
    page = client.get(reverse("account_login")).content.decode()

    assert "govuk-service-navigation" not in page


def test_a_recipients_person_sees_none_of_our_rooms(signed_in):
    from django.conf import settings

    ours = [room.label for room in settings.MENU if room.who == "staff"]

    page = signed_in("r1").get("/account/").content.decode()

    assert [label for label in ours if f">{label}</a>" in page] == []


def test_somebody_without_a_second_factor_is_shown_no_room_they_cannot_enter(client, newcomer, give_password):
    give_password(client, newcomer)

    page = client.get("/account/confirm/").content.decode()

    assert "Sign out" in page
    assert "/record/" not in page


# --- the demonstration office's people -----------------------------------------------------------------------------


def test_what_the_demonstrations_people_sign_in_with_is_for_the_machines_owner_only(db):
    from django.conf import settings

    kept = settings.SHAREWELL_HOME / "demo.json"

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_demonstration_lists_everyone_with_what_they_sign_in_with(db):
    from sharewell_office.people import demo

    listed = demo.listed()

    assert demo.is_here()
    assert [each["username"] for each in listed] == list(demo.PEOPLE)
    assert all(
        {"name", "email", "roles", "password", "totp_secret", "code_now"} <= set(each) for each in listed
    )
    assert len({each["password"] for each in listed}) == len(listed)
