"""Five tries, and then five minutes: for an account, whoever tries, and for whoever tries at many."""

from __future__ import annotations

import pytest
from django.test import Client

from builders.signed_in import is_signed_in

pytestmark = pytest.mark.django_db

CODE = "/account/code/"


def test_after_five_wrong_passwords_the_right_one_waits_too(client, person, give_password):
    for _ in range(5):
        give_password(client, person("h1"), password="wrong")

    answer = give_password(client, person("h1"))

    assert not is_signed_in(client)
    (said,) = answer.context["form"].errors["login"]
    assert "Wait 5 minutes" in said
    assert "ask your office" in said


def test_after_five_minutes_the_door_opens_again(client, person, give_password, sign_in, later):
    for _ in range(6):
        give_password(client, person("h1"), password="wrong")
    later(5 * 60 + 1)

    sign_in(client, person("h1"))

    assert is_signed_in(client)


def test_the_tries_of_one_do_not_lock_out_another(client, person, give_password, sign_in):
    for _ in range(6):
        give_password(client, person("h1"), password="wrong")
    another = Client()

    sign_in(another, person("h2"))

    assert is_signed_in(another)


def test_after_five_wrong_codes_the_right_one_waits_too(client, person, give_password, code_of):
    give_password(client, person("h1"))
    for guess in range(5):
        client.post(CODE, {"code": f"00000{guess}"})

    answer = client.post(CODE, {"code": code_of(person("h1"))})

    assert not is_signed_in(client)
    assert "Wait 5 minutes" in answer.context["form"].errors["code"][0]


def test_a_flood_of_tries_gets_our_page_that_says_how_long_to_wait(client, person, give_password):
    answers = [give_password(client, person("h1"), login=f"guess{n}@northshire.example") for n in range(121)]

    assert answers[-1].status_code == 429
    page = answers[-1].content.decode()
    assert "Too many attempts" in page
    assert "govuk-template" in page
