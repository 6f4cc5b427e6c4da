"""Nothing that anybody can type into an address or a form ends in a fault of ours: 0 answers of 500."""

from __future__ import annotations

import random
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from builders.every_address import every_address, first_of_each, one_of_each_kind

pytestmark = pytest.mark.django_db

NASTY = [
    "", " ", "0", "-1", "1e999", "9" * 30, "99999999999999999999", "NaN", "null", "true", "yes", "no",
    "none", "S4", "2026-02-30", "0000-00-00", "9999-12-31", "2026-04-01", "a\0b", "\U0001f600", "\u202egnp",
    "é" * 300, "x" * 20_000, "<script>alert(1)</script>", "{{7*7}}", "{%", "%s%n", "' OR 1=1--",
    "\"; DROP TABLE people_user;--", "../../etc/passwd", "\r\nSet-Cookie: a=b", "=cmd|'/c'!A1", "[]", "{}",
    "[[[[", "\\", "%00", "ISA-2026-0001", "DSR-2026-0001", "ORG-0001", "\ufeff", "\u2028", "\uff11\uff12",
]  # fmt: skip
NAME = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
PEOPLE = ("h1", "o1", "d1", "c1", "a1", "k1", "r1")


def a_value(chance: random.Random) -> object:
    if chance.random() < 0.05:
        return SimpleUploadedFile(
            chance.choice(["a.csv", "x.xlsx", "../../x", "n\u202e.csv"]), chance.randbytes(200)
        )
    return chance.choice(NASTY)


def asked(browser: Client, path: str, chance: random.Random) -> tuple[str, int]:
    """One request of a kind that nobody meant; what it was, and the status it got."""
    page = browser.get(path)
    names = [] if page.streaming else NAME.findall(page.content.decode(errors="replace"))
    names = names or ["before", "about", "q", "page"]
    fields = {name: a_value(chance) for name in names if chance.random() < 0.8}
    method = chance.choice(["get", "post", "post", "post"])
    if method == "get":
        fields = {name: value for name, value in fields.items() if isinstance(value, str)}
    answer = getattr(browser, method)(path, fields)
    return f"{method} {path} {fields}", answer.status_code


@pytest.mark.slow
def test_no_form_and_no_address_ends_in_a_fault_of_ours(signed_in, drill_n, drill_part):
    chance = random.Random(8)
    every = [each.path for each in every_address(one_of_each_kind()) if "sign-out" not in each.path]
    paths = drill_part(every)

    faults = []
    for _ in range(drill_n(250, 20_000)):
        browser = signed_in(chance.choice(PEOPLE))
        browser.raise_request_exception = False
        what, status = asked(browser, chance.choice(paths), chance)
        if status >= 500:
            faults.append(f"{status}: {what[:600]}")

    assert faults == []


@pytest.mark.parametrize(
    "odd", ["%ff%fe", "..%2f..%2fetc", "%00", "a" * 3000, "'", "%0d%0aX:1", "٣", "-1", "0" * 400]
)
def test_an_odd_reference_is_no_page(signed_in, odd):
    browser = signed_in("h1")
    browser.raise_request_exception = False

    for each in first_of_each(every_address(["ODD"])):
        if "ODD" in each.path:
            assert browser.get(each.path.replace("ODD", odd)).status_code in {302, 400, 403, 404, 405}, (
                each.path
            )


@pytest.mark.slow
@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_a_method_nobody_uses_changes_nothing_and_breaks_nothing(signed_in, method):
    browser = signed_in("h1")
    browser.raise_request_exception = False

    for each in first_of_each(every_address(one_of_each_kind())):
        if "sign-out" not in each.path:
            assert getattr(browser, method)(each.path).status_code < 500, each.path
