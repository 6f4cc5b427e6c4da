"""The component page in Chromium, under our own policy: no barrier, no sideways scrolling, no font of gov.uk.

The pages are handed to the browser straight from the templates and the static finders; nothing is served.
"""

from __future__ import annotations

import mimetypes
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from here import ROOT
from sharewell_office.design import csp, showcase

pytestmark = pytest.mark.browser
AXE = ROOT / "node_modules/axe-core/axe.min.js"
WITHOUT_BARRIERS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "components": ("design/showcase.html", {"form": None}),
    "errors": ("design/showcase.html", {"form": {}}),
    "not-found": ("404.html", {}),
    "forbidden": ("403.html", {}),
    "our-fault": ("500.html", {}),
}


@pytest.fixture(scope="module")
def chromium(browser: Any) -> Any:
    if not AXE.is_file():
        pytest.fail("axe-core is not installed: make .stamps/npm-dev")
    return browser


class Shown:
    """One page in the browser, with what it asked for and what it complained of."""

    def __init__(self, browser: Any, name: str, *, width: int = 1280, script: bool = True) -> None:
        self.html = _html(name)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        self.page = context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        self.page.route("**/*", self._answer)
        self.page.goto("http://office.test/page")

    def _answer(self, route: Any) -> None:
        path = route.request.url.removeprefix("http://office.test/")
        found = finders.find(path.removeprefix("static/")) if path.startswith("static/") else None
        if path == "page":
            route.fulfill(body=self.html, content_type="text/html", headers=_headers())
        elif found:
            kind = mimetypes.guess_type(path)[0] or "text/plain"
            route.fulfill(path=found, content_type=kind, headers={"Access-Control-Allow-Origin": "*"})
        else:
            route.fulfill(status=404, body="")


def _html(name: str) -> str:
    template, context = PAGES[name]
    request = RequestFactory().get("/page")
    if "form" in context:
        context = {"form": showcase.EveryField(context["form"]), **showcase.samples(request)}
    return render_to_string(template, context, request)


def _headers() -> dict[str, str]:
    answer = csp.SecurityHeadersMiddleware(lambda request: HttpResponse())(RequestFactory().get("/"))
    return {"Content-Security-Policy": answer.headers["Content-Security-Policy"], "Content-Type": "text/html"}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_barrier(chromium, name, width):
    shown = Shown(chromium, name, width=width)

    shown.page.evaluate(AXE.read_text())
    found = shown.page.evaluate(
        "tags => axe.run(document, {runOnly: tags, preload: false})", WITHOUT_BARRIERS
    )

    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]] == []
    assert len(found["passes"]) > 15


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone(chromium, name, script):
    shown = Shown(chromium, name, width=320, script=script)

    if script:
        assert shown.page.evaluate("document.documentElement.scrollWidth") == 320
    else:
        assert shown.page.locator("main").bounding_box()["width"] <= 320


@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_the_policy_and_asks_for_no_font(chromium, name):
    shown = Shown(chromium, name)
    shown.page.wait_for_load_state("networkidle")

    assert shown.complaints == []
    assert [
        url for url in shown.asked if "font" in url.rpartition("/")[0] or url.endswith(("woff", "woff2"))
    ] == []
    assert {url.split("/")[2] for url in shown.asked} == {"office.test"}


def test_everything_is_set_in_arial(chromium):
    shown = Shown(chromium, "errors")

    families = shown.page.evaluate(
        "[...new Set([...document.querySelectorAll('*')].map(each => getComputedStyle(each).fontFamily))]"
    )

    assert families == ["arial, sans-serif"]


def test_the_script_brings_the_components_to_life(chromium):
    shown = Shown(chromium, "components")

    shown.page.get_by_role("button", name="Show password").click()

    assert shown.page.locator("#id_password").get_attribute("type") == "text"
    assert "govuk-frontend-supported" in shown.page.locator("body").get_attribute("class")


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(chromium):
    shown = Shown(chromium, "errors")
    summary = shown.page.locator(".govuk-error-summary")

    focused_first = summary.evaluate("each => each === document.activeElement")
    summary.get_by_role("link", name="Until when may they keep it?").click()

    assert focused_first
    assert shown.page.evaluate("document.activeElement.id") == "id_until_0"


def test_the_keyboard_skips_to_the_content_first(chromium):
    shown = Shown(chromium, "components")

    shown.page.keyboard.press("Tab")

    assert shown.page.evaluate("document.activeElement.textContent") == "Skip to main content"


def test_paper_shows_the_content_and_not_the_buttons(chromium):
    shown = Shown(chromium, "components")

    shown.page.emulate_media(media="print")

    assert shown.page.get_by_text("This cannot go ahead yet").is_visible()
    assert not shown.page.get_by_text("Save and continue").is_visible()
    assert not shown.page.get_by_text("Skip to main content").is_visible()
