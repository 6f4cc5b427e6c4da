"""Whatever an address says of where to go next, it leads to a page of the office (an open redirect lends our name)."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

OUT = [
    "https://elsewhere.example.org/",
    "//elsewhere.example.org/",
    "///elsewhere.example.org/",
    r"/\elsewhere.example.org/",
    r"\\elsewhere.example.org/",
    "https:elsewhere.example.org",
    "http:///elsewhere.example.org/",
    "\t//elsewhere.example.org/",
    "/%09/elsewhere.example.org/",
    "//elsewhere.example.org@testserver/",
    "https://testserver@elsewhere.example.org/",
    "javascript:alert(1)",
    "data:text/html,here",
]
WITHIN = "/requests/?status=draft"


def place(answer) -> str:
    """Where a browser goes next, as it understands what is written there."""
    # A browser takes a backslash for a slash, and leaves tabs and line ends out.
    said = answer["Location"].replace("\\", "/").translate(str.maketrans("", "", "\t\r\n"))
    return urljoin("http://testserver/account/sign-in/", said)


def leads_within(answer) -> bool:
    assert answer.status_code == 302, answer.status_code
    there = urlsplit(place(answer))
    return (there.scheme, there.netloc) == ("http", "testserver")


def signed_in_by(person, code_of, wanted: str):
    browser = Client()
    browser.post(
        "/account/sign-in/", {"login": person["email"], "password": person["password"], "next": wanted}
    )
    return browser, browser.post("/account/code/", {"code": code_of(person), "next": wanted})


@pytest.mark.parametrize("wanted", OUT)
def test_signing_in_leads_into_the_office(person, code_of, wanted):
    _, answer = signed_in_by(person("h1"), code_of, wanted)

    assert leads_within(answer)


def test_signing_in_leads_to_the_page_that_was_wanted(person, code_of):
    _, answer = signed_in_by(person("h1"), code_of, WITHIN)

    assert answer["Location"] == WITHIN


@pytest.mark.parametrize("wanted", OUT)
def test_saying_again_who_one_is_leads_into_the_office(person, sign_in, client, wanted):
    hana = person("h1")
    sign_in(client, hana)

    answer = client.post("/account/confirm/", {"password": hana["password"], "next": wanted})

    assert leads_within(answer)


@pytest.mark.parametrize("wanted", OUT)
@pytest.mark.parametrize("address", ["/account/sign-in/", "/account/sign-out/", "/account/confirm/"])
def test_somebody_who_is_signed_in_already_is_led_within(person, sign_in, client, address, wanted):
    sign_in(client, person("h1"))

    for answer in (client.get(address, {"next": wanted}), client.post(address, {"next": wanted})):
        assert answer.status_code in {200, 302, 400, 405}
        assert answer.status_code != 302 or leads_within(answer)
