"""Changing one's password."""

from __future__ import annotations

import pytest
from django.test import Client

CHANGE = "/account/password/"
NEW = "heron-quartz-tidal-vivid-73"


@pytest.fixture
def browser(client, person, sign_in) -> Client:
    sign_in(client, person("h1"))
    return client


def change(browser: Client, person, **changed: str):
    words = {"oldpassword": person("h1")["password"], "password1": NEW, "password2": NEW} | changed
    return browser.post(CHANGE, words, follow=True)


def test_the_new_password_works_and_the_old_one_does_not(browser, person, give_password):
    change(browser, person)

    assert give_password(Client(), person("h1"), password=NEW).status_code == 302
    assert give_password(Client(), person("h1")).status_code == 200


def test_the_change_is_said_on_the_page_one_came_from(browser, person):
    answer = change(browser, person)

    assert answer.redirect_chain == [("/account/", 302)]
    assert "Your password has been changed." in answer.content.decode()


def test_one_stays_signed_in_here_and_is_signed_out_everywhere_else(browser, person, sign_in, later):
    elsewhere = Client()
    later(31)
    sign_in(elsewhere, person("h1"))

    change(browser, person)

    assert browser.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("what", "changed", "field", "said"),
    [
        (
            "the current one is wrong",
            {"oldpassword": "wrong"},
            "oldpassword",
            "The current password is not right",
        ),
        (
            "too short",
            {"password1": "short-one", "password2": "short-one"},
            "password1",
            "at least 12 characters",
        ),
        (
            "a common one",
            {"password1": "1q2w3e4r5t6y", "password2": "1q2w3e4r5t6y"},
            "password1",
            "too common",
        ),
        (
            "the name",
            {"password1": "hana@northshire", "password2": "hana@northshire"},
            "password1",
            "too similar",
        ),
        ("two different ones", {"password2": "another-quartz-tidal-73"}, "password2", "the same password"),
        ("nothing at all", {"password1": ""}, "password1", "Enter a new password"),
    ],
)
def test_a_password_that_will_not_do_is_refused_at_its_field(what, changed, field, said, browser, person):
    answer = change(browser, person, **changed)

    assert said in " ".join(answer.context["form"].errors[field])


def test_a_refused_change_changes_nothing(browser, person, give_password):
    change(browser, person, oldpassword="wrong")

    assert give_password(Client(), person("h1")).status_code == 302


def test_guessing_at_the_current_password_comes_to_an_end(browser, person):
    answers = [change(browser, person, oldpassword=f"guess {n}") for n in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
