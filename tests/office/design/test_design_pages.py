"""The frame every page stands in, its headers, its files, and the pages for when something went wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from sharewell_office.design import csp, views
from sharewell_office.design.finders import SERVED, FrontendFinder

# The index of an evidence pack is no page of the office: it is opened from a disk, where there is no style to fetch.
TEMPLATES = sorted(
    path
    for path in Path(csp.__file__).parents[1].glob("*/templates/**/*.html")
    if path.parts[-2:] != ("packs", "index.html")
)


def a_page(template: str = "404.html", **context: object) -> str:
    return render_to_string(template, context, RequestFactory().get("/"))


# --- headers -----------------------------------------------------------------------------------------------------


def answer(**headers: str) -> HttpResponse:
    return csp.SecurityHeadersMiddleware(lambda request: HttpResponse(headers=headers))(
        RequestFactory().get("/")
    )


def test_nothing_inline_and_nothing_from_elsewhere_may_run():
    policy = answer().headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|data:|blob:|\*", policy)


@pytest.mark.parametrize("directive", ["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"])
def test_the_directives_that_do_not_fall_back_are_set(directive):
    assert directive in answer().headers["Content-Security-Policy"]


def test_a_page_is_not_kept_on_a_shared_desk():
    assert answer().headers["Cache-Control"] == "no-store"


def test_a_view_may_say_otherwise():
    assert answer(**{"Cache-Control": "private"}).headers["Cache-Control"] == "private"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_template_of_any_app_holds_script_or_style_inline(template):
    text = template.read_text()

    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "<style" not in text
    assert not re.search(r"\s(style|on[a-z]+)=[\"']", text)
    assert "javascript:" not in text


# --- the frame ---------------------------------------------------------------------------------------------------


def test_a_page_has_language_title_main_and_a_way_to_skip_to_it():
    html = a_page()

    assert '<html lang="en"' in html
    assert "<title>Page not found - Sharewell</title>" in html
    assert '<a href="#main-content" class="govuk-skip-link"' in html
    assert '<main class="govuk-main-wrapper" id="main-content">' in html


def test_a_page_bears_no_mark_of_government():
    html = a_page().lower()

    for mark in ("crown", "crest", "gov.uk<", "open government licence"):
        assert mark not in html


def test_the_menu_is_for_people_who_have_signed_in():
    assert "Sign out" not in a_page()


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]
)
def test_a_page_of_error_says_what_happened_and_what_to_do_next(template):
    html = a_page(template)

    assert html.count("<h1") == 1
    assert "Nothing has been" in html or "href" in html.split("<main")[1].split("</main")[0]


def test_the_page_for_our_own_fault_needs_no_request_and_no_database():
    html = render_to_string("500.html")

    assert "The fault is ours" in html


def test_a_form_open_too_long_is_told_so_and_nothing_of_the_reason():
    answer = views.csrf_failure(RequestFactory().post("/"), reason="CSRF token missing.")

    assert answer.status_code == 403
    assert b"open too long" in answer.content
    assert b"CSRF" not in answer.content.split(b"<main")[1].split(b"</main")[0]


# --- files -------------------------------------------------------------------------------------------------------


@pytest.fixture
def _packages() -> None:
    if not (Path(settings.SHAREWELL_FRONTEND) / "govuk-frontend").is_dir():
        pytest.skip("node_modules is not installed")


@pytest.mark.usefixtures("_packages")
@pytest.mark.parametrize(
    "path", [*SERVED, "design/sharewell.css", "design/sharewell.js", "design/arial.css", "design/icon.svg"]
)
def test_every_file_a_page_asks_for_is_found(path):
    assert Path(finders.find(path)).is_file()


@pytest.mark.usefixtures("_packages")
@pytest.mark.parametrize(
    "path",
    [
        "govuk/assets/fonts/light-94a07e06a1-v2.woff2",
        "govuk/assets/images/govuk-crest.svg",
        "moj/assets/images/moj-logotype-crest-2024.svg",
        "govuk/../../../package.json",
        "",
    ],
)
def test_nothing_else_leaves_node_modules(path):
    assert not FrontendFinder().find(path)
    assert FrontendFinder().find(path, find_all=True) == []


@pytest.mark.usefixtures("_packages")
def test_collecting_the_files_for_production_reads_each_one():
    listed = dict(FrontendFinder().list([]))

    assert set(listed) == set(SERVED)
    for path, storage in listed.items():
        with storage.open(path) as file:
            assert file.read(1)


def test_every_static_file_named_by_the_base_template_is_one_we_have():
    named = re.findall(r'(?:href|src)="/static/([^"]+)"', a_page())

    assert len(named) >= 6
    assert [path for path in named if path not in SERVED and not path.startswith("design/")] == []
