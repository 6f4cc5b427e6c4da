"""People come by an invitation, choose what they sign in with, and go for good."""

from __future__ import annotations

import re
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client

from sharewell.vocabulary.people import Role
from sharewell_office.ledger import store as ledger
from sharewell_office.people import services, store
from sharewell_office.people.models import User

pytestmark = pytest.mark.django_db

NEW = {"name": "Nia Newcomer", "email": "nia@northshire.example", "roles": ["ro.handler"], "party": ""}
OUTSIDE = NEW | {"email": "ren@council.example", "roles": ["ro.recipient"], "party": "ORG-0001"}
GOOD = {"password1": "otter-kelp-linen-maple-42", "password2": "otter-kelp-linen-maple-42"}


def last_day(day: date) -> dict[str, int]:
    return {"last_day_0": day.day, "last_day_1": day.month, "last_day_2": day.year}


def link_in(answer) -> str:
    return re.search(r"(/people/join/[^/\s]+/)", answer.content.decode())[1]


@pytest.fixture
def link(signed_in) -> str:
    return link_in(signed_in("d1").post("/people/invite/", NEW))


def test_somebody_invited_comes_in_and_is_led_to_a_second_factor(link):
    browser = Client()

    browser.post(link, GOOD)
    signed_in = browser.post(
        "/account/sign-in/", {"login": NEW["email"], "password": GOOD["password1"]}, follow=True
    )

    assert signed_in.request["PATH_INFO"] in {"/account/confirm/", "/account/second-factor/app/"}
    assert [post.role for post in User.objects.get(email=NEW["email"]).posts.all()] == ["ro.handler"]


def test_somebody_is_invited_for_a_business_area_and_meets_no_other(signed_in):
    link = link_in(signed_in("d1").post("/people/invite/", NEW | {"handler_areas": ["complaints"]}))

    Client().post(link, GOOD)

    nia = User.objects.get(email=NEW["email"])
    assert store.held(nia).limited_to(Role.HANDLER) == ["complaints"]
    assert "Case handler (complaints)" in signed_in("d1").get("/people/").content.decode()
    TOTP.activate(nia, generate_totp_secret())
    assert signed_in(nia.username).get("/requests/DSR-2026-0001/").status_code == 404


def test_an_area_for_a_post_that_was_not_chosen_is_told_at_once(signed_in):
    answer = signed_in("d1").post("/people/invite/", NEW | {"auditor_areas": ["complaints"]})

    assert answer.status_code == 409
    assert "PE_AREAS" in answer.content.decode()
    assert 'details" open' in answer.content.decode()


def test_a_link_works_once(link):
    assert Client().post(link, GOOD).status_code == 302

    again = Client().get(link)
    assert again.status_code == 404
    assert "An invitation works once and for seven days" in again.content.decode()
    assert Client().post(link, GOOD).status_code == 404


def test_a_link_is_over_after_a_week(link, at):
    with at("2026-03-09T09:01"):
        assert Client().get(link).status_code == 404


@pytest.mark.parametrize("password", ["short", "nia@northshire.example", "password1234"])
def test_a_weak_password_is_not_taken(link, password):
    answer = Client().post(link, {"password1": password, "password2": password})

    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_somebody_from_outside_needs_a_last_day(signed_in):
    refused = signed_in("d1").post("/people/invite/", OUTSIDE)

    assert refused.status_code == 409
    assert "needs a last day" in refused.content.decode()


def test_after_their_last_day_they_are_signed_out_and_act_no_more(signed_in, at):
    User.objects.filter(username="h1").update(last_day=date(2026, 3, 2))
    browser = signed_in("h1")

    assert browser.get("/").status_code == 200
    with at("2026-03-03T09:00"):
        assert browser.get("/")["Location"] == "/account/inactive/"
        with pytest.raises(store.NoSuchPerson):
            store.actor_by_id("h1", date(2026, 3, 3))
    assert browser.get("/")["Location"].startswith("/account/sign-in/")


def test_who_leaves_is_signed_out_everywhere_and_what_they_delegated_ends(signed_in):
    theirs = signed_in("h2")

    signed_in("d1").post("/people/h2/leave/")

    assert theirs.get("/").status_code == 302
    assert not User.objects.get(username="h2").is_active


def test_who_left_may_be_invited_anew(signed_in, link):
    Client().post(link, GOOD)
    dilys = signed_in("d1")
    dilys.post(f"/people/{User.objects.get(email=NEW['email']).username}/leave/")

    assert link_in(dilys.post("/people/invite/", NEW))


def test_closing_an_account_is_asked_for_once_more(signed_in):
    page = signed_in("d1").get("/people/h2/leave/")

    assert "Close the account of Huw Parry?" in page.content.decode()
    assert User.objects.get(username="h2").is_active


@pytest.mark.parametrize("username", ["h1", "o1", "a1", "k1"])
def test_other_posts_let_nobody_in_and_nobody_out(signed_in, username):
    browser = signed_in(username)

    assert browser.post("/people/invite/", NEW).status_code == 409
    assert browser.post("/people/h2/leave/").status_code == 409
    assert User.objects.get(username="h2").is_active


def test_nobody_closes_their_own_account(signed_in):
    assert signed_in("d1").post("/people/d1/leave/").status_code == 409


def test_coming_and_going_is_on_the_record_without_a_name(signed_in, link):
    Client().post(link, GOOD)
    person = User.objects.get(email=NEW["email"]).username
    signed_in("d1").post(f"/people/{person}/leave/")

    told = [entry.kind for entry in ledger.entries(about=person)]

    assert told == ["person.left", "person.joined", "person.invited"]
    assert "nia" not in person


def test_a_sign_in_is_on_the_record(person, sign_in):
    sign_in(Client(), person("h1"))

    assert [entry.kind for entry in ledger.entries(about="h1")] == ["person.signed_in"]


def test_a_whole_office_may_arrive_at_nine_behind_one_address(person, give_password):
    for _ in range(4):
        for username in ("h1", "h2", "o1", "o2", "d1", "c1", "a1", "k1"):
            give_password(Client(), person(username), password="wrong")

    assert give_password(Client(), person("r1")).status_code == 302, "who types it right comes in"


def test_the_token_of_an_invitation_is_kept_nowhere(link):
    token = link.split("/")[-2]

    from sharewell_office.people.models import Invitation

    assert services.hash_of(token) == Invitation.objects.get().token_hash
    assert token not in str(Invitation.objects.values().get())


def test_a_lost_second_factor_is_reset_by_somebody_else_and_ends_every_session(signed_in, person, sign_in):
    elsewhere = Client()
    sign_in(elsewhere, person("h2"))

    answer = signed_in("d1").post("/people/h2/second-factor/")

    assert answer.status_code == 302
    assert elsewhere.get("/").status_code == 302
    assert not Authenticator.objects.filter(user__username="h2").exists()
    assert ledger.entries(about="h2", limit=1)[0].sentence == "A lost second factor was reset"


def test_one_sees_where_one_is_signed_in_and_signs_the_others_out(person, sign_in, at):
    here, elsewhere = Client(), Client()
    with at("2026-03-02T09:00"):
        sign_in(here, person("h1"))
        cache.clear()
        sign_in(elsewhere, person("h1"))

        listed = here.get("/account/sessions/").content.decode()
        here.post("/account/sessions/")

        assert "This one" in listed
        assert "Another" in listed
        assert here.get("/").status_code == 200
        assert elsewhere.get("/").status_code == 302
