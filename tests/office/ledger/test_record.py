"""On the record, or not at all: state, entry and message together, whatever breaks."""

from __future__ import annotations

import time
from datetime import timedelta
from importlib import import_module

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.apps import apps
from django.db import connection, transaction

from builders.record import NOON, an_event
from sharewell.ledger.spelling import canonical
from sharewell.ledger.tree import frontier_of, nodes_of
from sharewell_office.ledger import models, outbox, store
from sharewell_office.ledger.services import Message, NothingToRecord, next_reference, record
from sharewell_office.ledger.store import cases, log
from sharewell_office.ledger.verification import verify_now

pytestmark = pytest.mark.django_db

MIGRATION = import_module("sharewell_office.ledger.migrations.0008_an_append_asks_nothing_first")
A_MESSAGE = Message(to="d1", template="parcel-collected", about="REL-2026-0001")


class Broke(Exception):
    """What a broken step raises."""


def some_state() -> models.Counter:
    """A row of any other table: stands for what the calling room saves."""
    return models.Counter.objects.create(prefix="STATE", year=2026, last=1)


def what_is_there() -> dict[str, int]:
    return {
        "state": models.Counter.objects.filter(prefix="STATE").count(),
        "leaves": models.Leaf.objects.count(),
        "words": models.Words.objects.count(),
        "messages": models.Message.objects.count(),
    }


NOTHING = {"state": 0, "leaves": 0, "words": 0, "messages": 0}


@pytest.mark.requirement("OPCC-7.2b")
def test_an_event_puts_state_entry_words_and_message_there_together():
    saved = record([an_event()], save=some_state, messages=[A_MESSAGE])

    assert saved.prefix == "STATE"
    assert what_is_there() == {"state": 1, "leaves": 1, "words": 1, "messages": 1}


def test_several_events_are_entered_in_their_order():
    record([an_event(kind="request.submitted"), an_event(kind="request.approved")])

    assert list(models.Leaf.objects.order_by("number").values_list("kind", flat=True)) == [
        "request.submitted",
        "request.approved",
    ]


def test_without_an_event_nothing_is_saved():
    with pytest.raises(NothingToRecord):
        record([], save=some_state)

    assert what_is_there() == NOTHING


def test_what_save_refuses_is_not_on_the_record():
    def no():
        some_state()
        raise Broke

    with pytest.raises(Broke):
        record([an_event()], save=no)

    assert what_is_there() == NOTHING


STEPS = [(store, "add"), (outbox, "add")]


@pytest.mark.parametrize(("room", "step"), STEPS, ids=["add", "tell"])
@pytest.mark.parametrize("when", ["it failed", "it failed after it had persisted"])
def test_a_step_that_breaks_leaves_nothing_behind_and_the_next_attempt_works(monkeypatch, room, step, when):
    real = getattr(room, step)

    def broken(*args, **named):
        if when == "it failed after it had persisted":
            real(*args, **named)
        raise Broke

    monkeypatch.setattr(room, step, broken)
    with pytest.raises(Broke):
        record([an_event()], save=some_state, messages=[A_MESSAGE])
    after_the_failure = what_is_there()
    monkeypatch.setattr(room, step, real)

    record([an_event()], save=some_state, messages=[A_MESSAGE])

    assert after_the_failure == NOTHING
    assert what_is_there() == {"state": 1, "leaves": 1, "words": 1, "messages": 1}
    assert verify_now().sound


def test_a_caller_whose_own_transaction_fails_left_nothing():
    def a_larger_step():
        with transaction.atomic():
            record([an_event()], save=some_state)
            raise Broke

    with pytest.raises(Broke):
        a_larger_step()

    assert what_is_there() == NOTHING


def test_adding_reads_and_writes_as_little_in_a_long_log_as_in_a_short_one(django_assert_num_queries):
    record([an_event() for _ in range(300)])

    # begin; size; leaf, words; commit. On PostgreSQL each trip costs: begin, all of it, commit
    with django_assert_num_queries(3 if connection.vendor == "postgresql" else 5):
        record([an_event()])


# --- the tree grows when somebody asks for its root


@pytest.mark.parametrize("steps", [(1,), (7, 1, 8), (4096 + 3,), (2, 2000, 2001)])
def test_a_tree_that_grows_in_steps_is_the_tree_of_its_leaves(steps):
    for count in steps:
        record([an_event(details={"n": number}) for number in range(count)])
        edge = store.grow()

    assert edge == store.grown() == frontier_of(leaf.hash() for leaf in store.leaves(sum(steps)))
    assert models.Node.objects.count() == nodes_of(sum(steps))
    assert verify_now().problems == []


def test_a_tree_that_covers_every_entry_does_not_grow():
    record([an_event()])
    before = store.grow()

    assert store.grow() == before
    assert models.Node.objects.count() == 1


def test_a_record_that_nobody_asked_the_root_of_is_sound():
    record([an_event(), an_event()])

    check = verify_now()

    assert check.problems == []
    assert (check.entries, check.nodes) == (2, 0)


def test_what_was_said_is_nowhere_to_be_read_in_the_tables():
    record([an_event(details={"purpose": "a visit to Rose Cottage"})])

    stored = b"".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for table in (models.Leaf, models.Words, models.Message, models.Node)
        for row in table.objects.values_list()
        for value in row
    )
    assert b"Rose Cottage" not in stored
    assert b"DSR-2026-0001" not in stored


def test_each_case_has_a_key_of_its_own_and_keeps_it():
    record([an_event(about="DSR-2026-0001"), an_event(about="DSR-2026-0002")])
    record([an_event(about="DSR-2026-0001")])

    keys = {row.reference: bytes(row.key) for row in models.CaseKey.objects.all()}
    assert len(keys) == 2
    assert len(set(keys.values())) == 2


# --- a key that was used lately is remembered, and trusted no further than it is there


def destroyed_by_another_process() -> None:
    models.CaseKey.objects.filter(destroyed_at=None).update(key=None, destroyed_at=NOON)


def changed_by_a_restore() -> None:
    models.CaseKey.objects.update(key=bytes(32))


def gone_with_its_row() -> None:
    models.Words.objects.all().delete()
    models.CaseKey.objects.all().delete()
    models.Leaf.objects.all().delete()


@pytest.mark.parametrize("happened", [destroyed_by_another_process, changed_by_a_restore, gone_with_its_row])
@pytest.mark.parametrize("count", [1, 2])
def test_what_is_recorded_lies_under_the_key_that_is_there(happened, count):
    record([an_event()])
    happened()

    record([an_event(details={"n": number}) for number in range(count)])

    *_, last = models.Words.objects.select_related("leaf", "case").order_by("pk")
    assert store.opened(last).payload["details"] == {"n": count - 1}
    assert last.case.destroyed_at is None


def test_of_several_cases_one_whose_key_was_destroyed_gets_a_fresh_one_and_nothing_is_written_twice():
    both = [an_event(about="DSR-2026-0001"), an_event(about="DSR-2026-0002")]
    record(both[:1])
    record(both[1:])
    models.CaseKey.objects.filter(reference="DSR-2026-0002").update(key=None, destroyed_at=NOON)

    record(both)

    assert models.Leaf.objects.count() == models.Words.objects.count() == 4
    assert models.CaseKey.objects.count() == 3
    assert verify_now().problems == []


def test_a_key_whose_own_transaction_failed_is_not_written_under():
    with transaction.atomic():
        record([an_event()])
        transaction.set_rollback(True)

    record([an_event()])

    assert what_is_there()["words"] == 1
    assert verify_now().problems == []


def test_nobody_holds_a_key_for_more_than_a_minute(monkeypatch):
    record([an_event(about="DSR-2026-0001")])
    held = cases.remembered(["DSR-2026-0001"])
    now = time.monotonic()

    monkeypatch.setattr(time, "monotonic", lambda: now + 60)

    assert list(held) == ["DSR-2026-0001"]
    assert cases.remembered(["DSR-2026-0001"]) == {}


def test_no_more_than_a_thousand_keys_are_held():
    record([an_event(about=f"DSR-2026-{number}") for number in range(1200)])

    assert sum(bool(cases.remembered([f"DSR-2026-{number}"])) for number in range(1200)) <= 1000


def test_whoever_adds_and_whoever_signs_lock_by_the_same_number():
    assert f"pg_advisory_xact_lock({log._LOCK})" in MIGRATION.APPEND


def test_words_that_were_sealed_with_the_number_of_their_entry_are_sealed_anew():
    record([an_event(details={"n": number}) for number in range(3)])
    row = models.Words.objects.select_related("leaf", "case").get(pk=1)
    said = store.opened(row)
    key, nonce = ChaCha20Poly1305(bytes(row.case.key)), bytes(12)
    row.sealed = nonce + key.encrypt(
        nonce, said.salt + canonical(said.payload), f"1 {row.case.reference}".encode()
    )
    row.save()

    MIGRATION.reseal(apps, None)

    assert [store.opened(each).payload["details"]["n"] for each in store.every_word()] == [0, 1, 2]
    assert verify_now().problems == []


def test_no_two_events_share_a_salt():
    record([an_event(), an_event()])

    one, two = models.Leaf.objects.all()
    assert bytes(one.commitment) != bytes(two.commitment)


# --- references


def test_references_are_counted_by_prefix_and_year():
    given = [next_reference("DSR", 2026), next_reference("DSR", 2026), next_reference("DSR", 2027)]

    assert given == ["DSR-2026-0001", "DSR-2026-0002", "DSR-2027-0001"]
    assert next_reference("ISA", 2026) == "ISA-2026-0001"


# --- telling what happened


def test_a_story_is_told_newest_first_in_words():
    record([an_event(kind="isa.signed", about="ISA-2026-0001", by="gone")])
    record([an_event(kind="isa.activated", about="ISA-2026-0001", by="system", at=NOON + timedelta(hours=1))])
    record([an_event(about="DSR-2026-0001")])

    told = store.story("ISA-2026-0001")

    assert [(each.title, each.by, each.text) for each in told] == [
        ("The agreement came into force", "Sharewell", "Entry 1"),
        ("The owner of the data set signed the agreement", "gone", "Entry 0"),
    ]


def test_a_story_has_no_more_queries_than_two_however_long_it_is(django_assert_num_queries):
    record([an_event(by=f"h{number}") for number in range(30)])

    with django_assert_num_queries(2):
        assert len(store.story("DSR-2026-0001")) == 30


def test_pages_of_the_record_follow_one_another_without_a_gap():
    record([an_event(details={"n": number}) for number in range(7)])

    first = store.entries(limit=3)
    second = store.entries(limit=3, before=first[-1].number)
    back = store.entries(limit=3, after=second[0].number)

    assert [entry.number for entry in first] == [6, 5, 4]
    assert [entry.number for entry in second] == [3, 2, 1]
    assert back == first


def test_an_entry_whose_words_were_destroyed_is_still_told():
    record([an_event()])

    assert store.destroy_key("DSR-2026-0001", at=NOON) == 1

    [entry] = store.entries()
    assert "destroyed" in entry.sentence
    assert (entry.by, entry.who) == ("", "")


def test_a_case_goes_on_after_its_words_were_destroyed():
    record([an_event()])
    store.destroy_key("DSR-2026-0001", at=NOON)

    record([an_event(kind="request.closed")])

    assert store.entries()[0].sentence == "Request closed"
    assert verify_now().sound
    assert verify_now().erased == 1


def test_an_entry_whose_words_were_changed_says_so_instead_of_failing():
    record([an_event()])
    models.Words.objects.update(sealed=b"x" * 80)

    [entry] = store.entries()

    assert "WARNING" in entry.sentence


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps one index of a key in any case")
@pytest.mark.parametrize("model", [models.Leaf, models.Node, models.Words])
def test_an_append_writes_no_second_index_of_numbers(model):
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, model._meta.db_table)

    assert [name for name in indexes if name.startswith("sqlite_autoindex")] == []
