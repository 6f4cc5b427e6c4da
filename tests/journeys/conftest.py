"""A real office for the journeys: `sharewell serve` in a process of its own, driven by Debian's Chromium.

Everything is what a newcomer gets from `make run`: the demonstration office, in a folder of its own.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from here import ROOT

SHAREWELL = Path(sys.executable).parent / "sharewell"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RESULTS = ROOT / "test-results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A running office: where it is, its folder, and its people by role title."""

    url: str
    home: Path
    # Where the organisation's own sign-in will be, once a journey starts it.
    provider: str
    people: dict[str, dict]
    files: dict[str, str]

    def sharewell(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one command against this office."""
        return subprocess.run(
            [SHAREWELL, *arguments], env=_environment(self.home), capture_output=True, text=True, check=False
        )


def _environment(home: Path, provider: str = "") -> dict[str, str]:
    ours = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    }
    # Journeys share their sign-ins, for longer than a person would sit still.
    ours |= {"SHAREWELL_HOME": str(home), "SHAREWELL_CONFIRM_AFTER": "600"}
    if provider:
        ours |= {
            "SHAREWELL_OIDC_ISSUER": provider,
            "SHAREWELL_OIDC_CLIENT": "sharewell",
            "SHAREWELL_OIDC_SECRET": "a-secret-of-the-test",
            "SHAREWELL_OIDC_NAME": "Northshire",
            "SHAREWELL_OIDC_GROUPS": "7c4e-handlers=ro.handler,9b1d-auditors=ro.auditor",
        }
    return ours


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demonstration office, served on a free port."""
    home = tmp_path_factory.mktemp("office")
    listed = subprocess.run(
        [SHAREWELL, "demo", "--json"], env=_environment(home), capture_output=True, text=True, check=True
    )
    demo = json.loads(listed.stdout)
    port = _free_port()
    url, provider = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{_free_port()}"
    with subprocess.Popen(
        [SHAREWELL, "serve", "--bind", f"127.0.0.1:{port}"], env=_environment(home, provider)
    ) as server:
        try:
            _wait_until_it_answers(url)
            people = {each["username"]: each for each in demo["people"]}
            yield Office(url=url, home=home, provider=provider, people=people, files=demo["files"])
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(url: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the office did not answer within {seconds} s")


@pytest.fixture
def visit(browser: Browser, office: Office, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """`visit()` is a stranger's browser; `visit("h1")` is one in which that person is signed in."""
    contexts = []

    def open_as(username: str = "", *, width: int = 1280) -> Page:
        context = browser.new_context(
            base_url=office.url,
            viewport={"width": width, "height": 900},
            storage_state=_signed_in(browser, office, username),
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", _no_complaints)
        page.on("pageerror", lambda error: pytest.fail(f"the page's own script failed: {error}"))
        return page

    yield open_as
    for number, context in enumerate(contexts):
        if getattr(request.node, "failed", False):
            RESULTS.mkdir(exist_ok=True)
            context.pages[0].screenshot(path=RESULTS / f"{request.node.name}-{number}.png", full_page=True)
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember that a journey failed, so that its pages are kept as pictures in test-results/."""
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True
    return report


def _no_complaints(message) -> None:
    # A refused script or style shows here: the Content Security Policy is part of what is tested.
    if message.type == "error" and "Content Security Policy" in message.text:
        pytest.fail(f"the browser refused something: {message.text}")


_states: dict[str, dict] = {}


def _signed_in(browser: Browser, office: Office, username: str) -> dict | None:
    """Sign in once per person and session: a one-time code is good only once."""
    if not username:
        return None
    if username not in _states:
        context = browser.new_context(base_url=office.url)
        page = context.new_page()
        sign_in(page, office.people[username])
        _states[username] = context.storage_state()
        context.close()
    return _states[username]


@pytest.fixture
def by_hand() -> Callable[[Page, dict], None]:
    """`by_hand(page, person)`: sign in as a person does, with the password and a code."""
    return sign_in


def sign_in(page: Page, person: dict) -> None:
    page.goto("/")
    page.get_by_label("Email").fill(person["email"])
    page.get_by_label("Password", exact=True).fill(person["password"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("code").fill(one_time_code(person["totp_secret"]))
    page.get_by_role("button").filter(has_text="Continue").click()
    page.wait_for_url("**/")


def one_time_code(secret: str) -> str:
    """The code an authenticator app shows now (RFC 6238, SHA-1, 30 s, 6 digits)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with every accessibility fault that axe-core finds on the page."""
    source = AXE.read_text()

    def check(page: Page) -> None:
        page.evaluate(source)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        faults = [f"{each['id']}: {node['target']}" for each in found["violations"] for node in each["nodes"]]
        assert faults == [], f"{page.url}: {faults}"

    return check
