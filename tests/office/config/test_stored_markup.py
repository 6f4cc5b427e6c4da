"""Markup that somebody stored is shown as text, whatever page shows it: in every free text of every table."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import CharField, JSONField, Model, TextField

from builders.every_address import every_address, one_of_each_kind

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MARK = "<b id=xss>\"'"
SHOWN = "&lt;b id=xss&gt;"
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
