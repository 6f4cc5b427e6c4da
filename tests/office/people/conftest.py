"""People at the door: what they sign in with, and a browser that does it as they would."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

SIGN_IN = "/account/sign-in/"
CODE = "/account/code/"


@pytest.fixture(autouse=True)
def _no_earlier_tries(db) -> None:
    """Used codes and wrong tries are counted in the cache, which no transaction rolls back."""
    cache.clear()


@pytest.fixture
def person() -> Callable[[str], dict[str, Any]]:
    """`person("h1")`: name, email, password and totp_secret of somebody of the demonstration office."""
    from sharewell_office.people import demo

    people = {each["username"]: each for each in demo.listed()}
    return people.__getitem__


@pytest.fixture
def code_of() -> Callable[[dict[str, Any]], str]:
    """The code that this person's app shows now."""
    from sharewell_office.people import demo

    return lambda person: demo.code_now(person["totp_secret"])


@pytest.fixture
def give_password() -> Callable[..., HttpResponse]:
    """The first step: `give_password(browser, person)`."""

    def send(browser: Client, person: dict[str, Any], **changed: str) -> HttpResponse:
        said = {"login": person["email"], "password": person["password"]} | changed
        return browser.post(SIGN_IN, said)

    return send


@pytest.fixture
def sign_in(give_password, code_of) -> Callable[..., HttpResponse]:
    """Both steps: `sign_in(browser, person)`; gives the answer to the second."""

    def both(browser: Client, person: dict[str, Any]) -> HttpResponse:
        give_password(browser, person)
        return browser.post(CODE, {"code": code_of(person)})

    return both


@pytest.fixture
def newcomer(db) -> dict[str, str]:
    """Somebody whose account was made this morning: a password, and no second factor yet."""
    from sharewell.vocabulary.people import Role
    from sharewell_office.people import store

    card = {"username": "n1", "email": "nia@northshire.example", "password": "otter-kelp-linen-maple-42"}
    store.add(name="Nia Newcomer", roles=[Role.HANDLER], **card)
    return card


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """`later(31)`: half a minute passes, for the counters of codes and tries (they read `time.time`)."""
    began = time.time

    def wait(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: began() + seconds)

    return wait
