"""Other ways in than a password and a code: a passkey, and the sign-in of one's own organisation."""

from __future__ import annotations

import json
import subprocess
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from here import ROOT, tool

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A phone's own authenticator: it holds keys, and opens them for a finger that is always there.
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(browser, office):
    """A browser with such a device. A passkey belongs to a name, never to a number such as 127.0.0.1."""
    context = browser.new_context(base_url=office.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    page.device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    page.devices = devices
    yield page
    context.close()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in/")


def test_a_passkey_lets_its_owner_in_alone_and_nobody_whose_finger_it_does_not_know(
    page, office, by_hand, axe
):
    dilys = office.people["d1"]
    by_hand(page, dilys)
    page.goto("/account/second-factor/passkeys/add/")
    if "/confirm/" in page.url:
        page.get_by_label("Password", exact=True).fill(dilys["password"])
        page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name").fill("Work laptop")
    axe(page)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_text("The passkey has been added.")).to_be_visible()
    page.goto("/account/second-factor/passkeys/")
    expect(page.get_by_text("Work laptop").first).to_be_visible()
    axe(page)
    sign_out(page)

    axe(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/")
    expect(page.get_by_role("link", name="Dilys Okafor")).to_be_visible()
    sign_out(page)

    page.devices.send("WebAuthn.setUserVerified", {"authenticatorId": page.device, "isUserVerified": False})
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Nothing was used")).to_be_visible()
    assert page.url.endswith("/account/sign-in/")


@pytest.fixture
def organisation(office):
    """The organisation's own sign-in: a certified OpenID Connect provider."""
    port = str(urlsplit(office.provider).port)
    command = [tool("node"), str(ROOT / "tests" / "journeys" / "provider.mjs"), port, office.url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as provider:
        assert provider.stdout is not None
        assert provider.stdout.readline() == "listening\n"
        yield
        provider.terminate()


def through_the_organisation(page: Page, office, email: str) -> None:
    page.goto(f"{office.url}/account/sign-in/")
    page.get_by_role("button", name="Continue through Northshire").click()
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill("whatever the provider takes")
    page.locator("[type=submit]").first.click()
    page.locator("[type=submit]").first.click()


def test_the_organisations_sign_in_lets_in_who_was_invited_and_gives_the_posts_of_their_groups(
    browser, office, organisation
):
    page = browser.new_context().new_page()

    through_the_organisation(page, office, "kit@northshire.example")

    # Who they are is settled; what they hold is still asked for.
    expect(page.get_by_role("heading", name="Enter the code")).to_be_visible()
    people = json.loads(office.sharewell("export", "people", "--format", "json").stdout)
    (kit,) = [each for each in people if each["email"] == "kit@northshire.example"]
    assert "auditor" in json.dumps(kit).lower()


def test_the_organisations_sign_in_makes_no_account(browser, office, organisation):
    page = browser.new_context().new_page()

    through_the_organisation(page, office, "nobody@northshire.example")

    expect(page.get_by_role("heading", name="Nobody signs up here")).to_be_visible()
