"""Whether a bundle of evidence proves itself, with everything that is wrong when it does not.

A bundle is proved when all of this is true:
 (1) it is written in its one spelling
 (2) the checkpoint is signed by the key it names, which is the key the reader holds
 (3) every signature under the checkpoint was checked: the log's, and each named witness's
 (4) the earlier checkpoint is signed by the same key, and the log only grew since
 (5) there is at least one event, in the order of the log, and none twice
 (6) each event's words and salt are what its leaf commits to
 (7) each leaf is in the tree of the checkpoint
 (8) every time stamp is over the checkpoint or over the earlier one, and signed by the authority whose certificates
     the reader brought
 (9) in a pack: an entry binds the manifest, and the manifest every other file

A reader without a key of their own learns only that the bundle agrees with itself: it is not anchored. One without the
authority's certificates learns what a time stamp says, and that nobody checked who said it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hmac import compare_digest
from typing import Any

from cryptography.x509 import Certificate

from sharewell.ledger import pack, receipt, stamp
from sharewell.ledger.checkpoint import Checkpoint, CheckpointUnreadable, cosigned_at
from sharewell.ledger.evidence import Entry, Evidence, Growth, NotEvidence, read
from sharewell.ledger.leaf import commitment
from sharewell.ledger.note import KeyUnreadable, NoteUnreadable, SignedNote, VerifierKey
from sharewell.ledger.tree import proves_consistency, proves_inclusion

_NOT_A_CHECKPOINT = "this is not a signed checkpoint in its one spelling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where in the bundle, and what. Holds no value from the bundle."""

    where: str
    problem: str

    def as_dict(self) -> dict[str, str]:
        return {"where": self.where, "problem": self.problem}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the verifier found. Nothing below `problems` means anything unless there are none."""

    problems: tuple[Problem, ...]
    key_given: bool = False
    evidence: Evidence | None = None
    checkpoint: Checkpoint | None = None
    witnessed: tuple[tuple[str, datetime], ...] = field(default=())
    stamps: tuple[stamp.Stamp, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        return not self.problems and self.evidence is not None

    @property
    def anchored(self) -> bool:
        """Whether it was proved against a key the reader brought."""
        return self.verified and self.key_given

    @property
    def erased(self) -> int:
        """How many of the events are proved to stand in the log, while their words were destroyed."""
        return sum(entry.payload is None for entry in self.evidence.events) if self.evidence else 0

    def as_dict(self) -> dict[str, Any]:
        """The verdict as one JSON object."""
        return {
            "verified": self.verified,
            "anchored": self.anchored,
            "problems": [problem.as_dict() for problem in self.problems],
            "events": len(self.evidence.events) if self.evidence else 0,
            "erased": self.erased,
            "origin": self.checkpoint.origin if self.checkpoint else None,
            "tree_size": self.checkpoint.size if self.checkpoint else None,
            "root": self.checkpoint.root.hex() if self.checkpoint else None,
            "verifier_key": self.evidence.verifier_key if self.evidence else None,
            "witnesses": [{"name": name, "at": at.isoformat()} for name, at in self.witnessed],
            "time_stamps": [{"at": each.at.isoformat(), "trusted": each.trusted} for each in self.stamps],
            "files": list(self.files),
        }


def verify(data: bytes, *, key: VerifierKey | None = None, tsa: Sequence[Certificate] = ()) -> Verdict:
    """Judge a bundle's, a receipt's or a pack's bytes, against the reader's own key if they brought one, and time
    stamps under these certificates. Raises nothing.
    """
    try:
        if pack.is_pack(data):
            return _judge_pack(pack.read(data), key, tsa)
        evidence = receipt.read(data) if receipt.is_receipt(data) else read(data)
    except NotEvidence as unreadable:
        found = Problem(where=unreadable.where, problem=unreadable.problem)
        return Verdict(problems=(found,), key_given=key is not None)
    return _judge(evidence, key, tsa)


def _judge_pack(files: dict[str, bytes], key: VerifierKey | None, tsa: Sequence[Certificate]) -> Verdict:
    judged = _judge(read(files[pack.EVIDENCE]), key, tsa)
    assert judged.evidence is not None
    papers = pack.problems(files, judged.evidence)
    found = tuple(Problem(where=where, problem=problem) for where, problem in papers)
    return replace(judged, problems=judged.problems + found, files=tuple(files))


def _judge(evidence: Evidence, key: VerifierKey | None, tsa: Sequence[Certificate]) -> Verdict:
    named = _key(evidence.verifier_key)
    if named is None:
        return _unread("verifier_key", "this is not a verifier key in its one spelling", evidence, key)
    opened = _opened(evidence.checkpoint)
    if opened is None:
        return _unread("checkpoint", _NOT_A_CHECKPOINT, evidence, key)
    note, checkpoint = opened
    stamps, unstamped = _stamps(evidence, note, named, tsa)
    return Verdict(
        problems=(
            *_key_problems(named, key),
            *_signature_problems(note, checkpoint, named, "checkpoint"),
            *_cosignature_problems(evidence, note, named),
            *_growth_problems(evidence.consistency, checkpoint, named),
            *_order_problems(evidence),
            *_event_problems(evidence, checkpoint),
            *unstamped,
        ),
        key_given=key is not None,
        evidence=evidence,
        checkpoint=checkpoint,
        witnessed=tuple(_witnessed(evidence, note)),
        stamps=stamps,
    )


def _unread(where: str, problem: str, evidence: Evidence, key: VerifierKey | None) -> Verdict:
    found = (Problem(where=where, problem=problem),)
    return Verdict(problems=found, key_given=key is not None, evidence=evidence)


def _key(text: str) -> VerifierKey | None:
    try:
        return VerifierKey.parse(text)
    except KeyUnreadable:
        return None


def _opened(text: str) -> tuple[SignedNote, Checkpoint] | None:
    try:
        note = SignedNote.parse(text)
        return note, Checkpoint.parse(note.text)
    except (NoteUnreadable, CheckpointUnreadable):
        return None


def _key_problems(named: VerifierKey, brought: VerifierKey | None) -> Iterator[Problem]:
    if brought is not None and brought != named:
        yield Problem(where="verifier_key", problem="this is not the key you brought")


def _signature_problems(
    note: SignedNote, checkpoint: Checkpoint, key: VerifierKey, where: str
) -> Iterator[Problem]:
    if checkpoint.origin != key.name:
        yield Problem(where=where, problem="the log's name and the name of its key differ")
    if not note.signed_by(key):
        yield Problem(where=where, problem="the log's signature does not fit this checkpoint")


def _cosignature_problems(evidence: Evidence, note: SignedNote, named: VerifierKey) -> Iterator[Problem]:
    """Each line under the checkpoint must be by a key named here, and each key named must have one."""
    keys = [_key(text) for text in evidence.witnesses]
    for place, witness in enumerate(keys):
        if witness is None or cosigned_at(note, witness) is None:
            yield Problem(where=f"witnesses[{place}]", problem="this witness did not co-sign the checkpoint")
    known = [named, *(witness for witness in keys if witness)]
    # Each key named has a line (above, and in `_signature_problems`), so one line more is a stranger's or a second one.
    if len(note.signatures) != len(known):
        yield Problem(where="checkpoint", problem="expected one signature of each key named, and no other")


def _witnessed(evidence: Evidence, note: SignedNote) -> Iterator[tuple[str, datetime]]:
    for text in evidence.witnesses:
        witness = _key(text)
        at = cosigned_at(note, witness) if witness else None
        if witness and at:
            yield witness.name, at


def _growth_problems(growth: Growth | None, now: Checkpoint, key: VerifierKey) -> Iterator[Problem]:
    if growth is None:
        return
    opened = _opened(growth.checkpoint)
    if opened is None:
        yield Problem(where="consistency.checkpoint", problem=_NOT_A_CHECKPOINT)
        return
    note, earlier = opened
    yield from _signature_problems(note, earlier, key, "consistency.checkpoint")
    if len(note.signatures) != 1:
        yield Problem(where="consistency.checkpoint", problem="expected the log's signature and no other")
    if not proves_consistency(
        earlier=earlier.size, size=now.size, earlier_root=earlier.root, root=now.root, proof=growth.proof
    ):
        yield Problem(where="consistency.proof", problem="the log did more than grow since then")


def _order_problems(evidence: Evidence) -> Iterator[Problem]:
    numbers = [entry.index for entry in evidence.events]
    # No events is no evidence, and no evidence is never a yes.
    if not numbers:
        yield Problem(where="events", problem="there is no event here: the bundle shows nothing")
    if numbers != sorted(set(numbers)):
        yield Problem(where="events", problem="the events are not in the order of the log, each once")


def _event_problems(evidence: Evidence, checkpoint: Checkpoint) -> Iterator[Problem]:
    for place, entry in enumerate(evidence.events):
        for part, problem in problems_of(entry, checkpoint):
            yield Problem(where=f"events[{place}].{part}", problem=problem)


def problems_of(entry: Entry, checkpoint: Checkpoint) -> Iterator[tuple[str, str]]:
    """What is wrong with one event under this checkpoint: which field, and what. Steps (5) and (6)."""
    if not _kept_its_word(entry):
        yield "payload", "this is not what was recorded"
    if not proves_inclusion(
        index=entry.index,
        size=checkpoint.size,
        leaf=entry.leaf.hash(),
        proof=entry.proof,
        root=checkpoint.root,
    ):
        yield "proof", "this event is not in the log"


def _kept_its_word(entry: Entry) -> bool:
    if entry.payload is None or entry.salt is None:
        return True
    recorded = commitment(entry.payload, salt=entry.salt)
    return entry.payload["kind"] == entry.leaf.kind and compare_digest(recorded, entry.leaf.commitment)


def _stamps(
    evidence: Evidence, note: SignedNote, key: VerifierKey, tsa: Sequence[Certificate]
) -> tuple[tuple[stamp.Stamp, ...], tuple[Problem, ...]]:
    """What the time stamps say, and what is wrong with them."""
    earlier = _opened(evidence.consistency.checkpoint) if evidence.consistency else None
    over = [stamp.stamped_text(each, key) for each in (note, *([earlier[0]] if earlier else []))]
    said, problems = list[stamp.Stamp](), list[Problem]()
    for place, token in enumerate(evidence.time_stamps):
        try:
            said.append(stamp.judged(token, over, roots=tsa))
        except stamp.StampDoesNotHold as wrong:
            problems.append(Problem(where=f"time_stamps[{place}]", problem=str(wrong)))
    return tuple(said), tuple(problems)
