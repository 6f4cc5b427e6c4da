"""The log itself: what is added to it, and the hashes that proofs are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from sharewell.ledger.leaf import Leaf, committed
from sharewell.ledger.spelling import canonical
from sharewell.ledger.tree import Coordinate, Frontier, Node, frontier_at, peaks_at, stored_position
from sharewell_office.ledger import models, sealing
from sharewell_office.ledger.store import cases
from sharewell_office.ledger.store.trips import Row, Statement, inserting, marks, selecting, together, write

_LOCK = 0x5348415245  # any number, as long as nobody else in this database locks by it
_SIZE = "SELECT COALESCE(MAX(number) + 1, 0) FROM ledger_leaf"
# SQLite takes some thousand parameters in one statement, and no more.
_AT_ONCE = 500


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
    """Where the log ends, for whoever locked it: what the next leaf goes on from, and the keys of the cases."""

    edge: Frontier
    keys: dict[str, cases.Key]


# How long this process saw the log to be. Only a guess, which saves a trip where it is right: the size that counts is
# read under the lock, and the hashes come from the database each time.
_guess = 0


def lock() -> None:
    """Let nobody else add to the log until this transaction ends."""
    if statements := _locking():
        together(statements)


def lock_end(references: Iterable[str]) -> End:
    """Let nobody else add to the log until this transaction ends, and read where it ends.

    Raises `LedgerForked` where hashes are missing.
    """
    asked, guess = sorted(set(references)), _guess
    # The lock comes first: what is read after it is what the last writer left.
    size, nodes, keys = _read(together([*_locking(), _end(guess, asked)])[-1])
    if size != guess:
        (nodes,) = together([_peaks(size)])
    return End(edge=frontier_at(size, lambda peaks: _known(peaks, nodes)), keys=cases.complete(asked, keys))


def _end(guess: int, references: Sequence[str]) -> Statement:
    """Three questions as one: how long the log is, its peaks if the guess is right, and the keys that cases have."""
    peaks = [stored_position(peak) for peak in peaks_at(guess)]
    return (
        "SELECT 0, COALESCE(MAX(number) + 1, 0), NULL, NULL FROM ledger_leaf UNION ALL "  # noqa: S608 - marks alone
        f"SELECT 1, position, hash, NULL FROM ledger_node WHERE position IN ({marks(peaks)}) UNION ALL "
        f"SELECT 2, id, key, reference FROM ledger_casekey WHERE reference IN ({marks(references)}) "
        "AND destroyed_at IS NULL",
        [*peaks, *references],
    )


def _read(answers: Iterable[Row]) -> tuple[int, list[Row], list[Row]]:
    size, nodes, keys = 0, list[Row](), list[Row]()
    for question, number, data, reference in answers:
        if question == 0:
            size = number
        elif question == 1:
            nodes.append((number, data))
        else:
            keys.append((reference, number, data))
    return size, nodes, keys


def add(end: End, events: Sequence[Given]) -> None:
    """Write the leaves of these events, the tree nodes they complete, and apart from them, sealed, what they said."""
    for start in range(0, len(events), _AT_ONCE):
        end = _add(end, events[start : start + _AT_ONCE])


def _add(end: End, events: Sequence[Given]) -> End:
    global _guess
    edge, nodes, leaves, said = end.edge, list[Node](), list[Row](), list[Row]()
    for number, event in enumerate(events, start=edge.size):
        spelt = canonical(event.payload)
        leaf = Leaf(kind=event.payload["kind"], commitment=committed(spelt, salt=event.salt))
        edge, completed = edge.append(leaf.hash())
        nodes += completed
        leaves.append((number, leaf.version, leaf.kind, leaf.commitment))
        said.append(_sealed(number, event, spelt, end.keys[event.about]))
    write([
        inserting(models.Leaf, ("number", "version", "kind", "commitment"), leaves),
        inserting(models.Node, ("position", "hash"), [(stored_position(place), node) for place, node in nodes]),
        inserting(models.Words, ("leaf_id", "case_id", "at", "sealed"), said),
    ])  # fmt: skip
    _guess = edge.size
    return End(edge=edge, keys=end.keys)


def _sealed(number: int, event: Given, spelt: bytes, key: cases.Key) -> Row:
    closed = sealing.seal(spelt, salt=event.salt, key=key.key, number=number, reference=event.about)
    return number, key.row, connection.ops.adapt_datetimefield_value(event.at), closed


def _locking() -> list[Statement]:
    # SQLite's IMMEDIATE transactions have one writer at a time already; PostgreSQL needs to be told.
    return [("SELECT pg_advisory_xact_lock(%s)", [_LOCK])] if connection.vendor == "postgresql" else []


def _peaks(size: int) -> Statement:
    return _nodes(stored_position(peak) for peak in peaks_at(size))


# --- reading ----------------------------------------------------------------------------------------------------------
def size() -> int:
    """How many entries the log has."""
    return int(together([(_SIZE, ())])[0][0][0])


def frontier() -> Frontier:
    """The right edge of the log as it is now. Raises `LedgerForked`."""
    return frontier_at(size(), read_nodes)


def read_nodes(coordinates: Iterable[Coordinate]) -> dict[Coordinate, bytes]:
    """The stored hashes of these nodes, by few queries. This is the `Read` that the core's tree asks for.

    Raises `LedgerForked` where one is not there.
    """
    wanted = list(dict.fromkeys(coordinates))
    positions = [stored_position(coordinate) for coordinate in wanted]
    chunks = [positions[start : start + _AT_ONCE] for start in range(0, len(positions), _AT_ONCE)]
    return _known(wanted, [row for chunk in chunks for row in together([_nodes(chunk)])[0]])


def _nodes(positions: Iterable[int]) -> Statement:
    return selecting(models.Node, ("position", "hash"), "position", list(positions))


def _known(coordinates: Sequence[Coordinate], rows: Iterable[Row]) -> dict[Coordinate, bytes]:
    there = {position: bytes(node) for position, node in rows}
    try:
        return {coordinate: there[stored_position(coordinate)] for coordinate in coordinates}
    except KeyError:
        raise LedgerForked("the tree of the log lacks nodes that its entries made") from None


def leaf_in(row: models.Leaf) -> Leaf:
    return Leaf(kind=row.kind, commitment=bytes(row.commitment), version=row.version)


def every_leaf() -> Iterator[models.Leaf]:
    return models.Leaf.objects.order_by("number").iterator(chunk_size=2000)


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
    return int(together([given])[0][0][0]) - count + 1
