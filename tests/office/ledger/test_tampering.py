"""Change a byte or a row, cut the end off, roll back: the record no longer agrees with a checkpoint held outside."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from builders.record import NOON, an_event
from sharewell.ledger.checkpoint import Checkpoint
from sharewell_office.ledger import models, store
from sharewell_office.ledger.services import checkpoint, record
from sharewell_office.ledger.verification import verify_now

pytestmark = pytest.mark.django_db
ENTRIES = 14


@pytest.fixture
def held() -> list[Checkpoint]:
    """A record of fourteen entries about three cases, and the two checkpoints of it that somebody outside holds."""
    kept = []
    for half in range(2):
        first = half * ENTRIES // 2
        about = [f"DSR-2026-000{number % 3}" for number in range(first, first + ENTRIES // 2)]
        record([an_event(about=each, details={"n": place}) for place, each in enumerate(about)])
        kept.append(Checkpoint.parse(checkpoint(at=NOON + timedelta(hours=half)).text))
    return kept


BYTES = [
    (models.Leaf, "commitment"), (models.Leaf, "kind"), (models.Node, "hash"), (models.Words, "sealed"),
    (models.CaseKey, "key"), (models.CaseKey, "reference"), (models.Checkpoint, "note"),
    (models.Checkpoint, "verifier_key"),
]  # fmt: skip
TABLES = (models.Leaf, models.Node, models.Words, models.CaseKey, models.Checkpoint)


def change_a_byte(chance: random.Random) -> str:
    table, column = chance.choice(BYTES)
    row = chance.choice(list(table.objects.all()))
    value = getattr(row, column)
    binary = not isinstance(value, str)
    data = bytearray(value if binary else value.encode())
    place = chance.randrange(len(data))
    data[place] = data[place] ^ (1 << chance.randrange(8)) if binary else chance.choice(b"abcxyz019")
    if bytes(data) == (bytes(value) if binary else value.encode()):
        data[place] = ord("Q")
    new = bytes(data) if binary else data.decode(errors="replace")
    table.objects.filter(pk=row.pk).update(**{column: new})
    return f"{table.__name__}.{column} {row.pk} at {place}"


def delete_a_row(chance: random.Random) -> str:
    table = chance.choice(TABLES)
    key = chance.choice(list(table.objects.values_list("pk", flat=True)))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table._meta.db_table} WHERE {table._meta.pk.column} = %s", [key])
    return f"{table.__name__} {key} deleted"


SWAPPED = [
    (models.Leaf, "commitment"),
    (models.Node, "hash"),
    (models.Words, "sealed"),
    (models.Checkpoint, "note"),
]


def swap_two_rows(chance: random.Random) -> str:
    table, column = chance.choice(SWAPPED)
    one, other = chance.sample(list(table.objects.all()), 2)
    table.objects.filter(pk=one.pk).update(**{column: getattr(other, column)})
    table.objects.filter(pk=other.pk).update(**{column: getattr(one, column)})
    return f"{table.__name__}.{column} of {one.pk} and {other.pk} swapped"


def cut_back(size: int) -> None:
    """The database as it was at that size, its checkpoints with it: a forger's restore of an old backup."""
    models.Message.objects.filter(leaf_id__gte=size).delete()
    models.Words.objects.filter(leaf_id__gte=size).delete()
    models.Leaf.objects.filter(number__gte=size).delete()
    models.Node.objects.filter(position__gte=2 * size - size.bit_count()).delete()
    models.Checkpoint.objects.filter(size__gt=size).delete()


def truncate_the_tail(chance: random.Random) -> str:
    size = chance.randrange(1, ENTRIES)
    cut_back(size)
    return f"cut back to {size}"


def roll_back_and_go_on(chance: random.Random) -> str:
    size = chance.randrange(1, ENTRIES)
    cut_back(size)
    record(
        [an_event(about="DSR-2026-0009", details={"n": chance.random()}) for _ in range(ENTRIES - size + 2)]
    )
    checkpoint(at=NOON + timedelta(days=1))
    return f"rolled back to {size} and went on"


KINDS = (change_a_byte, delete_a_row, swap_two_rows, truncate_the_tail, roll_back_and_go_on)


def tampered(kind: Callable[[random.Random], str], chance: random.Random) -> str:
    """What was done; "" where the database itself does not take it: two living keys of one case."""
    try:
        with transaction.atomic():
            return kind(chance)
    except IntegrityError:
        return ""


def test_every_tampering_is_found_against_a_checkpoint_that_lies_outside(held, drill_n):
    chance = random.Random(31)
    assert verify_now(held).problems == []

    unnoticed = []
    for round_ in range(drill_n(60, 10_000)):
        with transaction.atomic():
            what = tampered(KINDS[round_ % len(KINDS)], chance)
            if what and verify_now(held).sound:
                unnoticed.append(what)
            transaction.set_rollback(True)

    assert unnoticed == []
    assert verify_now(held).problems == []


def test_a_record_written_anew_with_the_key_is_found_by_who_kept_a_checkpoint_of_the_old(held):
    cut_back(3)
    for size in (ENTRIES // 2, ENTRIES):
        record([an_event(about="DSR-2026-0009") for _ in range(size - store.size())])
        checkpoint(at=NOON + timedelta(days=1))

    assert verify_now().problems == [], "whoever holds the key leaves no trace inside"
    assert verify_now(held).problems == [
        f"The first {size} entries are not those that somebody outside saw." for size in (7, 14)
    ]
