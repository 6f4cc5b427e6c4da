"""What the organisation's directory says of somebody, and how far the office goes by it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin, SocialToken
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from builders.signed_in import signed_in_now
from sharewell.policy.showing import Scope
from sharewell.vocabulary.people import Role
from sharewell_office.people import store
from sharewell_office.people.models import User
from sharewell_office.people.organisation import SocialAccountAdapter

pytestmark = pytest.mark.django_db

HANA = "hana@northshire.example"


@pytest.fixture(autouse=True)
def a_directory(settings):
    app = {
        "provider_id": "organisation",
        "name": "x",
        "client_id": "c",
        "secret": "s",
        "settings": {"server_url": "x"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def who_comes_in(uid: str, **said: Any) -> str | None:
    """The username of whoever the directory's answer lets in; None where it lets nobody in."""
    login = SocialLogin(
        user=User(), account=SocialAccount(provider="organisation", uid=uid, extra_data={"userinfo": said})
    )
    login.lookup()
    request = RequestFactory().get("/account/organisation/organisation/back/")
    request.user = AnonymousUser()
    try:
        SocialAccountAdapter(request).pre_social_login(request, login)
    except ImmediateHttpResponse as no:
        return None if no.response.status_code == 403 else "a page"
    return str(login.user.username)


def test_who_was_invited_is_found_by_address_once_and_by_the_directorys_id_from_then_on():
    assert who_comes_in("u1", email=HANA) == "h1"
    assert who_comes_in("u1", email="hana.after.the.wedding@northshire.example") == "h1"


def test_an_address_that_passed_to_somebody_else_lets_them_in_as_nobody():
    who_comes_in("u1", email=HANA)

    assert who_comes_in("u2", email=HANA) is None


def test_whoever_takes_the_address_of_a_colleague_stays_themselves():
    who_comes_in("u1", email=HANA)

    assert who_comes_in("u1", email="dilys@northshire.example") == "h1"


@pytest.mark.parametrize("said", [{}, {"email": ""}, {"email": "nobody@northshire.example"}])
def test_an_address_nobody_was_invited_under_lets_nobody_in(said):
    assert who_comes_in("u9", **said) is None


def test_an_address_that_the_directory_has_not_verified_lets_nobody_in():
    assert who_comes_in("u1", email=HANA, email_verified=False) is None
    assert who_comes_in("u1", email=HANA, email_verified=True) == "h1"


def test_who_has_left_does_not_come_in_by_the_directory_either():
    who_comes_in("u1", email=HANA)
    User.objects.filter(username="h1").update(is_active=False)

    assert who_comes_in("u1", email=HANA) is None


def test_groups_give_a_post_for_the_area_they_stand_for(settings):
    settings.SHAREWELL_OIDC_GROUPS = {"7c4e": (Role.HANDLER, "complaints"), "9b1d": (Role.AUDITOR, "")}

    who_comes_in("u1", email=HANA, groups=["7c4e", "unknown", 7, None])

    held = store.held(User.objects.get(username="h1"))
    assert (held.posts, held.limits) == ({Role.HANDLER}, {(Role.HANDLER, "complaints")})


@pytest.mark.parametrize(
    "outside", [{"party_reference": "ORG-0001"}, {"visit": Scope(references=("X",)).document()}]
)
def test_groups_give_somebody_from_outside_no_post_of_ours(settings, outside):
    settings.SHAREWELL_OIDC_GROUPS = {"9b1d": (Role.DPO, "")}
    User.objects.filter(username="h1").update(**outside)

    who_comes_in("u1", email=HANA, groups=["9b1d"])

    assert Role.DPO not in store.roles_of("h1")


# --- the session that follows is ours (docs/running.md) -------------------------------------------------------------
def through_the_directory(*, minutes_ago: float) -> Client:
    """A browser whose only proof is the directory's word, so long ago."""
    browser = signed_in_now(User.objects.get(username="h1"))
    session = browser.session
    said = {"method": "socialaccount", "provider": "organisation", "at": time.time() - minutes_ago * 60}
    session["account_authentication_methods"] = [said]
    session.save()
    return browser


def test_it_lasts_a_working_day_at_most_whatever_the_directory_thinks():
    session = through_the_directory(minutes_ago=0).session

    assert session.get_expire_at_browser_close()
    assert session.get_expiry_age() <= 10 * 60 * 60


def test_before_a_step_that_binds_the_directorys_word_of_a_while_ago_does_not_do():
    answer = through_the_directory(minutes_ago=16).post("/account/api-keys/", {"name": "x", "days": "30"})

    assert answer["Location"].startswith("/account/confirm/")


def test_nothing_of_the_directorys_by_which_to_act_there_is_kept(settings):
    who_comes_in("u1", email=HANA)

    assert settings.SOCIALACCOUNT_STORE_TOKENS is False
    assert not SocialToken.objects.exists()
