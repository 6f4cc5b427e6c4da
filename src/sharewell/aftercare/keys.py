"""The key that a recipient's parcels are sealed to: given to us, verified by another channel, good for two years.

    (given) --give--> WAITING --verify--> on the party's card --two years--> seals nothing any more
                      WAITING --decline--> gone
    on the card --give up--> none: it was lost, or somebody else may have it

Whoever gave it does not verify it. The recipient is rung at a number that we know from elsewhere and reads out the
check (of an OpenPGP key its fingerprint, as their own program shows it); what is typed must be what the key gives (OPCC
7.3). A new key takes the place of the old one of its kind once verified: until then parcels go on being sealed to that.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sharewell.policy import rulebook
from sharewell.register.party import KeyKind, Party, PartyKey
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

ALGORITHM = {KeyKind.AGE: "age X25519", KeyKind.OPENPGP: "OpenPGP"}
MAY_VERIFY = frozenset({Role.HANDLER, Role.REGISTER_KEEPER})
_SHAPE = re.compile(r"age1[02-9ac-hj-np-z]{58}")  # an age X25519 recipient, in Bech32


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenKey:
    """A key that somebody gave us for a party, and that nobody has verified yet. `check` is what they read out."""

    party: str
    kind: KeyKind
    key: str
    check: str
    given_by: str


def kind_of(text: str) -> KeyKind:
    """Which kind of key somebody pasted: an OpenPGP one is a block with lines around it."""
    return KeyKind.OPENPGP if "-----BEGIN PGP" in text else KeyKind.AGE


def check_of(key: str) -> str:
    """What is read out of an age key: the first 80 bits of its SHA-256, in fours."""
    return in_fours(hashlib.sha256(key.strip().encode()).hexdigest()[:20])


def in_fours(digits: str) -> str:
    """Hexadecimal digits as they are read out on the telephone."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4)).upper()


def give(party: Party, kind: KeyKind, key: str, *, problem: str = "", by: Actor, at: datetime) -> Outcome:
    """Take a key down for a party, with every reason if it is none.

    `problem` says why nothing can be encrypted to it, found out by whoever can try.
    """
    # Without the check: whoever rings them must hear it, and read it nowhere.
    event = Event(
        kind="key.given", about=party.reference, by=by.person, at=at, details={"algorithm": ALGORITHM[kind]}
    )
    return decide(tuple(_no_key(party, kind, key.strip(), problem)), event)


_GIVE = {
    KeyKind.AGE: "Paste the public half, whole: it begins with age1 and has 62 letters and digits. Never the secret "
    "half.",
    KeyKind.OPENPGP: "Export the public half in letters (gpg --armor --export-options export-minimal --export), and "
    "paste the whole block.",
}


def _no_key(party: Party, kind: KeyKind, key: str, problem: str) -> Iterator[Refusal]:
    if problem or (kind is KeyKind.AGE and not _SHAPE.fullmatch(key)):
        yield Refusal(
            rule=rulebook.KEY_VERIFIED,
            reason=f"This is not an {kind.label} key that can be used{problem and ': '}{problem}.",
            remedy=_GIVE[kind],
        )
    elif key == party.key(kind).text:
        yield Refusal(
            rule=rulebook.KEY_VERIFIED,
            reason="This is the key that is on file already.",
            remedy="Make a new one. A key is good for two years.",
        )


def verify(given: GivenKey, *, read_out: str, how: str, by: Actor, at: datetime) -> Outcome:
    """Put a given key on the card, with every reason if it must not be."""
    refusals = (*_may_verify(given, by), *_heard(given, read_out, how))
    event = _event("key.verified", given, by, at, how=how.strip())
    return decide(refusals, event)


def verified(party: Party, given: GivenKey, *, on: date) -> Party:
    """The party with that key on its card."""
    return party.with_key(given.kind, PartyKey(text=given.key, verified_on=on))


def _may_verify(given: GivenKey, by: Actor) -> Iterator[Refusal]:
    if not by.roles & MAY_VERIFY:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Keys are verified by case handlers and the register keeper.",
            remedy="Ask one of them.",
        )
    elif given.given_by in by.accounts:
        yield Refusal(
            rule=rulebook.KEY_VERIFIED,
            reason="You gave this key; somebody else verifies it.",
            remedy="Ask a colleague to ring the recipient.",
        )


def _heard(given: GivenKey, read_out: str, how: str) -> Iterator[Refusal]:
    if not _plain(given.check) or _plain(read_out) != _plain(given.check):
        yield Refusal(
            rule=rulebook.KEY_VERIFIED,
            reason="What was read out to you is not what this key gives.",
            remedy="Have it read out again. If it stays different, the key on file is not theirs: decline it, and tell "
            "the DPO.",
        )
    if not how.strip():
        yield Refusal(
            rule=rulebook.KEY_VERIFIED,
            reason="You have not said how you reached them.",
            remedy="Say whom you rang, at which number, and where you had the number from.",
        )


def _plain(said: str) -> str:
    return "".join(letter for letter in said.upper() if letter.isalnum())


def decline(given: GivenKey, *, by: Actor, at: datetime) -> Outcome:
    """Throw a given key away."""
    event = _event("key.declined", given, by, at)
    return decide(
        tuple(each for each in _may_verify(given, by) if each.rule is rulebook.NOT_YOUR_STEP), event
    )


def give_up(party: Party, kind: KeyKind, *, why: str, by: Actor, at: datetime) -> Outcome:
    """Take the key off the card at once. Either side may, and need not wait for the other."""
    refusals = []
    if not party.key(kind).text:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason="There is no key on file.",
                remedy="Nothing need be done.",
            )
        )
    details = {"algorithm": ALGORITHM[kind], "why": why.strip()}
    return decide(
        refusals, Event(kind="key.given_up", about=party.reference, by=by.person, at=at, details=details)
    )


def _event(what: str, given: GivenKey, by: Actor, at: datetime, **more: str) -> Event:
    details = {"algorithm": ALGORITHM[given.kind], "check": given.check, **more}
    return Event(kind=what, about=given.party, by=by.person, at=at, details=details)
