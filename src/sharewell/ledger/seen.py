"""Does evidence agree with what somebody kept: a checkpoint, a receipt, or earlier evidence?

Whoever holds the log's key can sign another history, and evidence of it proves itself. What they cannot do is change a
checkpoint that lies in somebody else's drawer. So the reader brings that, and the history must go on from it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sharewell.ledger.checkpoint import Checkpoint, CheckpointUnreadable
from sharewell.ledger.evidence import Evidence
from sharewell.ledger.note import NoteUnreadable, SignedNote, VerifierKey
from sharewell.ledger.tree import frontier_of
from sharewell.ledger.verdict import Problem, verify

WHERE = "what you kept"


class NothingWasKept(ValueError):
    """The file that was kept is neither a checkpoint, nor a receipt, nor evidence that verifies under the key."""


def kept(data: bytes, *, key: VerifierKey) -> Checkpoint:
    """The checkpoint in a file that somebody kept. Raises `NothingWasKept`."""
    verdict = verify(data, key=key)
    if verdict.verified and verdict.checkpoint is not None:
        return verdict.checkpoint
    try:
        note = SignedNote.parse(data.decode("utf-8"))
        checkpoint = Checkpoint.parse(note.text)
    except (UnicodeDecodeError, NoteUnreadable, CheckpointUnreadable):
        raise NothingWasKept from None
    if not note.signed_by(key):
        raise NothingWasKept
    return checkpoint


def disagreements(evidence: Evidence, now: Checkpoint, before: Checkpoint) -> Iterator[Problem]:
    """How evidence that verifies contradicts a checkpoint that was kept; also where it cannot show that it does not."""
    if before.origin != now.origin:
        yield Problem(where=WHERE, problem="it is about another log")
    elif before.size > now.size:
        yield Problem(where=WHERE, problem="the log was larger when you saw it: entries are missing")
    else:
        root = _root_at(before.size, evidence, now)
        if root is None:
            said = "this evidence cannot show that the log only grew since then: ask for the whole record"
            yield Problem(where=WHERE, problem=said)
        elif root != before.root:
            yield Problem(where=WHERE, problem=f"the first {before.size} entries are not those that you saw")


def _root_at(size: int, evidence: Evidence, now: Checkpoint) -> bytes | None:
    """The root the evidence gives the log when it had that many entries, where it says so at all."""
    if size == now.size:
        return now.root
    if evidence.consistency is not None:
        earlier = Checkpoint.parse(SignedNote.parse(evidence.consistency.checkpoint).text)
        if earlier.size == size:
            return earlier.root
    if len(evidence.events) == now.size:
        return frontier_of(entry.leaf.hash() for entry in evidence.events[:size]).root()
    return None
