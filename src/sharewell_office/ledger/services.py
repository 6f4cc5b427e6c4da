"""Putting things on the record, and showing that nothing was changed since.

record(events, save=…)      state, entries and outgoing messages, in one transaction or not at all
next_reference("DSR", 2026) the next free reference
next_references(…, 500)     the next 500 of them
checkpoint(at=…)            sign the log as it stands
evidence_of(…)              a file that shows an outsider what was recorded
receipt_of(…)               what the other side keeps of one entry
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar, overload

from django.db import transaction

from sharewell.ledger import receipt
from sharewell.ledger.checkpoint import Checkpoint, CheckpointUnreadable
from sharewell.ledger.evidence import Entry, Evidence, Growth, write
from sharewell.ledger.leaf import SALT_BYTES
from sharewell.ledger.note import NoteUnreadable, Signature, SignedNote
from sharewell.ledger.tree import consistency, inclusions, proves_consistency
from sharewell.ledger.verdict import problems_of
from sharewell.ledger.witness import with_lines
from sharewell.vocabulary.event import Event
from sharewell_office.ledger import keys, models, outbox, sealing, store
from sharewell_office.ledger.keys import signing_key
from sharewell_office.ledger.messages import Message
from sharewell_office.ledger.store import LedgerForked

__all__ = [
    "LedgerForked",
    "Message",
    "NothingOnTheRecord",
    "NothingToRecord",
    "checkpoint",
    "evidence_of",
    "next_reference",
    "next_references",
    "record",
]

T = TypeVar("T")


class NothingToRecord(ValueError):
    """`record` was called without an event: something would have changed that nobody could ever explain."""


class NothingOnTheRecord(Exception):
    """There is no entry about what evidence was asked for."""


@overload
def record(events: Sequence[Event], *, save: None = None, messages: Sequence[Message] = ()) -> None: ...
@overload
def record(events: Sequence[Event], *, save: Callable[[], T], messages: Sequence[Message] = ()) -> T: ...
def record(
    events: Sequence[Event], *, save: Callable[[], T] | None = None, messages: Sequence[Message] = ()
) -> T | None:
    """Write the state (by calling `save`), an entry for each event, and the messages to send, all or nothing.

    Gives back what `save` gave. What `save` raises comes out as it is, and nothing was written. Within a transaction
    of the caller's own, call it last: the log stays locked until that transaction ends.
    """
    if not events:
        raise NothingToRecord
    given = [_given(event) for event in events]
    # On the record, or not at all. In this order:
    with transaction.atomic():
        #  (1) the state is saved; it may still say no, by raising
        saved = save() if save else None
        #  (2) the leaves are in the log, and what was said lies apart, under the key of its case; nobody else adds to
        #      the log until we are through, so that it never forks
        first = store.add(given)
        #  (3) whoever has to be told will be
        outbox.add(first, messages, at=given[0].at)
    #  (4) it is committed: only now does the caller hear of it
    return saved


def _given(event: Event) -> store.Given:
    return store.Given(payload=event.payload(), at=event.at, salt=secrets.token_bytes(SALT_BYTES))


def next_reference(prefix: str, year: int) -> str:
    """The next free reference ("DSR-2026-0001"). A number that was given is never given again, used or not."""
    return f"{prefix}-{year}-{store.next_number(prefix, year):04}"


def next_references(prefix: str, year: int, count: int) -> list[str]:
    """The next `count` free references, in order: for what is taken over by the thousand."""
    if not count:
        return []
    first = store.next_number(prefix, year, count)
    return [f"{prefix}-{year}-{number:04}" for number in range(first, first + count)]


def checkpoint(*, at: datetime) -> SignedNote | None:
    """The signed checkpoint of the log as it stands now; None while the log is empty. Raises `LedgerForked`."""
    with transaction.atomic():
        store.lock()
        edge = store.grow()
        if not edge.size:
            return None
        key = signing_key()
        now = Checkpoint(origin=key.name, size=edge.size, root=edge.root())
        last = store.last_checkpoint()
        if last is not None:
            before = _must_continue(last.note, now)
            if (last.size, last.verifier_key) == (now.size, str(key.verifier())):
                return before
        note = now.signed(key)
        store.add_checkpoint(size=now.size, verifier_key=str(key.verifier()), note=str(note), at=at)
    return note


def change_key(*, by: str, at: datetime) -> tuple[str, str]:
    """Sign with another key from now on; gives the verifier keys before and after. Raises `LedgerForked`.

    In this order: the log says which key comes next; the old key signs that; then the new one takes over. So whoever
    trusts the old key learns of the new one from the old one, and a stolen key announces nothing that stays unseen.
    """
    before, after = str(signing_key().verifier()), str(keys.next_key().verifier())
    event = Event(kind="record.key_changed", about="RECORD", by=by, at=at, details={"key": after})
    record([event])
    checkpoint(at=at)
    keys.change_over()
    checkpoint(at=at)
    return before, after


def must_continue_what_was_signed() -> None:
    """Raises `LedgerForked` where the log as it stands does not go on from what was signed last."""
    last, edge = store.last_checkpoint(), store.grown()
    if last is not None:
        _must_continue(last.note, Checkpoint(origin="", size=edge.size, root=edge.root()))


def _must_continue(last: str, now: Checkpoint) -> SignedNote:
    """The note signed last, which the log goes on from: a log never signs what contradicts what it signed before.

    (C2SP tlog-checkpoint.) Raises `LedgerForked`.
    """
    try:
        note = SignedNote.parse(last)
        before = Checkpoint.parse(note.text)
    except (NoteUnreadable, CheckpointUnreadable):
        raise LedgerForked("the last checkpoint cannot be read any more") from None
    if before.size > now.size:
        raise LedgerForked(f"the log has {now.size} entries, and had {before.size} when it was last signed")
    if not proves_consistency(
        earlier=before.size,
        size=now.size,
        earlier_root=before.root,
        root=now.root,
        proof=consistency(before.size, now.size, store.read_nodes),
    ):
        raise LedgerForked(f"the first {before.size} entries are not those that were signed")
    return note


def evidence_of(
    *, about: str = "", start: datetime | None = None, end: datetime | None = None, at: datetime
) -> Evidence:
    """Evidence about one record, about a time (from `start` until before `end`), or of the whole log.

    Raises `NothingOnTheRecord` where there is no such entry, and `LedgerForked`.
    """
    return evidence_over(store.numbers(about=about, start=start, end=end), at=at)


def evidence_over(chosen: Sequence[int], *, at: datetime) -> Evidence:
    """Evidence of these entries, oldest first. Raises as `evidence_of`."""
    note = checkpoint(at=at)
    if note is None or not chosen:
        raise NothingOnTheRecord
    size = Checkpoint.parse(note.text).size
    chosen = [number for number in chosen if number < size]
    lines = store.cosignatures(size, str(signing_key().verifier()))
    earlier = _earlier(size)
    return Evidence(
        checkpoint=str(with_lines(note, [Signature.parse(line) for _, line in lines])),
        witnesses=tuple(witness for witness, _ in lines),
        verifier_key=str(signing_key().verifier()),
        consistency=earlier and _growth(earlier, size),
        events=_proved(chosen, Checkpoint.parse(note.text)),
        time_stamps=_stamps(size, earlier),
    )


def bundle_of(*, about: str, at: datetime) -> bytes:
    """The file of evidence about one record. Raises as `evidence_of`."""
    return write(evidence_of(about=about, at=at))


def receipt_of(number: int, *, at: datetime) -> bytes:
    """The receipt that the other side keeps of one entry. Raises `NothingOnTheRecord` and `receipt.NotForTheParty`."""
    (made,) = receipts_of([number], at=at)
    return made


def receipts_of(numbers: Sequence[int], *, at: datetime) -> list[bytes]:
    """The receipt of each of these entries, oldest first, under one checkpoint. Raises as `receipt_of`."""
    note = checkpoint(at=at)
    signed = Checkpoint.parse(note.text) if note else None
    if signed is None or not all(0 <= number < signed.size for number in numbers):
        raise NothingOnTheRecord
    key = str(signing_key().verifier())
    made = (
        receipt.receipt(each, checkpoint=str(note), verifier_key=key) for each in _proved(numbers, signed)
    )
    return [receipt.write(each) for each in made]


def _proved(chosen: Sequence[int], signed: Checkpoint) -> tuple[Entry, ...]:
    """The entries with their proofs. Raises `LedgerForked` rather than show what whoever gets it would find untrue."""
    proofs = inclusions(chosen, signed.size, store.read_nodes)
    try:
        return tuple(_holding(_entry(kept, proofs[kept.number]), signed) for kept in store.kept(chosen))
    except sealing.WordsDoNotOpen as changed:
        raise LedgerForked(f"what is stored is not what was recorded: {changed}") from None


def _holding(entry: Entry, signed: Checkpoint) -> Entry:
    if any(problems_of(entry, signed)):
        raise LedgerForked(f"what is stored is not what was recorded: entry {entry.index}")
    return entry


def _entry(kept: store.Kept, proof: tuple[bytes, ...]) -> Entry:
    opened = kept.opened
    return Entry(
        index=kept.number,
        leaf=kept.leaf,
        payload=opened.payload if opened else None,
        salt=opened.salt if opened else None,
        proof=proof,
    )


def _earlier(size: int) -> models.Checkpoint | None:
    """The checkpoint that evidence goes back to: the last that was time-stamped, else the first of this key."""
    key = str(signing_key().verifier())
    first = store.checkpoints().filter(verifier_key=key, size__lt=size).first()
    return store.last_stamped(key, below=size) or first


def _growth(earlier: models.Checkpoint, size: int) -> Growth:
    """That checkpoint, and the proof that the log only grew since."""
    return Growth(checkpoint=earlier.note, proof=consistency(earlier.size, size, store.read_nodes))


def _stamps(size: int, earlier: models.Checkpoint | None) -> tuple[str, ...]:
    sizes = [size, *([earlier.size] if earlier else [])]
    return tuple(store.stamps(sizes, str(signing_key().verifier())))
