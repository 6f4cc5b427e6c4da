"""Verify now: a sound record is sound, and whatever somebody with the database does to it is found and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from builders.record import NOON, an_event
from sharewell.ledger.checkpoint import Checkpoint
from sharewell.ledger.note import SignedNote, SigningKey, sign
from sharewell.ledger.spelling import canonical
from sharewell.ledger.tree import frontier_of, stored_position
from sharewell_office.ledger import models, sealing, store
from sharewell_office.ledger.keys import signing_key
from sharewell_office.ledger.services import LedgerForked, checkpoint, record
from sharewell_office.ledger.verification import verify_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_record():
    """Eleven entries about three records, signed at five entries and at eleven."""
    record([an_event(about=f"DSR-2026-000{number % 3}", details={"n": number}) for number in range(5)])
    checkpoint(at=NOON)
    record([an_event(about=f"DSR-2026-000{number % 3}", details={"n": number}) for number in range(5, 11)])
    checkpoint(at=NOON + timedelta(hours=1))


def test_a_record_nobody_touched_is_sound(a_record):
    check = verify_now()

    assert check.problems == []
    assert (check.entries, check.words, check.checkpoints, check.erased) == (11, 11, 2, 0)
    assert check.root == store.grown().root()


def test_an_empty_record_is_sound_and_has_nothing_to_show():
    check = verify_now()

    assert check.sound
    assert check.entries == 0


def leaf(number: int):
    return models.Leaf.objects.filter(number=number)


def words(number: int):
    return models.Words.objects.filter(leaf_id=number)


def drop(number: int) -> None:
    models.Message.objects.filter(leaf_id=number).delete()
    words(number).delete()
    leaf(number).delete()


def swap_two() -> None:
    one, two = leaf(3).get(), leaf(4).get()
    leaf(3).update(commitment=two.commitment, kind=two.kind)
    leaf(4).update(commitment=one.commitment, kind=one.kind)


def swap_words() -> None:
    one, two = words(3).get(), words(6).get()
    words(3).update(sealed=two.sealed)
    words(6).update(sealed=one.sealed)


def reseal(number: int, payload: dict, *, case: models.CaseKey | None = None) -> None:
    """What somebody with the database can do: the keys of the cases lie in it."""
    row = words(number).select_related("case").get()
    salt, case = store.opened(row).salt, case or row.case
    sealed = sealing.seal(
        canonical(payload), salt=salt, key=bytes(case.key), commitment=bytes(row.leaf.commitment),
        reference=case.reference,
    )  # fmt: skip
    words(number).update(sealed=sealed, case=case)


def rewrite_words() -> None:
    said = store.opened(words(3).select_related("case").get()).payload
    reseal(3, said | {"by": "h2"})


def move_words() -> None:
    said = store.opened(words(3).select_related("case").get()).payload
    reseal(3, said, case=words(4).select_related("case").get().case)


def resign(key: SigningKey, **changed: object) -> None:
    row = models.Checkpoint.objects.get(size=5)
    said = Checkpoint.parse(SignedNote.parse(row.note).text)
    models.Checkpoint.objects.filter(pk=row.pk).update(note=str(sign(replace(said, **changed).text(), key)))


def another_key() -> SigningKey:
    return SigningKey(name=signing_key().name, seed=bytes(32))


def cut_the_tail() -> None:
    drop(10)
    models.Node.objects.filter(position__gte=19).delete()


def rewrite_the_tree() -> None:
    """What a careful forger does: change an entry, and every hash above it."""
    leaf(2).update(kind="request.withdrawn")
    hashes = [store.leaf_in(row).hash() for row in models.Leaf.objects.order_by("number")]
    models.Node.objects.all().delete()
    edge = frontier_of([])
    for each in hashes:
        edge, nodes = edge.append(each)
        models.Node.objects.bulk_create(
            models.Node(position=stored_position(coordinate), hash=node) for coordinate, node in nodes
        )


NOT_SO = "Entry 2 is not what the tree of the log says it was."
TAIL = "The tree has more nodes than its entries make: entries at the end are missing."
WORDS = "The words of entry 3 are not what was recorded."
TAMPERINGS: dict[str, tuple[Callable[[], object], str]] = {
    "a kind changed": (lambda: leaf(2).update(kind="request.withdrawn"), NOT_SO),
    "a kind that is none": (
        lambda: leaf(2).update(kind="Nonsense"),
        "Entry 2 is not written as entries are.",
    ),
    "a commitment changed": (lambda: leaf(2).update(commitment=bytes(32)), NOT_SO),
    "an entry dropped from the middle": (lambda: drop(4), "Entry 4 is missing."),
    "the last entry dropped": (lambda: drop(10), TAIL),
    "the last entry dropped with its nodes": (
        cut_the_tail,
        "The first 11 entries are not those that were signed.",
    ),
    "an entry put in": (
        lambda: models.Leaf.objects.create(
            number=11, version=1, kind="request.approved", commitment=bytes(32)
        ),
        "The words of entry 11 are missing.",
    ),
    "two entries swapped": (swap_two, "Entry 3 is not what the tree of the log says it was."),
    "a node changed": (
        lambda: models.Node.objects.filter(position=7).update(hash=bytes(32)),
        "Entry 4 is not what the tree of the log says it was.",
    ),
    "a node dropped": (
        lambda: models.Node.objects.filter(position=7).delete(),
        "Entry 4 is not what the tree of the log says it was.",
    ),
    "a node above entries changed": (
        lambda: models.Node.objects.filter(position=6).update(hash=bytes(32)),
        "The tree above entries 0 to 3 is not what they make.",
    ),
    "the last node dropped": (
        lambda: models.Node.objects.filter(position=18).delete(),
        "The tree lacks nodes of entries that were signed.",
    ),
    "words changed": (lambda: words(3).update(sealed=b"x" * 90), WORDS),
    "words swapped": (swap_words, WORDS),
    "words dropped": (lambda: words(3).delete(), "The words of entry 3 are missing."),
    "words rewritten under their own key": (rewrite_words, WORDS),
    "words moved to another case": (lambda: words(3).update(case=words(4).get().case), WORDS),
    "words moved to another case and sealed anew": (move_words, WORDS),
    "words dated otherwise": (lambda: words(3).update(at=NOON + timedelta(days=1)), WORDS),
    "a case renamed": (
        lambda: models.CaseKey.objects.filter(pk=words(3).get().case_id).update(reference="DSR-1999-1"),
        WORDS,
    ),
    "a case's key replaced": (
        lambda: models.CaseKey.objects.filter(pk=words(3).get().case_id).update(key=bytes(32)),
        WORDS,
    ),
    "a checkpoint changed": (
        lambda: models.Checkpoint.objects.filter(size=5).update(note="nothing"),
        "The checkpoint of 5 entries cannot be read.",
    ),
    "a checkpoint's key changed": (
        lambda: models.Checkpoint.objects.filter(size=5).update(verifier_key="nothing"),
        "The checkpoint of 5 entries cannot be read.",
    ),
    "words that no event ever had, under their own key": (lambda: reseal(3, {"huge": 1}), WORDS),
    "a checkpoint for another size": (
        lambda: models.Checkpoint.objects.filter(size=5).update(size=6),
        "The checkpoint of 6 entries is not signed by its key.",
    ),
    "a checkpoint signed by another key": (
        lambda: resign(another_key()),
        "The checkpoint of 5 entries is not signed by its key.",
    ),
    "a checkpoint of another root, signed by our own key": (
        lambda: resign(signing_key(), root=bytes(32)),
        "The first 5 entries are not those that were signed.",
    ),
    "the whole tree rewritten": (rewrite_the_tree, "The first 5 entries are not those that were signed."),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_whatever_is_done_to_the_tables_is_found_and_named(a_record, tampering):
    tamper, problem = TAMPERINGS[tampering]

    tamper()

    assert problem in verify_now().problems


@pytest.mark.parametrize("number", [0, 2, 3, 7, 8, 10])
def test_a_changed_entry_is_named_and_no_other_beside_it(a_record, number):
    leaf(number).update(commitment=bytes(32))

    blamed = [each for each in verify_now().problems if "the tree" in each]

    assert blamed == [f"Entry {number} is not what the tree of the log says it was."]


def test_a_thousand_problems_are_not_listed_one_by_one(a_record):
    words(0).update(sealed=b"")
    record([an_event(details={"n": number}) for number in range(50)])
    models.Words.objects.update(sealed=b"x" * 90)

    assert len(verify_now().problems) == 20


def test_destroying_a_cases_words_is_no_tampering(a_record):
    store.destroy_key("DSR-2026-0001", at=NOON)

    check = verify_now()

    assert check.sound
    assert (check.words, check.erased) == (7, 4)


# --- signing


def test_a_checkpoint_of_the_same_log_is_signed_once(a_record):
    assert checkpoint(at=NOON) == checkpoint(at=NOON + timedelta(days=1))
    assert models.Checkpoint.objects.count() == 2


def test_an_empty_log_is_not_signed():
    assert checkpoint(at=NOON) is None


@pytest.mark.parametrize("tampering", ["the last entry dropped with its nodes", "the whole tree rewritten"])
def test_a_log_that_contradicts_what_was_signed_is_never_signed_again(a_record, tampering):
    TAMPERINGS[tampering][0]()

    with pytest.raises(LedgerForked):
        checkpoint(at=NOON)


@pytest.mark.parametrize("note", ["nothing", "a text\n\n— name AAAAAAAA\n"])
def test_a_log_whose_last_checkpoint_cannot_be_read_is_not_signed_again(a_record, note):
    models.Checkpoint.objects.update(note=note)

    with pytest.raises(LedgerForked):
        checkpoint(at=NOON)


def test_a_log_whose_early_nodes_are_gone_is_not_signed_again(a_record):
    record([an_event()])
    models.Node.objects.filter(position=14).delete()

    with pytest.raises(LedgerForked):
        checkpoint(at=NOON)


def test_a_tree_that_lost_its_last_nodes_grows_them_again_out_of_the_entries(a_record):
    before = store.grown()
    models.Node.objects.filter(position__gte=15).delete()

    assert store.grow() == before
    assert verify_now().problems == []


def test_a_log_that_lost_entries_which_its_tree_has_takes_nothing_more(a_record):
    drop(10)

    with pytest.raises(LedgerForked, match="entries that the log has no more"):
        record([an_event()])


def a_row_of_no_kind() -> None:
    models.Leaf.objects.create(number=11, version=1, kind="Nonsense", commitment=bytes(32))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda: models.Node.objects.filter(position__gte=17).delete(), "lacks nodes"),
        (lambda: models.Node.objects.filter(position=14).delete(), "lacks nodes"),
        (lambda: (record([an_event(), an_event()]), drop(11)), "entry 11 is missing"),
        (a_row_of_no_kind, "entry 11 is not written as entries are"),
    ],
    ids=["half of an entry's nodes", "a peak", "an entry since", "an entry of no kind"],
)
def test_a_tree_does_not_grow_from_what_is_not_whole(a_record, spoil, says):
    spoil()

    with pytest.raises(LedgerForked, match=says):
        store.grow()


def test_the_key_is_made_once_and_only_its_owner_may_read_it(a_record, home):
    path = home / "keys" / "record.key"
    before = path.read_text()

    checkpoint(at=NOON)

    assert path.read_text() == before
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["record.key"]
