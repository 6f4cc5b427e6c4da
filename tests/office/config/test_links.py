"""No dead ends: what a page offers somebody leads to a page that this person may open."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OFFERED = re.compile(r'<a\s[^>]*?href="([^"#]+)[^"]*"')
# Whoever follows these is out, or leaves the office.
ELSEWHERE = re.compile(r"^(?!/)|^//|sign-out|^/static/|^/api/")
EACH_ROUTE = 2


def links_of(browser: Client, path: str) -> list[str]:
    answer = browser.get(path, follow=True)
    if answer.streaming or "text/html" not in answer.get("Content-Type", ""):
        return []
    assert answer.status_code < 400, path
    page = answer.content.decode()
    return [
        urljoin(path, unescape(link))
        for link in OFFERED.findall(page)
        if link.startswith("?") or not ELSEWHERE.search(link)
    ]


def route_of(path: str) -> str:
    try:
        return resolve(path.partition("?")[0]).route
    except Resolver404:
        return path


def dead_ends(browser: Client, most: int) -> tuple[list[str], int]:
    """Links on the way from the first page that this person cannot follow, and how many pages were read."""
    todo, told, seen, dead = [("the menu", "/")], {"/"}, Counter[str](), []
    while todo and sum(seen.values()) < most:
        page, path = todo.pop(0)
        route = route_of(path)
        if seen[route] >= EACH_ROUTE:
            continue
        seen[route] += 1
        try:
            found = links_of(browser, path)
        except AssertionError:
            dead.append(f"{page} offers {path}")
            continue
        todo += [(path, each) for each in found if each not in told]
        told |= set(found)
    return dead, sum(seen.values())


@pytest.mark.parametrize("username", ["h1", "o1", "d1", "k1", "c1", "a1", "r1"])
def test_no_page_offers_what_its_reader_may_not_open(signed_in, drill_n, username):
    browser = signed_in(username)
    browser.raise_request_exception = False

    dead, read = dead_ends(browser, drill_n(60, 2_000))

    assert dead == []
    assert read >= 4
