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
from sharewell_office.ledger.store.trips import Row, Statement, ask, inserting, marks, selecting, write

_LOCK = 0x5348415245  # any number, as long as nobody else in this database locks by it
# The last leaf and the last node. (PostgreSQL takes three times as long to see what MAX means.)
_LAST = """(SELECT number FROM ledger_leaf ORDER BY number DESC LIMIT 1),
           (SELECT position FROM ledger_node ORDER BY position DESC LIMIT 1)"""
# SQLite takes some thousand parameters in one statement, and no more.
_AT_ONCE = 500
_READ_AT_ONCE = 2000

LACKS_NODES = "the tree of the log lacks nodes that its entries made"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Where the log ends, for whoever locked it: how many leaves it has, and the keys of the cases."""

    size: int
    keys: dict[str, cases.Key]


def lock() -> None:
    """Let nobody else add to the log until this transaction ends."""
    ask(*_locking())


def lock_end(references: Iterable[str]) -> End:
    """Let nobody else add to the log until this transaction ends, and read where it ends.

    Raises `LedgerForked` where the tree has entries that the log has no more.
    """
    asked = sorted(set(references))
    # The lock comes first: what is read after it is what the last writer left.
    rows = ask(*_locking(), _end(asked))
    size, _ = _sizes(rows[0])
    return End(size=size, keys=cases.complete(asked, [key for _, _, *key in rows if key[0] is not None]))


def _end(references: Sequence[str]) -> Statement:
    """Where log and tree end, beside each key that a case has (case, number of the row, key); once at least."""
    return (
        f"SELECT {_LAST}, reference, id, key FROM (SELECT 1) AS always "  # noqa: S608 - marks alone
        f"LEFT JOIN ledger_casekey ON reference IN ({marks(references)}) AND destroyed_at IS NULL",
        references,
    )


def add(end: End, events: Sequence[Given]) -> None:
    """Write the leaves of these events, and apart from them, sealed, what they said. The tree grows later (`grow`)."""
    for start in range(0, len(events), _AT_ONCE):
        _add(end.size + start, events[start : start + _AT_ONCE], end.keys)


def _add(size: int, events: Sequence[Given], keys: dict[str, cases.Key]) -> None:
    leaves, said = list[Row](), list[Row]()
    for number, event in enumerate(events, start=size):
        spelt = canonical(event.payload)
        leaf = Leaf(kind=event.payload["kind"], commitment=committed(spelt, salt=event.salt))
        leaves.append((number, leaf.version, leaf.kind, leaf.commitment))
        said.append(_sealed(number, event, spelt, keys[event.about]))
    write(
        inserting(models.Leaf, ("number", "version", "kind", "commitment"), leaves),
        inserting(models.Words, ("leaf_id", "case_id", "at", "sealed"), said),
    )


def _sealed(number: int, event: Given, spelt: bytes, key: cases.Key) -> Row:
    closed = sealing.seal(spelt, salt=event.salt, key=key.key, number=number, reference=event.about)
    return number, key.row, connection.ops.adapt_datetimefield_value(event.at), closed


def _locking() -> list[Statement]:
    # SQLite's IMMEDIATE transactions have one writer at a time already; PostgreSQL needs to be told.
    return [("SELECT pg_advisory_xact_lock(%s)", [_LOCK])] if connection.vendor == "postgresql" else []


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
        raise LedgerForked(f"the log has {size} entries, and its tree {covered}")
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
