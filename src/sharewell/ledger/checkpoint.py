"""How large the log was and what its root hash was: signed by the log, and co-signed by its witnesses.

C2SP tlog-checkpoint: three lines (origin, number of leaves, root hash in base64) on a signed note. C2SP
tlog-cosignature: a witness signs the same text with the time at which it had seen no larger tree, and no
other history."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sharewell.ledger.note import COSIGNATURE, Signature, SignedNote, SigningKey, VerifierKey, sign

_SIZE = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_LATEST = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A tree of `size` leaves under a 32-byte root, in the log called `origin`."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the text of a checkpoint note. Extension lines are refused: we never write any.

        Raises `CheckpointUnreadable` unless writing it again gives the same characters.
        """
        lines = text.split("\n")
        if len(lines) != 4 or not lines[0] or not _SIZE.fullmatch(lines[1]):
            raise CheckpointUnreadable("a checkpoint is three lines: origin, number of leaves, root hash")
        checkpoint = cls(origin=lines[0], size=int(lines[1]), root=_root(lines[2]))
        if checkpoint.text() != text:
            raise CheckpointUnreadable("the checkpoint is not in its one spelling")
        return checkpoint

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode('ascii')}\n"

    def signed(self, key: SigningKey) -> SignedNote:
        """The checkpoint on a note, signed by the log. The key's name is the log's origin."""
        return sign(self.text(), key)


def _root(text: str) -> bytes:
    problem = CheckpointUnreadable("the root hash is 32 bytes in base64")
    try:
        root = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise problem from None
    if len(root) != 32:
        raise problem
    return root


def cosign(note: SignedNote, key: SigningKey, *, at: datetime) -> SignedNote:
    """The note with a witness's cosignature/v1 under it. It checked consistency before."""
    seconds = int(at.timestamp())
    signature = seconds.to_bytes(8, "big") + key.over(_cosigned(note.text, seconds))
    line = Signature(name=key.name, key_id=key.verifier().id, signature=signature)
    return SignedNote(text=note.text, signatures=(*note.signatures, line))


def cosigned_at(note: SignedNote, witness: VerifierKey) -> datetime | None:
    """When this witness co-signed the checkpoint, or None where it did not or a line of its is wrong."""
    if witness.algorithm != COSIGNATURE:
        return None
    times = [_time_of(line, note.text, witness) for line in note.of(witness)]
    return max((time for time in times if time), default=None) if all(times) else None


def _time_of(line: Signature, text: str, witness: VerifierKey) -> datetime | None:
    seconds, signature = int.from_bytes(line.signature[:8], "big"), line.signature[8:]
    if seconds > _LATEST or not witness.signed(_cosigned(text, seconds), signature):
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


class CheckpointUnreadable(ValueError):
    """The text is not that of a checkpoint."""
