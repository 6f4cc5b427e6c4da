"""Rows of the record, written and read. Nothing else touches this app's models.

First what adds to the log inside the caller's transaction, then what tells of it (`story`, `recent`, `entries`), then
what proves it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Count, Max, Model, Q, QuerySet

from sharewell.ledger.leaf import Leaf, leaf_of
from sharewell.ledger.tree import Coordinate, Frontier, Node, frontier_at, stored_position
from sharewell_office.ledger import destroyed, models, sealing, words

_LOCK = 0x5348415245  # any number, as long as nobody else in this database locks by it
STORY_LIMIT = 500
PAGE_SIZE = 25


class LedgerForked(Exception):
    """The log does not continue what it was: entries were changed or lost. Nothing more is written or signed."""


# --- adding to the log ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An event's payload as the log takes it in, with when it happened and a fresh salt."""

    payload: dict[str, Any]
    at: datetime
    salt: bytes

    @property
    def about(self) -> str:
        return str(self.payload["about"])


def lock() -> None:
    """Let nobody else add to the log until this transaction ends.

    SQLite's IMMEDIATE transactions have one writer at a time already; PostgreSQL needs to be told.
    """
    if connection.vendor == "postgresql":
        _ask("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def size() -> int:
    """How many entries the log has."""
    return int(_ask("SELECT COALESCE(MAX(number) + 1, 0) FROM ledger_leaf")[0][0])


def last_moment() -> datetime | None:
    """When the last entry says it happened; None while there is none."""
    return models.Words.objects.order_by("-leaf_id").values_list("at", flat=True).first()


def last_of_case(reference: str) -> datetime | None:
    """When something last happened to a record, but for talk of keeping and destroying it."""
    said = models.Words.objects.filter(case__reference=reference)
    talk = Q(leaf__kind__startswith="erasure.") | Q(leaf__kind__startswith="hold.")
    return said.exclude(talk).order_by("-leaf_id").values_list("at", flat=True).first()


def readable(reference: str) -> bool:
    """Whether anything that was said about a record can still be read, but that it was destroyed."""
    said = models.Words.objects.filter(case__reference=reference, case__destroyed_at__isnull=True)
    return said.exclude(leaf__kind="erasure.done").exists()


def read_nodes(coordinates: Iterable[Coordinate]) -> dict[Coordinate, bytes]:
    """The stored hashes of these nodes, by few queries. This is the `Read` that the core's tree asks for.

    Raises `LedgerForked` where one is not there.
    """
    positions = {stored_position(coordinate): coordinate for coordinate in coordinates}
    found = {positions[position]: node for position, node in _nodes_at(list(positions))}
    if len(found) != len(positions):
        raise LedgerForked("the tree of the log lacks nodes that its entries made")
    return found


def _nodes_at(positions: list[int]) -> Iterator[tuple[int, bytes]]:
    # SQLite takes some thousand parameters in one statement, and no more.
    for start in range(0, len(positions), 900):
        chunk = positions[start : start + 900]
        marks = ", ".join(["%s"] * len(chunk))
        rows = _ask(f"SELECT position, hash FROM ledger_node WHERE position IN ({marks})", chunk)  # noqa: S608
        yield from ((position, bytes(node)) for position, node in rows)


def frontier() -> Frontier:
    """The right edge of the log as it is now: what the next leaf is added to. Raises `LedgerForked`."""
    return frontier_at(size(), read_nodes)


def add_leaves(start: Frontier, leaves: Sequence[Leaf]) -> Frontier:
    """Write leaves and the tree nodes they complete."""
    edge, nodes = start, list[Node]()
    for leaf in leaves:
        edge, completed = edge.append(leaf.hash())
        nodes += completed
    _insert(
        models.Leaf,
        ("number", "version", "kind", "commitment"),
        [
            (number, leaf.version, leaf.kind, leaf.commitment)
            for number, leaf in enumerate(leaves, start=start.size)
        ],
    )
    _insert(models.Node, ("position", "hash"), [(stored_position(place), node) for place, node in nodes])
    return edge


def add_words(first: int, events: Sequence[Given]) -> None:
    """Seal what the events said, each under the key of its case."""
    keys = _living_keys({event.about for event in events})
    _insert(
        models.Words,
        ("leaf_id", "case_id", "at", "sealed"),
        [
            (
                number,
                keys[event.about].row,
                connection.ops.adapt_datetimefield_value(event.at),
                _sealed(number, event, keys),
            )
            for number, event in enumerate(events, start=first)
        ],
    )


def _sealed(number: int, event: Given, keys: dict[str, _Key]) -> bytes:
    key = keys[event.about].key
    return sealing.seal(event.payload, salt=event.salt, key=key, number=number, reference=event.about)


# Everything the office does passes here: three in four parts of its time went into composing these few statements anew.
def _ask(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _insert(table: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table._meta.db_table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our names
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


class _Key(NamedTuple):
    """The key of a case, and the row it lies in."""

    row: int
    key: bytes


def _living_keys(references: set[str]) -> dict[str, _Key]:
    """A key for each case: the one it has, or a fresh one. The log is locked, so nobody makes another meanwhile."""
    marks = ", ".join(["%s"] * len(references))
    living = _ask(
        f"SELECT reference, id, key FROM ledger_casekey WHERE destroyed_at IS NULL AND reference IN ({marks})",  # noqa: S608
        sorted(references),
    )
    keys = {reference: _Key(row, bytes(key)) for reference, row, key in living}
    fresh = [
        models.CaseKey(reference=reference, key=sealing.fresh_key())
        for reference in sorted(references - keys.keys())
    ]
    made = models.CaseKey.objects.bulk_create(fresh) if fresh else []
    return keys | {row.reference: _Key(row.pk, row.key) for row in made}


def leaves_of(events: Sequence[Given]) -> list[Leaf]:
    return [leaf_of(event.payload, salt=event.salt) for event in events]


def next_number(prefix: str, year: int, count: int = 1) -> int:
    """The first of the next `count` numbers of this prefix and year: one statement, so that nobody gets the same."""
    table = models.Counter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (prefix, year, last) VALUES (%s, %s, %s) "  # noqa: S608 - our own table's name
            f"ON CONFLICT (prefix, year) DO UPDATE SET last = {table}.last + %s RETURNING last",
            [prefix, year, count, count],
        )
        return int(cursor.fetchone()[0]) - count + 1


def destroy_key(reference: str, *, at: datetime) -> int:
    """Destroy the words about a record for good: how many keys there were. Every proof stays as it is."""
    living = models.CaseKey.objects.filter(reference=reference, destroyed_at__isnull=True)
    # On the list first: a key that is on the list and still here is destroyed by the next replay.
    destroyed.add(destroyed.digest(bytes(row.key or b"")) for row in living)
    return living.update(key=None, destroyed_at=at)


def destroy_listed_keys(*, at: datetime) -> int:
    """Destroy every key on the list of destroyed keys that is here again, as after a restore: how many there were."""
    listed = destroyed.listed()
    living = (
        models.CaseKey.objects.filter(destroyed_at__isnull=True) if listed else models.CaseKey.objects.none()
    )
    revived = [row.pk for row in living.iterator() if destroyed.digest(bytes(row.key or b"")) in listed]
    return models.CaseKey.objects.filter(pk__in=revived).update(key=None, destroyed_at=at)


# --- telling what happened --------------------------------------------------------------------------------------------
class Told(NamedTuple):
    """One thing that happened, in the words of a page: `{% timeline %}` takes it as it is."""

    title: str
    at: datetime
    by: str
    text: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of the record, in words. `by` is the person's id, and `who` their name; both empty once destroyed."""

    number: int
    about: str
    at: datetime
    kind: str
    sentence: str
    by: str = ""
    who: str = ""

    def told(self, *, naming_the_record: bool = True) -> Told:
        where = f"{self.about}, entry {self.number}" if naming_the_record else f"Entry {self.number}"
        return Told(title=self.sentence, at=self.at, by=self.who, text=where)


def story(reference: str, limit: int = STORY_LIMIT) -> list[Told]:
    """What happened to one record, newest first: sentence, when, by whom, and the entry's number."""
    return [entry.told(naming_the_record=False) for entry in entries(about=reference, limit=limit)]


def number_of(reference: str, kind: str) -> int | None:
    """The number of the latest entry of that kind about a record, if there is one."""
    found = models.Words.objects.filter(case__reference=reference, leaf__kind=kind)
    return found.order_by("-leaf_id").values_list("leaf_id", flat=True).first()


def recent(limit: int) -> list[Entry]:
    """What happened last, to whatever record. That people signed in is no news of the office's work."""
    news = _said().exclude(leaf__kind="person.signed_in")
    return _with_names([_entry(row) for row in news.order_by("-leaf_id")[:limit]])


def entries(
    *, about: str = "", before: int | None = None, after: int | None = None, limit: int = PAGE_SIZE
) -> list[Entry]:
    """Entries of the record, newest first: those older than `before`, or the ones just newer than `after`."""
    found = _said().filter(case__reference=about) if about else _said()
    if after is not None:
        rows = list(found.filter(leaf_id__gt=after).order_by("leaf_id")[:limit])[::-1]
    else:
        older = found if before is None else found.filter(leaf_id__lt=before)
        rows = list(older.order_by("-leaf_id")[:limit])
    return _with_names([_entry(row) for row in rows])


def entries_of(about: Sequence[str], *, limit: int) -> list[Entry]:
    """What happened to several records together, newest first."""
    rows = _said().filter(case__reference__in=about).order_by("-leaf_id")[:limit]
    return _with_names([_entry(row) for row in rows])


def counted(kinds: Iterable[str], *, first: date, last: date) -> Counter[str]:
    """Of how many records each kind of entry speaks, from one day to another, both included (one query)."""
    found = models.Words.objects.filter(leaf__kind__in=kinds, at__date__gte=first, at__date__lte=last)
    return Counter(dict(found.order_by().values_list("leaf__kind").annotate(Count("case", distinct=True))))


def _said() -> QuerySet[models.Words]:
    return models.Words.objects.select_related("leaf", "case")


def _entry(row: models.Words) -> Entry:
    number, about, kind = row.leaf_id, row.case.reference, row.leaf.kind
    if row.case.key is None:
        return Entry(number=number, about=about, at=row.at, kind=kind, sentence=words.erased(kind))
    try:
        said = opened(row).payload
    except sealing.WordsDoNotOpen:
        return Entry(number=number, about=about, at=row.at, kind=kind, sentence=words.changed(kind))
    return Entry(
        number=number,
        about=about,
        at=row.at,
        kind=kind,
        sentence=words.sentence(kind, said["details"]),
        by=said["by"],
    )


def opened(row: models.Words) -> sealing.Opened:
    """The words of an entry whose key still exists. Raises `WordsDoNotOpen`."""
    return sealing.unseal(
        bytes(row.sealed), key=bytes(row.case.key or b""), number=row.leaf_id, reference=row.case.reference
    )


def _with_names(entries: list[Entry]) -> list[Entry]:
    """The entries with the names of the people who acted, by one query."""
    names = _names({entry.by for entry in entries})
    return [replace(entry, who=names.get(entry.by, entry.by)) for entry in entries]


def _names(ids: set[str]) -> dict[str, str]:
    # The room of people lies above this one, so its table is found the way Django itself finds it.
    users = get_user_model()._default_manager.filter(username__in=ids)
    names = {user.get_username(): str(user) for user in users}
    return names | {"system": "Sharewell", "recipient": "the recipient"}


# --- proving it -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A leaf as it is stored, and what was kept apart from it: None where the words were destroyed."""

    number: int
    leaf: Leaf
    opened: sealing.Opened | None


def numbers(*, about: str = "", start: datetime | None = None, end: datetime | None = None) -> list[int]:
    """The numbers of the entries about a record, or from `start` until before `end`, or all of them, oldest first."""
    found = models.Words.objects.order_by("leaf_id")
    if about:
        found = found.filter(case__reference=about)
    if start and end:
        found = found.filter(at__gte=start, at__lt=end)
    return list(found.values_list("leaf_id", flat=True))


def abouts(start: datetime, end: datetime) -> list[str]:
    """The references of the records to which something happened from `start` until before `end`."""
    said = models.Words.objects.filter(at__gte=start, at__lt=end)
    return sorted(set(said.values_list("case__reference", flat=True)))


def last_numbers(references: Sequence[str]) -> dict[str, int]:
    """The number of the last entry about each of these records, whose words may be destroyed by now."""
    found = models.Words.objects.filter(case__reference__in=references).order_by()
    return dict(found.values_list("case__reference").annotate(Max("leaf_id")))


def kept(numbers: Sequence[int]) -> Iterator[Kept]:
    """These entries, oldest first. Raises `WordsDoNotOpen` where one was changed."""
    for start in range(0, len(numbers), 500):
        chunk = numbers[start : start + 500]
        for row in _said().filter(leaf_id__in=chunk).order_by("leaf_id"):
            yield Kept(
                number=row.leaf_id,
                leaf=_leaf(row.leaf),
                opened=opened(row) if row.case.key else None,
            )


def _leaf(row: models.Leaf) -> Leaf:
    return Leaf(kind=row.kind, commitment=bytes(row.commitment), version=row.version)


def add_checkpoint(*, size: int, verifier_key: str, note: str, at: datetime) -> None:
    models.Checkpoint.objects.get_or_create(
        size=size, verifier_key=verifier_key, defaults={"note": note, "signed_at": at}
    )


def checkpoints() -> QuerySet[models.Checkpoint]:
    """The checkpoints we signed, smallest first."""
    return models.Checkpoint.objects.order_by("size", "pk")


def last_checkpoint() -> models.Checkpoint | None:
    return checkpoints().last()


def cosignatures(size: int, verifier_key: str) -> list[tuple[str, str]]:
    """The witnesses of one of our checkpoints: their keys and their lines."""
    there = models.Cosignature.objects.filter(checkpoint__size=size, checkpoint__verifier_key=verifier_key)
    return list(there.order_by("pk").values_list("witness", "line"))


def last_cosignature(witness: str = "") -> models.Cosignature | None:
    """The largest checkpoint that anybody outside (or that witness) co-signed."""
    there = models.Cosignature.objects.select_related("checkpoint").order_by("checkpoint__size", "at")
    return (there.filter(witness=witness) if witness else there).last()


def add_cosignature(checkpoint: models.Checkpoint, *, witness: str, line: str, at: datetime) -> None:
    models.Cosignature.objects.get_or_create(
        checkpoint=checkpoint, witness=witness, defaults={"line": line, "at": at}
    )


def witnessed(origin: str) -> tuple[int, bytes] | None:
    """The size and root of a partner's log as we co-signed it last."""
    row = models.WitnessedLog.objects.filter(origin=origin).first()
    return (row.size, bytes(row.root)) if row else None


def keep_witnessed(origin: str, *, size: int, root: bytes) -> None:
    models.WitnessedLog.objects.update_or_create(origin=origin, defaults={"size": size, "root": root})


def keep_look(*, at: datetime, entries: int, problems: list[str]) -> None:
    models.Look.objects.create(at=at, entries=entries, problems=problems)


def last_look() -> models.Look | None:
    """What the monitor found last."""
    return models.Look.objects.order_by("pk").last()


def every_leaf() -> Iterator[models.Leaf]:
    return models.Leaf.objects.order_by("number").iterator(chunk_size=2000)


def leaves(size: int) -> Iterator[Leaf]:
    """The first so many leaves, as the tree has them."""
    return (_leaf(row) for row in models.Leaf.objects.filter(number__lt=size).order_by("number").iterator())


def every_node() -> Iterator[tuple[int, bytes]]:
    for position, node in models.Node.objects.order_by("position").values_list("position", "hash").iterator():
        yield position, bytes(node)


def every_word() -> Iterator[models.Words]:
    return _said().order_by("leaf_id").iterator(chunk_size=2000)
