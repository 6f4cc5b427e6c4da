"""People walk through the office at random, filling in whatever form they meet: nothing breaks and the record holds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from builders.every_address import every_address, one_of_each_kind
from sharewell_office.ledger import store as ledger
from sharewell_office.ledger.verification import verify_now

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PEOPLE = ("h1", "h2", "o1", "o2", "d1", "c1", "k1", "a1", "r1")
MARK = "<i id=walk>"
WORDS = {
    "date": "2026-04-01", "email": "somebody@example.org", "number": "3", "url": "https://example.org/",
    "text": f"A reason {MARK}", "search": "visit", "password": "not mine at all",
}  # fmt: skip


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, and what may be chosen."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class Forms(HTMLParser):
    """Reads the forms that post."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open, self._select = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = given.get("method", "").lower() == "post"
            if self._open:
                self.forms.append(Form(given.get("action", "")))
        elif self._open and tag in ("input", "textarea", "select", "option", "button"):
            self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False

    def _field(self, tag: str, given: dict[str, str]) -> None:
        fields = self.forms[-1].fields
        if tag == "option":
            fields.setdefault(self._select, []).append(given.get("value", ""))
            return
        name = self._select = given.get("name", "")
        if tag == "select":
            fields.setdefault(name, [])
        elif name:
            fields.setdefault(name, []).append(self._said(tag, given))

    def _said(self, tag: str, given: dict[str, str]) -> str:
        kind = given.get("type", "text") if tag == "input" else "text"
        kept = tag == "button" or kind in ("hidden", "radio", "checkbox", "submit")
        return given.get("value", "on") if kept else WORDS.get(kind, "")


def filled(form: Form, chance: random.Random) -> dict[str, str]:
    """The form as somebody hurried fills it: now and then something is left out."""
    return {
        name: chance.choice(said) for name, said in form.fields.items() if said and chance.random() < 0.95
    }


def steps(browser, path: str, chance: random.Random) -> Iterator[tuple[str, int, str]]:
    """Looks at a page and sends one of its forms: what was done, the answer's status, and its text."""
    page = browser.get(path)
    text = "" if page.streaming else page.content.decode(errors="replace")
    html = "text/html" in page.get("Content-Type", "")
    yield f"get {path}", page.status_code, text if html else ""
    reader = Forms()
    reader.feed(text if html else "")
    if reader.forms:
        form = chance.choice(reader.forms)
        to = form.action if form.action.startswith("/") else path
        if "sign-out" not in to and "/leave/" not in to and "/second-factor" not in to:
            answer = browser.post(to, filled(form, chance), follow=True)
            said = "" if answer.streaming else answer.content.decode(errors="replace")
            yield (
                f"post {to}",
                answer.status_code,
                said if "text/html" in answer.get("Content-Type", "") else "",
            )


def test_whatever_people_do_in_whatever_order_nothing_breaks_and_the_record_only_grows(signed_in, drill_n):
    chance, wanted = random.Random(2026), drill_n(60, 10_000)
    paths = [each.path for each in every_address(one_of_each_kind()) if "/account/" not in each.path]
    taken, recorded, wrong = 0, ledger.size(), []
    began = recorded

    while taken < wanted:
        browser = signed_in(chance.choice(PEOPLE))
        browser.raise_request_exception = False
        for what, status, text in steps(browser, chance.choice(paths), chance):
            taken += 1
            if status >= 500 or MARK in text:
                wrong.append(f"{status} {what}")
            now = ledger.size()
            assert now >= recorded, what
            recorded = now

    assert wrong == []
    # A short walk may meet no form that leads anywhere.
    assert ledger.size() > began or wanted < 1000
    assert verify_now().problems == []
