"""How long a copy may be kept, who is reminded when, and what shows that it is gone.

    HELD --certify--> GONE         a signed certificate of destruction, or of return
    HELD --hold--> ON_HOLD --lift--> HELD      a legal hold: nobody destroys anything, on either side

The same clock runs for a copy that a recipient has of our data and for one that we have of theirs. Reminders go out
30 and 7 working days before the last day, on it, and 5 working days after; on the tenth the certificate is overdue, and
whoever has not given it receives nothing more (OPCC 3.4(d)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.register.card import CERTIFICATE_WITHIN
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.when import Period
from sharewell.vocabulary.working_days import working_days_after

LADDER = (-30, -7, 0, 5, CERTIFICATE_WITHIN)  # working days from the last day
OVERDUE = len(LADDER)
SIGNED = 2


def destroy_by(released_on: date, *, retention: Period | None, given: date | None) -> date:
    """The last day the recipient may hold the data: the earlier of release + period and the given date.

    Raises `NobodySaidWhen` when neither was agreed; the gate lets no such file out (G10).
    """
    after_period = retention.after(released_on) if retention else None
    days = [day for day in (after_period, given) if day is not None]
    if not days:
        raise NobodySaidWhen
    return min(days)


def least_level(asked: int | None, *, special_category: bool, bulk: bool) -> int:
    """How sure a certificate must be: as was agreed, but special category data and bulk at least a signed one."""
    floor = SIGNED if special_category or bulk else 1
    return max(floor, SIGNED if asked is None else asked)


class NobodySaidWhen(Exception):
    """Data left without anybody having agreed when they are destroyed."""


def certificate_due(destroy_by: date, proclaimed: frozenset[date]) -> date:
    """The day by which the certificate must be here."""
    return working_days_after(destroy_by, CERTIFICATE_WITHIN, proclaimed)


def rung(destroy_by: date, on: date, proclaimed: frozenset[date]) -> int:
    """How many of the reminders are due by that day: 0 for none, `OVERDUE` for all of them."""
    return sum(working_days_after(destroy_by, offset, proclaimed) <= on for offset in LADDER)


# --- a copy -----------------------------------------------------------------------------------------------------------
class State(StrEnum):
    HELD = "held"
    ON_HOLD = "on_hold"
    GONE = "gone"


class Method(StrEnum):
    """What was done to the media, in the words of NIST SP 800-88; or the copy was given back."""

    CLEAR = "clear"
    PURGE = "purge"
    DESTROY = "destroy"
    RETURN = "return"

    @property
    def label(self) -> str:
        return _METHODS[self]


_METHODS = {
    Method.CLEAR: "Clear: overwritten, or reset, so that no ordinary tool brings it back",
    Method.PURGE: "Purge: erased so that no laboratory brings it back (crypto-erase counts)",
    Method.DESTROY: "Destroy: the media themselves were shredded, melted or burnt",
    Method.RETURN: "Returned to the office, with nothing kept",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy of data that somebody must destroy: theirs of ours after a release, or ours of theirs (`inbound`).

    `least_level` is how sure we must be that it is gone: 1 a statement, 2 a signed certificate, 3 a certificate with
    evidence, 4 audited. Special category data and bulk need 2 at least, and so does everything unless agreed otherwise.
    """

    reference: str
    party: str
    inbound: bool
    state: State
    received_on: date
    destroy_by: date
    least_level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What somebody signs: that every copy is gone, how, when, by whom, and what was kept and why.

    `copies` says where copies were (devices, backups, those passed on). `evidence` is the reference of a log, a
    photograph or a proof of crypto-erasure; with it the certificate is of level 3. `audit` says who, other than whoever
    did it, audited that evidence, and where their report is; with it, of level 4.
    """

    copies: str
    method: Method | None
    standard: str
    destroyed_on: date | None
    name: str
    post: str
    witness: str = ""
    kept: str = ""
    evidence: str = ""
    audit: str = ""
    signed: bool = False

    @property
    def level(self) -> int:
        if not self.signed:
            return 1
        if not self.evidence.strip():
            return 2
        return 4 if self.audit.strip() else 3


def certify(copy: Copy, certificate: Certificate, *, by: Actor, at: datetime, on: date) -> Outcome:
    """Take a certificate, with every reason if it does not do."""
    details = {
        "method": certificate.method.value if certificate.method else "",
        "level": certificate.level,
        "destroyed_on": certificate.destroyed_on.isoformat() if certificate.destroyed_on else "",
        "party": copy.party,
    }
    return decide(
        (*_state(copy), *_lacking(certificate), *_when(copy, certificate, on), *_sure(copy, certificate)),
        Event(kind="retention.certified", about=copy.reference, by=by.person, at=at, details=details),
        Event(kind="duty.cleared", about=copy.reference, by=by.person, at=at, details={"party": copy.party}),
    )


def _state(copy: Copy) -> Iterator[Refusal]:
    if copy.state is State.GONE:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"There is a certificate for {copy.reference} already.",
            remedy="Nothing more is needed. If it was wrong, tell the office.",
        )
    if copy.state is State.ON_HOLD:
        yield Refusal(
            rule=rulebook.HELD_FOR_THE_LAW,
            reason=f"{copy.reference} is on hold: nothing of it may be destroyed.",
            remedy="Keep it. If something was destroyed already, report it as an incident at once.",
        )


_SAID = {
    "copies": "where every copy was, backups and copies passed on included",
    "standard": "the standard or procedure that was followed",
    "name": "who did it",
    "post": "the post of whoever did it",
}


def _lacking(certificate: Certificate) -> Iterator[Refusal]:
    lacks = [words for name, words in _SAID.items() if not getattr(certificate, name).strip()]
    lacks += ["the method"] if certificate.method is None else []
    lacks += ["the day"] if certificate.destroyed_on is None else []
    for words in lacks:
        yield _incomplete(f"The certificate does not say {words}.", "Fill it in.")
    if not certificate.signed:
        yield _incomplete(
            "The certificate is not signed.", "Tick the statement: your name and post stand for it."
        )


def _incomplete(reason: str, remedy: str) -> Refusal:
    return Refusal(rule=rulebook.CERTIFIED_DESTRUCTION, reason=reason, remedy=remedy)


def _when(copy: Copy, certificate: Certificate, on: date) -> Iterator[Refusal]:
    day = certificate.destroyed_on
    if day and not copy.received_on <= day <= on:
        yield _incomplete(
            "The day of destruction is before the data were received, or still to come.", "Correct the day."
        )


def _sure(copy: Copy, certificate: Certificate) -> Iterator[Refusal]:
    if certificate.signed and certificate.level < copy.least_level:
        yield _incomplete(
            f"This copy needs a certificate of level {copy.least_level}, and this is one of level {certificate.level}.",
            _SURER[certificate.level],
        )


_SURER = {
    2: "Give the reference of the evidence: a log, a photograph, a proof of crypto-erasure.",
    3: "Have the evidence audited, and say by whom and where their report is.",
}


def hold(copy: Copy, *, reason: str, by: Actor, at: datetime) -> Outcome:
    """Stop disposal on both sides (an inquiry, litigation: Inquiries Act 2005 s.35)."""
    refusals = [*_may_hold(by), *_from(copy, State.HELD)]
    if not reason.strip():
        refusals.append(_reasons())
    event = Event(
        kind="retention.held", about=copy.reference, by=by.person, at=at, details={"party": copy.party}
    )
    return decide(refusals, event)


def lift(copy: Copy, *, by: Actor, at: datetime) -> Outcome:
    """Let the clock run on."""
    event = Event(kind="retention.hold_lifted", about=copy.reference, by=by.person, at=at)
    return decide([*_may_hold(by), *_from(copy, State.ON_HOLD)], event)


def _may_hold(by: Actor) -> Iterator[Refusal]:
    if not by.roles & {Role.DPO, Role.CHIEF_EXECUTIVE}:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="A hold is put on and lifted by the Data Protection Officer or the chief executive.",
            remedy="Ask one of them.",
        )


def _from(copy: Copy, state: State) -> Iterator[Refusal]:
    if copy.state is not state:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"{copy.reference} is {copy.state.replace('_', ' ')}.",
            remedy="Look at its page for what can be done now.",
        )


def _reasons() -> Refusal:
    return Refusal(
        rule=rulebook.REASONS_GIVEN,
        reason="A hold gives its reason.",
        remedy="Say which inquiry or case it is for.",
    )
