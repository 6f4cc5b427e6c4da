"""A list and a page agree on who sees what: each rule as a filter on rows and as a question about one row."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Model
from django.forms.models import model_to_dict

from builders.record import NOON, an_event
from sharewell.policy.seeing import COPY_HELD, MESSAGE, QUESTION_TO_THE_DPO, RULES, SAVED_SEARCH, Seeing
from sharewell.vocabulary.people import Role
from sharewell_office.adapters.seeing import seen
from sharewell_office.aftercare.models import Copy
from sharewell_office.decisions.models import DpoQuestion
from sharewell_office.ledger.models import Message as Letter
from sharewell_office.ledger.services import Message, record
from sharewell_office.register.models import SavedSearch

pytestmark = pytest.mark.django_db
PEOPLE = ["", "h1", "h2", "d1", "ORG-0001", "ORG-0002"]
_COUNT = itertools.count()


def a_question(name: str, shared: str) -> None:
    DpoQuestion.objects.create(
        reference=f"DPQ-{next(_COUNT)}", question="?", about=shared, asked_by=name, asked_at=NOON
    )


def a_copy(name: str, shared: str) -> None:
    Copy.objects.create(
        reference=f"RET-{next(_COUNT)}", party=name, party_name="x", title="x", certificate_due=date(2027, 3, 9),
        received_on=date(2026, 3, 2), destroy_by=date(2027, 3, 2), inbound=False, state="held", handled_by="h1",
    )  # fmt: skip


def a_message(name: str, shared: str) -> None:
    record([an_event()], messages=[Message(to=name, template="cover", about="DSR-2026-0001")])


def a_search(name: str, shared: str) -> None:
    SavedSearch.objects.create(person=name, name=str(next(_COUNT)), query="q=1")


ROWS: dict[Seeing, tuple[type[Model], Callable[[str, str], None]]] = {
    QUESTION_TO_THE_DPO: (DpoQuestion, a_question),
    COPY_HELD: (Copy, a_copy),
    MESSAGE: (Letter, a_message),
    SAVED_SEARCH: (SavedSearch, a_search),
}


def test_every_rule_is_tried_on_the_table_it_is_for():
    assert set(ROWS) == set(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.what)
def test_the_filter_gives_the_very_rows_that_the_predicate_allows(rule):
    table, make = ROWS[rule]
    chance = random.Random(rule.what)
    for _ in range(40):
        make(chance.choice(PEOPLE), chance.choice(["", "DSR-2026-0001"]))

    rows = list(table._default_manager.all())
    for name, posts in itertools.product(PEOPLE, [frozenset[Role](), *(frozenset({role}) for role in Role)]):
        listed = set(seen(table._default_manager.all(), rule, name, posts).values_list("pk", flat=True))
        allowed = {row.pk for row in rows if rule.sees(name, columns(row), posts)}

        assert listed == allowed, (name, posts)


def columns(row: Any) -> dict[str, Any]:
    return model_to_dict(row)
