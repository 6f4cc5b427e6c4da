"""Verify now: the whole stored record, from its first entry, against itself and against everything we signed.

What this finds was changed. What it does not find may still have been: whoever holds the database and the signing key
can write all of it anew. That is what the checkpoints and receipts in other people's hands are for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice, zip_longest

from sharewell.ledger.checkpoint import Checkpoint, CheckpointUnreadable
from sharewell.ledger.leaf import KindIsNotAWord, Leaf, commitment
from sharewell.ledger.note import KeyUnreadable, NoteUnreadable, SignedNote, VerifierKey
from sharewell.ledger.tree import Frontier, Node, nodes_of, stored_position
from sharewell_office.ledger import models, sealing, store
from sharewell_office.ledger.keys import signing_key

SHOWN = 20


@dataclass(slots=True, kw_only=True)
class Check:
    """What was looked at, and what was found. `problems` are sentences that name entries by number."""

    verifier_key: str
    entries: int = 0
    nodes: int = 0
    words: int = 0
    erased: int = 0
    checkpoints: int = 0
    root: bytes = b""
    problems: list[str] = field(default_factory=list)
    changed: int = -1  # the last entry that is not what the tree says

    @property
    def sound(self) -> bool:
        return not self.problems

    def found(self, problem: str) -> None:
        # The first few say it; ten thousand lines say no more.
        if len(self.problems) < SHOWN:
            self.problems.append(problem)


def verify_now(held: Sequence[Checkpoint] = ()) -> Check:
    """Read everything and compute it again. Takes about a second for 10,000 entries.

    `held` are checkpoints that somebody outside holds: the record must be one that goes on from each of them.
    """
    check = Check(verifier_key=str(signing_key().verifier()))
    roots = _check_tree(check, {each.size for each in held})
    _check_words(check)
    _check_checkpoints(check, roots)
    _check_held(check, roots, held)
    return check


def look(at: datetime) -> Check:
    """Verify now, and keep what was found for everybody to see."""
    check = verify_now()
    store.keep_look(at=at, entries=check.entries, problems=check.problems)
    return check


def _check_tree(check: Check, sizes_held: set[int]) -> dict[int, bytes]:
    """The leaves make the very nodes that are stored. Gives back the root at each size that was signed or is held."""
    sizes = set(store.checkpoints().values_list("size", flat=True)) | sizes_held
    roots: dict[int, bytes] = {}
    edge = Frontier()
    stored_nodes = store.every_node()
    for row in store.every_leaf():
        if row.number != edge.size:
            check.found(f"Entry {edge.size} is missing.")
            return roots
        leaf = _leaf_hash(row)
        if leaf is None:
            check.found(f"Entry {row.number} is not written as entries are.")
            return roots
        edge, nodes = edge.append(leaf)
        _compare(check, nodes, list(islice(stored_nodes, len(nodes))))
        if edge.size in sizes:
            roots[edge.size] = edge.root()
    if next(stored_nodes, None) is not None:
        check.found("The tree has more nodes than its entries make: entries at the end are missing.")
    signed = max(store.checkpoints().values_list("size", flat=True), default=0)
    if check.nodes < nodes_of(min(signed, edge.size)):
        check.found("The tree lacks nodes of entries that were signed.")
    check.entries, check.root = edge.size, edge.root()
    return roots


def _leaf_hash(row: models.Leaf) -> bytes | None:
    try:
        return Leaf(kind=row.kind, commitment=bytes(row.commitment), version=row.version).hash()
    except KindIsNotAWord:
        return None


def _compare(check: Check, nodes: tuple[Node, ...], there: list[tuple[int, bytes]]) -> None:
    """The nodes that an entry completes are those stored; or none is, where the tree has not grown so far yet."""
    check.nodes += len(there)
    for ((level, index), node), found in zip_longest(nodes, there):
        if not there or found == (stored_position((level, index)), node):
            continue
        first, last = index << level, ((index + 1) << level) - 1
        if not level:
            check.changed = first
            check.found(f"Entry {first} is not what the tree of the log says it was.")
        elif check.changed < first:
            # Above an entry that was changed nothing fits either: that was said already.
            check.found(f"The tree above entries {first} to {last} is not what they make.")


def _check_words(check: Check) -> None:
    """Every entry has its words, they open in their place, and they are what the leaf commits to."""
    for number, row in zip_longest(range(check.entries), store.every_word()):
        if row is None or row.leaf_id != number:
            check.found(
                f"The words of entry {number if row is None else min(number or 0, row.leaf_id)} are missing."
            )
            return
        if row.case.key is None:
            check.erased += 1
            continue
        check.words += 1
        if not _said_so(row):
            check.found(f"The words of entry {number} are not what was recorded.")


def _said_so(row: models.Words) -> bool:
    try:
        opened = store.opened(row)
        said, committed = opened.payload, commitment(opened.payload, salt=opened.salt)
    except (sealing.WordsDoNotOpen, ValueError):
        return False
    return (
        committed == bytes(row.leaf.commitment)
        and (said["kind"], said["about"]) == (row.leaf.kind, row.case.reference)
        and abs(datetime.fromisoformat(said["at"]) - row.at) < timedelta(milliseconds=1)
    )


def _check_checkpoints(check: Check, roots: dict[int, bytes]) -> None:
    """Every checkpoint we signed is still signed, and still says what the log says."""
    for row in store.checkpoints().iterator():
        check.checkpoints += 1
        try:
            note = SignedNote.parse(row.note)
            signed = Checkpoint.parse(note.text)
            key = VerifierKey.parse(row.verifier_key)
        except (NoteUnreadable, CheckpointUnreadable, KeyUnreadable):
            check.found(f"The checkpoint of {row.size} entries cannot be read.")
            continue
        if not note.signed_by(key) or signed.size != row.size:
            check.found(f"The checkpoint of {row.size} entries is not signed by its key.")
        if roots.get(signed.size) != signed.root:
            check.found(f"The first {signed.size} entries are not those that were signed.")


def _check_held(check: Check, roots: dict[int, bytes], held: Sequence[Checkpoint]) -> None:
    """What we gave away is what we have: the same first entries, and the same checkpoint among ours."""
    ours = set(store.checkpoints().values_list("size", flat=True))
    for each in held:
        if roots.get(each.size) != each.root:
            check.found(f"The first {each.size} entries are not those that somebody outside saw.")
        elif each.size not in ours:
            check.found(f"The checkpoint of {each.size} entries is held outside, and is not here.")
