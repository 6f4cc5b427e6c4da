"""Nobody signs up; and how one leaves, by one's own hand alone."""

from __future__ import annotations

import pytest
from allauth.account.adapter import get_adapter
from django.test import Client
from django.urls import NoReverseMatch, reverse

from builders.signed_in import is_signed_in

pytestmark = pytest.mark.django_db

CODE = "/account/code/"
SIGN_IN = "/account/sign-in/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up(method, client, db):
    from sharewell_office.people.models import User

    before = User.objects.count()

    answer = getattr(client, method)(
        "/account/sign-up/", {"email": "new@northshire.example", "password1": "otter-kelp-linen-maple-42"}
    )

    assert "Nobody signs up here" in answer.content.decode()
    assert User.objects.count() == before


@pytest.mark.parametrize(
    "name", ["account_reset_password", "account_reset_password_from_key", "account_request_login_code"]
)
def test_no_way_in_by_email_has_an_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_looking_at_the_sign_out_page_signs_nobody_out(client, person, sign_in):
    sign_in(client, person("h1"))

    client.get("/account/sign-out/")

    assert is_signed_in(client)


def test_signing_out_takes_a_post_and_leads_to_the_door(client, person, sign_in):
    sign_in(client, person("h1"))

    answer = client.post("/account/sign-out/")

    assert answer.url == SIGN_IN
    assert not is_signed_in(client)


def test_a_post_from_somebody_elses_page_signs_nobody_out(person, sign_in):
    browser = Client(enforce_csrf_checks=False)
    sign_in(browser, person("h1"))
    browser.handler.enforce_csrf_checks = True

    answer = browser.post("/account/sign-out/")

    assert answer.status_code == 403
    assert is_signed_in(browser)


def test_at_the_code_one_may_turn_back_and_sign_in_as_somebody_else(client, person, give_password, code_of):
    give_password(client, person("h1"))

    client.post("/account/sign-out/")
    client.post(CODE, {"code": code_of(person("h1"))})

    assert not is_signed_in(client)


def test_signing_in_and_out_says_nothing_that_everyone_can_see(client, person, sign_in):
    sign_in(client, person("h1"))
    inside = client.get("/account/").content.decode()
    client.post("/account/sign-out/")
    outside = client.get(SIGN_IN).content.decode()

    assert "govuk-notification-banner" not in inside
    assert "govuk-notification-banner" not in outside


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("account/messages/password_changed.txt", ["Your password has been changed."]),
        ("mfa/messages/totp_activated.txt", ["Your authenticator app has been set up."]),
        ("mfa/messages/recovery_codes_generated.txt", []),
        ("account/messages/logged_in.txt", []),
        ("account/messages/logged_out.txt", []),
        ("anything/added/later.txt", []),
    ],
)
def test_what_was_done_is_said_in_our_words_or_not_at_all(what, said, rf):
    from django.contrib import messages
    from django.contrib.messages.storage.cookie import CookieStorage

    request = rf.get("/")
    request._messages = CookieStorage(request)

    get_adapter().add_message(request, messages.INFO, what, {"user": "somebody"})

    assert [str(each) for each in messages.get_messages(request)] == said
