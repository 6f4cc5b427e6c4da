"""Telling everybody who holds a person's data that something about them changed (UK GDPR Article 19; OPCC 3.4(c)).

data corrected, erased, restricted, or consent withdrawn
  -> every parcel that held the person       (the subject index)
  -> a notice for each copy that is not gone: SENT --acknowledge--> ACKNOWLEDGED
  -> no answer in five working days: the recipient's data protection officer is told, and nothing more is released

The same holds the other way round. Who gave us data tells us of a change; it is taken down for the copy that we hold,
carried out, and acknowledged to them within the same five working days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sharewell.aftercare.retention import Copy, State
from sharewell.policy import rulebook
from sharewell.register.card import DutyKind
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.working_days import working_days_after

ACKNOWLEDGE_WITHIN = 5  # working days
MAY_NOTIFY = frozenset({Role.HANDLER, Role.DPO})
# The recipient's own people; and ours, where a word came another way, or the change was ours to carry out.
MAY_ACKNOWLEDGE = frozenset({Role.RECIPIENT, Role.HANDLER, Role.OWNER, Role.DPO, Role.REGISTER_KEEPER})
MAY_LOOK_UP = frozenset({Role.HANDLER, Role.DPO})  # those who answer subject access requests, and the DPO


class Change(StrEnum):
    """What happened to the person's data with us."""

    CORRECTED = "corrected"
    ERASED = "erased"
    RESTRICTED = "restricted"
    CONSENT_WITHDRAWN = "consent_withdrawn"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def theirs(self) -> str:
        """The same, where it is somebody else's data and we hold a copy."""
        return _THEIRS[self]

    @property
    def duty(self) -> DutyKind:
        """What its recipients owe us from then on."""
        stop = (Change.RESTRICTED, Change.CONSENT_WITHDRAWN)
        return DutyKind.STOP_USE if self in stop else DutyKind.CORRECTION


_LABELS = {
    Change.CORRECTED: "Something was wrong, and we corrected it (Article 16)",
    Change.ERASED: "We erased it (Article 17)",
    Change.RESTRICTED: "Its use is restricted (Article 18)",
    Change.CONSENT_WITHDRAWN: "The person withdrew their consent (Article 7(3))",
}


_THEIRS = {
    Change.CORRECTED: "Something was wrong, and they corrected it (Article 16)",
    Change.ERASED: "They erased it (Article 17)",
    Change.RESTRICTED: "Its use is restricted (Article 18)",
    Change.CONSENT_WITHDRAWN: "The person withdrew their consent (Article 7(3))",
}


class NoticeState(StrEnum):
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One recipient told about one copy; `inbound` where we were told, about a copy that came from `party`."""

    correction: str
    release: str
    party: str
    state: NoticeState
    due: date
    inbound: bool = False


def due(on: date, proclaimed: frozenset[date]) -> date:
    """The day by which a notice must be acknowledged."""
    return working_days_after(on, ACKNOWLEDGE_WITHIN, proclaimed)


def notify(
    reference: str, change: Change, *, says: str, releases: Sequence[str], by: Actor, at: datetime
) -> Outcome:
    """Send notices for these copies, with every reason if not. What the notice says stays off the record."""
    refusals = [*_may(by, MAY_NOTIFY), *_trained(by, at)]
    if not says.strip():
        refusals.append(
            Refusal(
                rule=rulebook.RECIPIENTS_TOLD,
                reason="The notice does not say what the recipient must do.",
                remedy="Say whose entry it is, and what must be changed, deleted or no longer used.",
            )
        )
    if not releases:
        refusals.append(
            Refusal(
                rule=rulebook.RECIPIENTS_TOLD,
                reason="No copy that somebody still holds has this person in it.",
                remedy="Check the identifiers. If they are right, nobody has to be told.",
            )
        )
    kinds = ["consent.withdrawn"] if change is Change.CONSENT_WITHDRAWN else []
    said = {"change": change.value, "copies": len(releases)}
    events = [Event(kind=kind, about=reference, by=by.person, at=at) for kind in kinds]
    events += [
        Event(
            kind="correction.sent",
            about=release,
            by=by.person,
            at=at,
            details=said | {"correction": reference},
        )
        for release in releases
    ]
    return decide(refusals, *events)


def take_down(
    reference: str,
    change: Change,
    *,
    says: str,
    copy: Copy,
    told_on: date,
    by: Actor,
    at: datetime,
    giver: str = "",
) -> Outcome:
    """Take down a change that whoever gave us this copy told us of, with every reason if not.

    `giver` is the party whose own person says it; nobody but ours takes down what was said another way.
    """
    refusals = [] if giver and giver == copy.party else list(_may(by, MAY_NOTIFY))
    if not copy.inbound or copy.state is State.GONE:
        refusals.append(
            Refusal(
                rule=rulebook.RECIPIENTS_TOLD,
                reason=f"{copy.reference} is no copy of somebody else's data that we hold.",
                remedy="Choose the copy that came in. If it was destroyed, tell them so.",
            )
        )
    if not says.strip():
        refusals.append(
            Refusal(
                rule=rulebook.RECIPIENTS_TOLD,
                reason="It does not say what we must do.",
                remedy="Say which entry it is, and what must be changed, deleted or no longer used.",
            )
        )
    if not copy.received_on <= told_on <= at.date():
        refusals.append(
            Refusal(
                rule=rulebook.RECIPIENTS_TOLD,
                reason="They told us before we had the data, or on a day still to come.",
                remedy="Correct the day.",
            )
        )
    details = {
        "change": change.value,
        "correction": reference,
        "party": copy.party,
        "told_on": told_on.isoformat(),
    }
    event = Event(kind="correction.received", about=copy.reference, by=by.person, at=at, details=details)
    return decide(refusals, event)


def may_look_up(by: Actor, *, because: str, at: datetime) -> tuple[Refusal, ...]:
    """Every reason why this person may not ask who holds somebody's data."""
    refusals = [*_may(by, MAY_LOOK_UP), *_trained(by, at), *_of_the_whole_office(by)]
    if not because.strip():
        refusals.append(
            Refusal(
                rule=rulebook.LOOKED_UP_FOR_A_REASON,
                reason="You have not said what you ask for.",
                remedy="Give the reference of the request, complaint or case. It is on the record with your name.",
            )
        )
    return tuple(refusals)


def _of_the_whole_office(by: Actor) -> Iterator[Refusal]:
    """Half an answer to a person would be a wrong one, and of the other half nobody may hear whose post ends before."""
    held = by.roles & MAY_LOOK_UP
    if held and all(by.area_of(role) for role in held):
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Who holds somebody's data is asked of every data set, and your post reaches some.",
            remedy="Ask the Data Protection Officer, or a case handler of the whole office.",
        )


def _not_yours() -> Refusal:
    return Refusal(
        rule=rulebook.NOT_YOUR_STEP,
        reason="A notice is acknowledged by the recipient, or for them by those who handle the data set.",
        remedy="Ask a case handler.",
    )


def acknowledge(notice: Notice, *, name: str, post: str, done: bool, by: Actor, at: datetime) -> Outcome:
    """Take the recipient's word that it was done, with every reason if it does not do."""
    refusals = [] if by.roles & MAY_ACKNOWLEDGE else [_not_yours()]
    if notice.state is NoticeState.ACKNOWLEDGED:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason="This notice was acknowledged already.",
                remedy="Nothing more is needed.",
            )
        )
    if not (name.strip() and post.strip() and done):
        refusals.append(
            Refusal(
                rule=rulebook.RECIPIENTS_TOLD,
                reason="A notice is acknowledged by name and post, once it was carried out in every copy.",
                remedy="Carry it out, fill in both, and tick the statement.",
            )
        )
    details = {
        "correction": notice.correction,
        "name": name.strip(),
        "post": post.strip(),
        "party": notice.party,
    }
    event = Event(
        kind="correction.carried_out" if notice.inbound else "correction.acknowledged",
        about=notice.release, by=by.person, at=at, details=details,
    )  # fmt: skip
    if notice.inbound:  # it was ours to do: nothing was owed to us
        return decide(refusals, event)
    cleared = {"party": notice.party}
    return decide(
        refusals,
        event,
        Event(kind="duty.cleared", about=notice.release, by=by.person, at=at, details=cleared),
    )


def _may(by: Actor, roles: frozenset[Role]) -> list[Refusal]:
    if by.roles & roles:
        return []
    return [
        Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="This belongs to the Data Protection Officer and to those who handle requests.",
            remedy="Ask one of them.",
        )
    ]


def _trained(by: Actor, at: datetime) -> list[Refusal]:
    if by.trained(at.date()):
        return []
    return [
        Refusal(
            rule=rulebook.TRAINING_CURRENT,
            reason="Your data protection training is not current.",
            remedy="Complete the training, or ask a trained colleague.",
        )
    ]
