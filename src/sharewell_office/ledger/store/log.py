"""The log itself: what is added to it, and the hashes that proofs are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from sharewell.ledger.leaf import KindIsNotAWord, Leaf, committed
from sharewell.ledger.spelling import canonical
from sharewell.ledger.tree import (
    Coordinate,
    Frontier,
    FrontierDoesNotFit,
    Node,
    frontier_at,
    size_of,
    stored_position,
)
from sharewell_office.ledger import models, sealing
from sharewell_office.ledger.store import cases
from sharewell_office.ledger.store.trips import Row, Statement, ask, inserting, marks, selecting

_LOCK = 0x5348415245  # any number, as long as nobody else in this database locks by it
# The last leaf and the last node. (PostgreSQL takes three times as long to see what MAX means.)
_LAST = """(SELECT number FROM ledger_leaf ORDER BY number DESC LIMIT 1),
           (SELECT position FROM ledger_node ORDER BY position DESC LIMIT 1)"""
# SQLite takes some thousand parameters in one statement, and no more.
_AT_ONCE = 500
_READ_AT_ONCE = 2000

LACKS_NODES = "the tree of the log lacks nodes that its entries made"
SHORTER = "the tree of the log has entries that the log has no more"


class LedgerForked(Exception):
    """The log does not continue what it was: entries were changed or lost. Nothing more is written or signed."""


# --- adding -----------------------------------------------------------------------------------------------------------
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
    """Let nobody else add to the log until this transaction ends."""
    # SQLite's IMMEDIATE transactions have one writer at a time already; PostgreSQL needs to be told.
    if connection.vendor == "postgresql":
        ask(("SELECT pg_advisory_xact_lock(%s)", [_LOCK]))


def add(events: Sequence[Given]) -> int:
    """Write the leaves of these events, and apart from them, sealed, what they said: the number of the first.

    Nobody else adds to the log until this transaction ends. The tree grows later (`grow`). Raises `LedgerForked` where
    the tree has entries that the log has no more.
    """
    first, *_ = [_add(events[start : start + _AT_ONCE]) for start in range(0, len(events), _AT_ONCE)]
    return first


def _add(events: Sequence[Given]) -> int:
    about = sorted({event.about for event in events})
    keys = cases.remembered(about)
    while (number := _under(keys, events)) is None:
        # A case is new, or the key that we remember was destroyed.
        lock()
        keys = cases.living(about)
    return number


def _under(keys: dict[str, cases.Key], events: Sequence[Given]) -> int | None:
    """Write these events: the number of the first; None, and nothing is written, where a key is not there."""
    if any(event.about not in keys for event in events):
        return None
    leaves, said = list[Row](), list[Row]()
    for event in events:
        leaf, words = _sealed(event, keys[event.about])
        leaves.append(leaf)
        said.append(words)
    write = _by_the_function if connection.vendor == "postgresql" else _by_statements
    return write(leaves, said, [keys[event.about] for event in events])


def _sealed(event: Given, key: cases.Key) -> tuple[Row, Row]:
    """A leaf and what was said, each but for its number."""
    spelt = canonical(event.payload)
    leaf = Leaf(kind=event.payload["kind"], commitment=committed(spelt, salt=event.salt))
    closed = sealing.seal(
        spelt, salt=event.salt, key=key.key, commitment=leaf.commitment, reference=event.about
    )
    return (leaf.version, leaf.kind, leaf.commitment), (key.row, event.at, closed)


def _by_the_function(leaves: Sequence[Row], said: Sequence[Row], keys: Sequence[cases.Key]) -> int | None:
    """PostgreSQL locks, numbers and writes in one trip (migration 0008)."""
    rows = [(*leaf, *words, key.key) for leaf, words, key in zip(leaves, said, keys, strict=True)]
    call = "ledger_append(%s::smallint, %s, %s, %s, %s, %s, %s)"
    ((*numbers,),) = ask((f"SELECT {marks(rows, call)}", [value for row in rows for value in row]))
    if -1 in numbers:
        raise LedgerForked(SHORTER)
    # The first entry about a case locks its key, and those of several cases were locked before: all are there, or none.
    return None if None in numbers else int(numbers[0])


def _by_statements(leaves: Sequence[Row], said: Sequence[Row], keys: Sequence[cases.Key]) -> int | None:
    """SQLite is asked in three steps: a trip to it costs nothing, and a cursor of Django's does."""
    named = sorted(set(keys))
    there = f"SELECT count(*) FROM ledger_casekey WHERE (id, key) IN (VALUES {marks(named, '(%s, %s)')})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({there}), {_LAST}", [value for key in named for value in key])
        living, *last = cursor.fetchone()
        if living < len(named):
            return None
        size, _ = _sizes(last)
        numbered = [(number, *leaf) for number, leaf in enumerate(leaves, start=size)]
        apart = [
            (number, row, connection.ops.adapt_datetimefield_value(at), closed)
            for number, (row, at, closed) in enumerate(said, start=size)
        ]
        cursor.execute(*inserting(models.Leaf, ("number", "version", "kind", "commitment"), numbered))
        cursor.execute(*inserting(models.Words, ("leaf_id", "case_id", "at", "sealed"), apart))
    return size


# --- the tree ---------------------------------------------------------------------------------------------------------
# An entry is committed to by its leaf. The hashes above it are wanted first when somebody is shown a root or a proof:
# they are computed then, for all that was added since, and no decision waits for them.
def grow() -> Frontier:
    """Let the tree cover every leaf, and give its right edge. The caller holds the lock. Raises `LedgerForked`."""
    edge = grown()
    with connection.cursor() as cursor:
        for rows in _by_the_thousand(models.Leaf.objects.filter(number__gte=edge.size).order_by("number")):
            edge, nodes = _grown_by(edge, rows)
            cursor.executemany(
                "INSERT INTO ledger_node (position, hash) VALUES (%s, %s)",
                [(stored_position(place), node) for place, node in nodes],
            )
    return edge


def _grown_by(edge: Frontier, rows: Iterable[models.Leaf]) -> tuple[Frontier, list[Node]]:
    nodes = list[Node]()
    for row in rows:
        if row.number != edge.size:
            raise LedgerForked(f"entry {edge.size} is missing")
        edge, completed = edge.append(_hash(row))
        nodes += completed
    return edge, nodes


def _hash(row: models.Leaf) -> bytes:
    try:
        return leaf_in(row).hash()
    except KindIsNotAWord:
        raise LedgerForked(f"entry {row.number} is not written as entries are") from None


def grown() -> Frontier:
    """The right edge of the tree as far as it has grown: at least to what was signed last. Raises `LedgerForked`."""
    _, covered = _sizes(ask((f"SELECT {_LAST}", ()))[0])
    return frontier_at(covered, read_nodes)


def _sizes(last: Row) -> tuple[int, int]:
    """How many leaves the log has, and how many of them its tree covers. Raises `LedgerForked` for more than all."""
    size, nodes = (0 if place is None else place + 1 for place in last[:2])
    try:
        covered = size_of(nodes)
    except FrontierDoesNotFit:
        raise LedgerForked(LACKS_NODES) from None
    if covered > size:
        raise LedgerForked(SHORTER)
    return size, covered


def _by_the_thousand(rows: QuerySet[models.Leaf]) -> Iterator[list[models.Leaf]]:
    some = rows.iterator(chunk_size=_READ_AT_ONCE)
    while chunk := list(islice(some, _READ_AT_ONCE)):
        yield chunk


# --- reading ----------------------------------------------------------------------------------------------------------
def size() -> int:
    """How many entries the log has."""
    last = models.Leaf.objects.order_by("-number").first()
    return last.number + 1 if last else 0


def read_nodes(coordinates: Iterable[Coordinate]) -> dict[Coordinate, bytes]:
    """The stored hashes of these nodes, by few queries. This is the `Read` that the core's tree asks for.

    Raises `LedgerForked` where one is not there.
    """
    wanted = list(dict.fromkeys(coordinates))
    positions = [stored_position(coordinate) for coordinate in wanted]
    chunks = [positions[start : start + _AT_ONCE] for start in range(0, len(positions), _AT_ONCE)]
    return _known(wanted, [row for chunk in chunks for row in ask(_nodes(chunk))])


def _nodes(positions: Iterable[int]) -> Statement:
    return selecting(models.Node, ("position", "hash"), "position", list(positions))


def _known(coordinates: Sequence[Coordinate], rows: Iterable[Row]) -> dict[Coordinate, bytes]:
    there = {position: bytes(node) for position, node in rows}
    try:
        return {coordinate: there[stored_position(coordinate)] for coordinate in coordinates}
    except KeyError:
        raise LedgerForked(LACKS_NODES) from None


def leaf_in(row: models.Leaf) -> Leaf:
    return Leaf(kind=row.kind, commitment=bytes(row.commitment), version=row.version)


def every_leaf() -> Iterator[models.Leaf]:
    return models.Leaf.objects.order_by("number").iterator(chunk_size=_READ_AT_ONCE)


def leaves(size: int) -> Iterator[Leaf]:
    """The first so many leaves, as the tree has them."""
    return (leaf_in(row) for row in models.Leaf.objects.filter(number__lt=size).order_by("number").iterator())


def every_node() -> Iterator[tuple[int, bytes]]:
    for position, node in models.Node.objects.order_by("position").values_list("position", "hash").iterator():
        yield position, bytes(node)


# --- numbers of references --------------------------------------------------------------------------------------------
def next_number(prefix: str, year: int, count: int = 1) -> int:
    """The first of the next `count` numbers of this prefix and year: one statement, so that nobody gets the same."""
    table = models.Counter._meta.db_table
    given = (
        f"INSERT INTO {table} (prefix, year, last) VALUES (%s, %s, %s) "  # noqa: S608 - our own table's name
        f"ON CONFLICT (prefix, year) DO UPDATE SET last = {table}.last + %s RETURNING last",
        [prefix, year, count, count],
    )
    return int(ask(given)[0][0]) - count + 1
