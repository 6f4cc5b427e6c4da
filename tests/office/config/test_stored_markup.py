"""Markup that somebody stored is shown as text, whatever page shows it: in every free text of every table."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import CharField, JSONField, Model, TextField
from django.test import Client

from builders.every_address import every_address, one_of_each_kind
from builders.filling_forms import Forms, Holes
from builders.signed_in import signed_in_now
from sharewell_office.ledger.models import CaseKey
from sharewell_office.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MARK = "<b id=xss>\"'"
SHOWN = "&lt;b id=xss&gt;"
SHOWN_TYPED = "&lt;b id=xss&gt;x&lt;/b&gt;"
ROOMS = ("people", "register", "decisions", "release", "aftercare", "assurance", "ledger")
PEOPLE = ("h1", "o1", "d1", "k1", "c1", "r1")


def is_free_text(value: Any) -> bool:
    """Whether people wrote it as they liked: a name, a title, a reason. References and codes hold no space."""
    return isinstance(value, str) and " " in value and not value[:1].isdigit()


def marked(value: Any) -> Any:
    """The value with the mark at the end of each free text in it."""
    if isinstance(value, dict):
        # A schedule's fields are lines that the office reads, not words that it shows.
        return {key: each if key == "fields" else marked(each) for key, each in value.items()}
    if isinstance(value, list):
        return [marked(each) for each in value]
    return f"{value} {MARK}" if is_free_text(value) else value


def mark_everything() -> set[str]:
    """Put the mark wherever the database takes it; the columns that hold it now."""
    held = set()
    for room in ROOMS:
        for table in apps.get_app_config(room).get_models():
            for column in table._meta.concrete_fields:
                if isinstance(column, TextField | CharField | JSONField) and not column.choices:
                    held |= (
                        {f"{table.__name__}.{column.name}"} if mark_column(table, column.attname) else set()
                    )
    return held


def mark_column(table: type[Model], column: str) -> bool:
    done = False
    for key, value in table._default_manager.values_list("pk", column):
        if (now := marked(value)) != value:
            try:
                with transaction.atomic():
                    table._default_manager.filter(pk=key).update(**{column: now})
                done = True
            except DatabaseError:
                continue  # a constraint holds what may stand here
    return done


def test_no_page_gives_back_stored_markup_as_markup(signed_in, drill_n):
    held = mark_everything()
    chance = random.Random(12)
    paths = [each.path for each in every_address(one_of_each_kind()) if "sign-out" not in each.path]
    browsers = [signed_in(username) for username in PEOPLE]
    for browser in browsers:
        browser.raise_request_exception = False

    showing, open_holes = 0, []
    for path in chance.sample(paths, min(len(paths), drill_n(50, 10_000))):
        for browser in chance.sample(browsers, 2):
            answer = browser.get(path)
            if answer.streaming or "text/html" not in answer.get("Content-Type", ""):
                continue
            page = answer.content.decode()
            showing += SHOWN in page
            if MARK in page or "<b id=xss" in page:
                open_holes.append(path)

    assert open_holes == []
    assert len(held) >= 30, sorted(held)
    assert showing >= 5, "the pages that were looked at show what was stored"


def browser_of(username: str) -> Client:
    """Somebody's browser: whatever it sends must hold the form's token."""
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies = signed_in_now(User.objects.get(username=username)).cookies
    return browser


def page_at(browser: Client, path: str) -> str:
    answer = browser.get(path)
    is_page = not answer.streaming and "text/html" in answer.get("Content-Type", "")
    return answer.content.decode() if is_page else ""


def addresses() -> list[str]:
    return [each.path for each in every_address(last_of_each_kind()) if "sign-out" not in each.path]


def last_of_each_kind() -> list[str]:
    """The newest record of each prefix: what was made by the forms a moment ago."""
    there = CaseKey.objects.order_by("pk").values_list("reference", flat=True)
    return list({reference.partition("-")[0]: reference for reference in there}.values())


# Forms that would end the walk: whoever sends them is out, or has changed what they prove themselves with.
ENDS = re.compile(r"sign-out|/leave/|/account/|second-factor")
# Where the quick walk types: a form of each room.
QUICK = (
    "/requests/new/", "/requests/dpo/ask/", "/requests/emergencies/new/", "/incidents/new/", "/agreements/new/",
    "/assurance/governance/", "/assurance/practices/", "/assurance/campaigns/", "/registers/procedures/new/",
    "/dpias/new/", "/people/invite/", "/copies/new/", "/working-days/", "/training/",
)  # fmt: skip


def send_every_form(browser: Client, path: str) -> set[str]:
    """The fields of the page's forms that the office took with the mark in them."""
    took: set[str] = set()
    for form in Forms(page_at(browser, path), path=path).found:
        if not ENDS.search(form.action):
            answer = browser.post(form.action, form.said)
            assert answer.status_code < 500, f"{form.action}: {sorted(form.said)}"
            took |= {f"{form.action} {name}" for name in form.typed if answer.status_code == 302}
    return took


def test_markup_typed_into_the_forms_is_text_on_every_page(drill_n):
    """Each form is found on its page, filled and sent with its token; then every page is read by everybody."""
    full = drill_n(14, 10_000) > len(QUICK)
    browsers = [browser_of(username) for username in PEOPLE]

    took = {
        one
        for path in (addresses() if full else QUICK)
        for each in browsers
        for one in send_every_form(each, path)
    }
    read = addresses() if full else [*QUICK, *(path for path in addresses() if path.count("/") == 3)][:60]
    pages = [(path, page_at(each, path)) for path in read for each in (browsers if full else browsers[:1])]

    assert [(path, hole) for path, page in pages for hole in Holes(page).found] == []
    assert len(took) >= (12 if full else 6), sorted(took)
    assert sum(SHOWN_TYPED in page for _, page in pages) >= (30 if full else 3), (
        "the pages show what was typed"
    )
    print(f"{len(took)} fields took it, {len(pages)} pages were read")
