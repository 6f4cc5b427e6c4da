"""The second factor: everyone has one before anything else, and what it rests on is safe."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLResolver, get_resolver

SIGN_IN = "/account/sign-in/"
CODE = "/account/code/"
CONFIRM = "/account/confirm/"
SET_UP = "/account/second-factor/app/"
RECOVERY = "/account/second-factor/recovery-codes/"


@pytest.fixture
def new_browser(newcomer, client, give_password) -> Client:
    """The browser of somebody who came in with a password and has no second factor yet."""
    give_password(client, newcomer)
    return client


@pytest.fixture
def confirm() -> Callable[[Client, dict], None]:
    """The password once more, where a page asks for it."""

    def send(browser: Client, card: dict) -> None:
        assert browser.post(CONFIRM, {"password": card["password"]}).status_code == 302

    return send


@pytest.fixture
def set_up(confirm) -> Callable[[Client, dict], str]:
    """Set an app up as a person does: confirm, read the secret off the page, enter its code. Gives the secret."""
    from sharewell_office.people import demo

    def do(browser: Client, card: dict) -> str:
        confirm(browser, card)
        secret = browser.get(SET_UP).context["form"].secret
        answer = browser.post(SET_UP, {"code": demo.code_now(secret)})
        assert answer.status_code == 302, answer.context["form"].errors
        return secret

    return do


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/account/",
        "/account/password/",
        "/account/second-factor/",
        "/account/second-factor/recovery-codes/",
        "/account/second-factor/recovery-codes/new/",
        "/account/second-factor/app/remove/",
        "/design/",
        "/record/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_second_factor_every_page_leads_to_setting_one_up(method, page, new_browser):
    answer = getattr(new_browser, method)(page)

    assert answer.status_code == 302
    assert answer.url == SET_UP


def test_no_page_of_the_office_is_open_without_a_second_factor(rf, newcomer):
    from sharewell_office.people.middleware import SecondFactorMiddleware
    from sharewell_office.people.models import User

    nia = User.objects.get(username=newcomer["username"])
    led = SecondFactorMiddleware(lambda request: None).process_view

    def is_open(name: str) -> bool:
        request = rf.get("/")
        request.user, request.resolver_match = nia, SimpleNamespace(view_name=name)
        return led(request) is None

    pages = every_page(get_resolver())
    assert len(pages) > 40
    assert {name for name in pages if is_open(name)} == {
        "mfa_activate_totp",
        "mfa_qr_code",
        "account_reauthenticate",
        "account_logout",
    }


def every_page(resolver: URLResolver, before: str = "") -> set[str]:
    """The full name of every page of the office; resolvers nest, and may give a name space."""
    found = set()
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            found |= every_page(each, f"{before}{each.namespace}:" if each.namespace else before)
        else:
            found.add(f"{before}{each.name}")
    return found


def test_setting_one_up_opens_the_office_and_hands_over_recovery_codes(new_browser, newcomer, set_up):
    set_up(new_browser, newcomer)

    codes = new_browser.get(RECOVERY).context["unused_codes"]

    assert new_browser.get("/account/").status_code == 200
    assert len(codes) == 10


def test_after_setting_up_the_codes_are_shown_with_a_way_on(new_browser, newcomer, set_up):
    set_up(new_browser, newcomer)

    page = new_browser.get(RECOVERY).content.decode()

    assert "10 of 10 are left" in page
    assert '<a href="/"' in page
    assert "I have kept them" in page


def test_setting_one_up_asks_for_the_password_first(new_browser):
    answer = new_browser.get(SET_UP)

    assert answer.url.startswith(CONFIRM)


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_secret_on_the_page(new_browser, newcomer, confirm):
    confirm(new_browser, newcomer)
    secret = new_browser.get(SET_UP).context["form"].secret

    answer = new_browser.post(SET_UP, {"code": "000000"})

    assert answer.context["form"].secret == secret
    assert "<title>Error: Set up your authenticator app - Sharewell</title>" in answer.content.decode()
    assert new_browser.get("/account/").url == SET_UP


def test_the_first_code_is_not_good_again_for_signing_in(new_browser, newcomer, set_up, give_password):
    from sharewell_office.people import demo

    secret = set_up(new_browser, newcomer)
    another = Client()
    give_password(another, newcomer)

    another.post(CODE, {"code": demo.code_now(secret)})

    assert "_auth_user_id" not in another.session


def test_the_picture_holds_the_very_secret_that_is_written_out(new_browser, newcomer, confirm):
    from allauth.mfa.adapter import get_adapter

    from sharewell_office.people.models import User

    confirm(new_browser, newcomer)
    secret = new_browser.get(SET_UP).context["form"].secret

    picture = new_browser.get(SET_UP + "qr.svg")

    adapter = get_adapter()
    url = adapter.build_totp_url(User.objects.get(username="n1"), secret)
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "no-store"
    assert picture.content.decode() == adapter.build_totp_svg(url)


def test_a_stranger_sees_no_picture(client, db):
    assert client.get(SET_UP + "qr.svg").url.startswith(SIGN_IN)


def test_somebody_who_has_an_app_is_not_shown_a_picture(client, person, sign_in):
    sign_in(client, person("h1"))

    assert client.get(SET_UP + "qr.svg").status_code == 404


# --- recovery codes ------------------------------------------------------------------------------------------------


@pytest.fixture
def recovery_codes(new_browser, newcomer, set_up) -> list[str]:
    set_up(new_browser, newcomer)
    return new_browser.get(RECOVERY).context["unused_codes"]


def test_a_recovery_code_works_once_in_the_place_of_a_code(recovery_codes, newcomer, give_password):
    first, second = Client(), Client()

    for browser in (first, second):
        give_password(browser, newcomer)
        browser.post(CODE, {"code": recovery_codes[0]})

    assert "_auth_user_id" in first.session
    assert "_auth_user_id" not in second.session


def test_a_used_recovery_code_is_no_longer_listed(recovery_codes, newcomer, give_password, confirm):
    browser = Client()
    give_password(browser, newcomer)
    browser.post(CODE, {"code": recovery_codes[3]})
    confirm(browser, newcomer)

    left = browser.get(RECOVERY).context["unused_codes"]

    assert left == recovery_codes[:3] + recovery_codes[4:]


def test_new_recovery_codes_end_the_old_ones(recovery_codes, new_browser, newcomer, give_password):
    new_browser.post(RECOVERY + "new/")
    browser = Client()
    give_password(browser, newcomer)

    browser.post(CODE, {"code": recovery_codes[0]})

    assert "_auth_user_id" not in browser.session


def test_recovery_codes_download_as_plain_lines(recovery_codes, new_browser):
    answer = new_browser.get(RECOVERY + "download/")

    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode().split() == recovery_codes


@pytest.mark.parametrize("page", [RECOVERY, RECOVERY + "download/", RECOVERY + "new/"])
def test_recovery_codes_take_the_password_once_more(page, recovery_codes, newcomer, give_password):
    browser = Client()
    give_password(browser, newcomer)
    browser.post(CODE, {"code": recovery_codes[0]})

    answer = browser.get(page)

    assert answer.url.startswith(CONFIRM)


# --- removing the app ----------------------------------------------------------------------------------------------


def test_removing_the_app_takes_the_password_once_more(client, person, sign_in):
    sign_in(client, person("h1"))

    assert client.post(SET_UP + "remove/").url.startswith(CONFIRM)


def test_whoever_removes_the_app_is_led_to_setting_up_another(client, person, sign_in, confirm):
    sign_in(client, person("h1"))
    confirm(client, person("h1"))

    client.post(SET_UP + "remove/")

    assert client.get("/account/").url == SET_UP


# --- what lies in the database -------------------------------------------------------------------------------------


def test_the_secrets_of_the_apps_do_not_lie_in_the_database_in_clear(db, person):
    stored = whole_table("mfa_authenticator")

    assert stored.count("totp") >= 9
    assert [name for name in ("h1", "o1", "d1", "r1") if person(name)["totp_secret"] in stored] == []


def test_recovery_codes_and_their_seed_do_not_lie_in_the_database_in_clear(recovery_codes):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import decrypt

    seed = decrypt(Authenticator.objects.get(user__username="n1", type="recovery_codes").data["seed"])

    stored = whole_table("mfa_authenticator")

    assert [secret for secret in [seed, *recovery_codes] if secret in stored] == []


def test_once_set_up_the_secret_is_no_longer_in_the_session(new_browser, newcomer, set_up):
    secret = set_up(new_browser, newcomer)

    assert secret not in str(dict(new_browser.session))


def test_passwords_do_not_lie_in_the_database_in_clear(db, person):
    assert person("h1")["password"] not in whole_table("people_user")


def whole_table(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {name}")
        return str(cursor.fetchall())
