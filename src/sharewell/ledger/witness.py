"""Witnessing: somebody outside looks at a checkpoint, sees that the log only grew, and co-signs it (C2SP tlog-witness).

    the log asks                         the witness answers
    old 41                               200  — witness.example.org/w1 <cosignature>
    <consistency proof, base64>          400  the request cannot be read
                                         403  no signature by a key it knows
    <the signed checkpoint>              404  it does not witness that log
                                         409  it holds another size: the answer says which
                                         422  the log did more than grow

Both sides are here, as values: who keeps what was seen, and how the words travel, is the office's business. A witness
must keep the new checkpoint before it answers, in one transaction with having looked at the old one."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell.ledger.checkpoint import Checkpoint, CheckpointUnreadable, cosign, cosigned_at
from sharewell.ledger.note import NoteUnreadable, Signature, SignedNote, SigningKey, VerifierKey
from sharewell.ledger.tree import EMPTY_ROOT, proves_consistency

_MOST_PROOF_LINES = 63
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
PLAIN, SIZE = "text/plain; charset=utf-8", "text/x.tlog.size"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a witness co-signed last of a log. Nothing yet: no leaves."""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a log asks of a witness: its checkpoint, and the proof that it grew from `old` leaves."""

    old: int
    proof: tuple[bytes, ...]
    note: SignedNote

    def text(self) -> str:
        lines = [f"old {self.old}", *(base64.b64encode(one).decode() for one in self.proof)]
        return "\n".join(lines) + "\n\n" + str(self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a witness says. Where it co-signed (200), `now` is what it has seen from now on."""

    status: int
    body: str
    content_type: str = PLAIN
    now: Seen | None = None


class RequestUnreadable(ValueError):
    """The body is not a request to a witness."""


def read(body: str) -> Request:
    """Read a request strictly. Raises `RequestUnreadable`."""
    head, gap, note = body.partition("\n\n")
    first, *proof = head.split("\n")
    size = first.removeprefix("old ")
    if not gap or not first.startswith("old ") or not _SIZE.fullmatch(size) or len(proof) > _MOST_PROOF_LINES:
        raise RequestUnreadable("expected an old size, a consistency proof, an empty line and a checkpoint")
    try:
        return Request(old=int(size), proof=tuple(_hash(line) for line in proof), note=SignedNote.parse(note))
    except NoteUnreadable as problem:
        raise RequestUnreadable(str(problem)) from None


def _hash(line: str) -> bytes:
    try:
        data = base64.b64decode(line.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        data = b""
    if len(data) != len(EMPTY_ROOT):
        raise RequestUnreadable("a line of the proof is not a hash in base64")
    return data


def answer(
    body: str, *, logs: Mapping[str, VerifierKey], seen: Mapping[str, Seen], key: SigningKey, at: datetime
) -> Answer:
    """What the witness that holds `key` says. `logs` are the keys of the logs it witnesses, by origin."""
    try:
        request = read(body)
        checkpoint = Checkpoint.parse(request.note.text)
    except (RequestUnreadable, CheckpointUnreadable) as problem:
        return Answer(status=400, body=f"{problem}\n")
    log = logs.get(checkpoint.origin)
    if log is None:
        return Answer(status=404, body="this log is not witnessed here\n")
    if not request.note.signed_by(log):
        return Answer(status=403, body="the checkpoint is not signed by a key that is known here\n")
    return _judged(request, checkpoint, seen.get(checkpoint.origin, Seen()), key, at)


def _judged(request: Request, now: Checkpoint, before: Seen, key: SigningKey, at: datetime) -> Answer:
    if request.old > now.size:
        return Answer(status=400, body="the old size is larger than the checkpoint's\n")
    same_size_other_root = now.size == before.size and now.root != before.root
    if request.old != before.size or same_size_other_root:
        return Answer(status=409, body=f"{before.size}\n", content_type=SIZE)
    if not _grew(request, now, before):
        return Answer(status=422, body="the proof does not show that the log only grew\n")
    *_, line = cosign(request.note, key, at=at).signatures
    return Answer(status=200, body=line.line(), now=Seen(size=now.size, root=now.root))


def _grew(request: Request, now: Checkpoint, before: Seen) -> bool:
    # From no leaves at all every log has grown, and the proof of that is empty.
    if before.size == 0:
        return not request.proof
    return proves_consistency(
        earlier=before.size, size=now.size, earlier_root=before.root, root=now.root, proof=request.proof
    )


# The log's side


def cosignatures(note: SignedNote, body: str, witness: VerifierKey) -> tuple[Signature, datetime] | None:
    """The line in a witness's answer that is its own and verifies, and its time; None where there is none.

    Lines of unknown keys are ignored, as C2SP asks."""
    for text in body.split("\n"):
        try:
            line = Signature.parse(text)
        except NoteUnreadable:
            continue
        at = cosigned_at(SignedNote(text=note.text, signatures=(line,)), witness)
        if at:
            return line, at
    return None


def with_lines(note: SignedNote, lines: Sequence[Signature]) -> SignedNote:
    """The note with witnesses' lines under the log's own."""
    return SignedNote(text=note.text, signatures=(*note.signatures, *lines))
