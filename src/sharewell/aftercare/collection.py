"""The collection of a parcel: once, against a code, by somebody who says who they are and accepts the terms.

    OFFERED --collect--> COLLECTED
    OFFERED --revoke---> REVOKED --a new link--> OFFERED

The link goes to the recipient one way and the code another. The office keeps neither, only what they hash to. After
five wrong codes, or after fourteen days, the link is dead and a case handler makes a new one. A download that breaks
off is gone on with for a day, in the browser that collected: it is the one collection still.

A parcel is handed over when all of this is true, in this order:
 (0) it has not been collected
 (1) the link is neither expired nor locked
 (2) the code is the one that was made
 (3) a person gives their name and post, and accepts the terms (what left under a determination has none: OPCC 2.1)
 (4) nobody else collected it in the meantime (the office sees to that, by compare-and-swap)
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide

OPEN_FOR = timedelta(days=14)
RESUME_FOR = timedelta(days=1)
MOST_ATTEMPTS = 5
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that is read out as another
CODE_LENGTH = 10
_ROUNDS = 100_000


class State(StrEnum):
    OFFERED = "offered"
    COLLECTED = "collected"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A parcel that waits for its recipient. `code_hash` is all that is known of the code; `attempts` were wrong.

    `terms` is whether there are any to accept.
    """

    release: str
    recipient: str
    state: State
    expires_at: datetime
    code_hash: str
    code_salt: bytes
    attempts: int = 0
    collected_at: datetime | None = None
    terms: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What the person who collects says: the code, who they are, and that they accept the terms."""

    code: str
    name: str
    post: str
    accepts: bool


def collect(collection: Collection, acceptance: Acceptance, *, at: datetime) -> Outcome:
    """Hand the parcel over, with every reason if not. The code is looked at only while the link is alive."""
    refusals = tuple(_dead(collection, at)) or tuple(_lacking(collection, acceptance))
    return decide(refusals, *_events(collection, acceptance, at))


def resume(collection: Collection, *, at: datetime) -> Outcome:
    """Go on with the download of what was collected. Whose browser it was, the office sees to."""
    found = collection.collected_at
    refusals = [] if found and at < found + RESUME_FOR else [_too_late()]
    event = Event(kind="release.resumed", about=collection.release, by="recipient", at=at)
    return decide(refusals, event)


def _too_late() -> Refusal:
    hours = RESUME_FOR // timedelta(hours=1)
    return Refusal(
        rule=rulebook.COLLECTED_ONCE,
        reason=f"A download is gone on with for {hours} hours after the collection, and they are over.",
        remedy="Tell the office that the file did not arrive: it can be released again.",
    )


def is_alive(collection: Collection, *, at: datetime) -> tuple[Refusal, ...]:
    """Every reason why nobody can collect this parcel by this link any more."""
    return tuple(_dead(collection, at))


def wrong_code(collection: Collection, acceptance: Acceptance) -> bool:
    """Whether this was an attempt with a wrong code, which counts towards the lock."""
    return not code_matches(acceptance.code, hashed=collection.code_hash, salt=collection.code_salt)


def hash_of(code: str, *, salt: bytes) -> str:
    """What the office keeps of a code: slow to try out, and good for this one parcel only."""
    return hashlib.pbkdf2_hmac("sha256", _plain(code).encode(), salt, _ROUNDS).hex()


def code_matches(code: str, *, hashed: str, salt: bytes) -> bool:
    """Capitals, spaces and hyphens do not matter: codes are read out over the telephone."""
    return hmac.compare_digest(hash_of(code, salt=salt), hashed)


def grouped(code: str) -> str:
    """A code as it is shown: in two halves."""
    return f"{code[: len(code) // 2]}-{code[len(code) // 2 :]}"


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _dead(collection: Collection, at: datetime) -> Iterator[Refusal]:
    if collection.state is State.COLLECTED:
        yield Refusal(
            rule=rulebook.COLLECTED_ONCE,
            reason="This parcel has been collected already.",
            remedy="If it was not you or a colleague, tell the office at once: it may be a personal data breach.",
        )
        return
    if collection.state is State.REVOKED:
        yield Refusal(
            rule=rulebook.COLLECTED_IN_TIME,
            reason="The office has taken this link back.",
            remedy="Ask the office whether there is something for you to collect.",
        )
        return
    if at >= collection.expires_at:
        yield Refusal(
            rule=rulebook.COLLECTED_IN_TIME,
            reason="The link has expired.",
            remedy="Ask the office for a new link and a new code.",
        )
    if collection.attempts >= MOST_ATTEMPTS:
        yield Refusal(
            rule=rulebook.COLLECTED_WITH_THE_CODE,
            reason=f"The link is locked after {MOST_ATTEMPTS} wrong codes.",
            remedy="Ask the office for a new link and a new code.",
        )


def _lacking(collection: Collection, acceptance: Acceptance) -> Iterator[Refusal]:
    if wrong_code(collection, acceptance):
        yield Refusal(
            rule=rulebook.COLLECTED_WITH_THE_CODE,
            reason="The code is not the one that belongs to this link.",
            remedy="Check the code with the person who gave it to you.",
        )
    for what, said in (("name", acceptance.name), ("post", acceptance.post)):
        if not said.strip():
            yield Refusal(
                rule=rulebook.STANDARD_TERMS_ACCEPTED,
                reason=f"You have not given your {what}.",
                remedy=f"Enter your {what}: whoever collects a parcel answers for it.",
            )
    if collection.terms and not acceptance.accepts:
        yield Refusal(
            rule=rulebook.STANDARD_TERMS_ACCEPTED,
            reason="You have not accepted the terms.",
            remedy="Read the terms and tick the box, or tell the office why you cannot.",
        )


def _events(collection: Collection, acceptance: Acceptance, at: datetime) -> Iterator[Event]:
    who = {
        "name": acceptance.name.strip(),
        "post": acceptance.post.strip(),
        "recipient": collection.recipient,
    }
    kinds = ("terms.accepted", "release.delivered") if collection.terms else ("release.delivered",)
    for kind in kinds:
        yield Event(kind=kind, about=collection.release, by="recipient", at=at, details=dict(who))
