"""Incidents with data that were shared: reported, assessed, looked into together, decided, closed with reasons (OPCC
7.4).

    SUSPECTED --assess--> ASSESSED --decide--> DECIDED --close--> CLOSED
                              ask and answer, as often as needed

Three clocks: when it happened, when it was reported to us, and when *we* became aware, from which 72 hours run (UK GDPR
Article 33). The recipient's own clock is theirs: a separate controller notifies for its own copy; ours is shown as a
precaution. An incident of ours with data that somebody gave us is told to them within 24 hours, as they must tell us.
How severe it is has a score (`severity`), which is a decision aid; a person decides, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sharewell.aftercare.severity import Inputs
from sharewell.policy import rulebook
from sharewell.register.card import Severity
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

REPORT_WITHIN = timedelta(hours=24)  # standard terms: the recipient tells us
NOTIFY_WITHIN = timedelta(hours=72)  # Article 33(1)
SYSTEM = "system"  # the office itself: what it sends with the report counts as told


class State(StrEnum):
    SUSPECTED = "suspected"
    ASSESSED = "assessed"
    DECIDED = "decided"
    CLOSED = "closed"


class Kind(StrEnum):
    ACTUAL = "actual"
    POTENTIAL = "potential"
    NEAR_MISS = "near_miss"

    @property
    def label(self) -> str:
        return {
            "actual": "It happened",
            "potential": "It may have happened",
            "near_miss": "It nearly happened",
        }[self]


class Whose(StrEnum):
    """Whose copy it was: it says who notifies."""

    OURS = "ours"
    PROCESSOR = "processor"
    JOINT = "joint"
    THEIRS = "theirs"

    @property
    def label(self) -> str:
        return _WHOSE[self]


_WHOSE = {
    Whose.OURS: "Ours: we notify",
    Whose.PROCESSOR: "Our processor's: we notify, and they tell us without undue delay",
    Whose.JOINT: "Held jointly: whoever the arrangement names notifies",
    Whose.THEIRS: "The recipient's own, as a separate controller: they notify; our clock is a precaution",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident as it stands. `band` is None until it was assessed; `open_questions` wait for the recipient.

    `inbound` says that it is ours, with data that `party` gave us; `giver_told_at` when they were told.
    """

    reference: str
    party: str
    kind: Kind
    whose: Whose
    state: State
    occurred_at: datetime
    reported_at: datetime
    aware_at: datetime | None = None
    band: Severity | None = None
    open_questions: int = 0
    inbound: bool = False
    giver_told_at: datetime | None = None

    @property
    def weighs_as(self) -> Severity:
        """How heavy it is on the recipient's card: until somebody assessed it, what may have happened counts as
        high."""
        if self.band is not None:
            return self.band
        return Severity.LOW if self.kind is Kind.NEAR_MISS else Severity.HIGH

    @property
    def regulator_by(self) -> datetime | None:
        return self.aware_at + NOTIFY_WITHIN if self.aware_at else None

    @property
    def decide_by(self) -> datetime:
        """Until when it is decided who is told: from the report, until somebody says when we became aware."""
        return (self.aware_at or self.reported_at) + NOTIFY_WITHIN

    @property
    def giver_by(self) -> datetime | None:
        """Until when whoever gave us the data must be told; None where it is not our incident with their data."""
        return self.reported_at + REPORT_WITHIN if self.inbound else None

    @property
    def prompt(self) -> bool:
        return self.reported_at - self.occurred_at <= REPORT_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody says happened: in words without anybody's name."""

    party: str
    kind: Kind
    occurred_at: datetime
    what: str
    release: str = ""
    inbound: bool = False


def report(reference: str, said: Report, *, by: Actor, at: datetime) -> Outcome:
    """Take a report, from anybody."""
    refusals = []
    if not said.what.strip():
        refusals.append(
            _lacking("The report does not say what happened.", "Say it in a sentence, without names.")
        )
    if said.occurred_at > at:
        refusals.append(_lacking("It is said to happen at a time still to come.", "Correct the time."))
    details: dict[str, Any] = {
        "party": said.party, "kind": said.kind.value, "occurred_at": said.occurred_at.isoformat(),
    }  # fmt: skip
    if said.inbound:
        details["with_data_of"] = said.party
    return decide(
        refusals, Event(kind="incident.reported", about=reference, by=by.person, at=at, details=details)
    )


def tell_giver(incident: Incident, *, how: str, by: Actor, at: datetime) -> Outcome:
    """Whoever gave us the data was told of our incident with them, with every reason if not."""
    refusals = list(_dpo(by)) if by.person != SYSTEM else []
    if not incident.inbound or incident.giver_told_at is not None:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason="It is no incident of ours with their data, or they were told already.",
                remedy="Nothing more is needed.",
            )
        )
    if not how.strip():
        refusals.append(_lacking("It does not say how they were told.", "Say whom you told, and how."))
    details = {"party": incident.party, "how": how.strip()}
    return decide(
        refusals,
        Event(kind="incident.giver_told", about=incident.reference, by=by.person, at=at, details=details),
    )


def assess(
    incident: Incident, inputs: Inputs, *, aware_at: datetime, whose: Whose, by: Actor, at: datetime
) -> Outcome:
    """Say how severe it is and when we became aware. It may be assessed again until it is closed."""
    refusals = [*_dpo(by), *_not_closed(incident)]
    if not incident.reported_at <= aware_at <= at and not incident.occurred_at <= aware_at <= at:
        refusals.append(_lacking("We became aware after it happened and before now.", "Correct the time."))
    if not inputs.within_their_scales:
        refusals.append(_lacking("A value is outside its scale.", "Choose from the scale."))
    details = {
        "score": str(inputs.score), "band": inputs.band.value, "unintelligible": inputs.unintelligible,
        "aware_at": aware_at.isoformat(), "whose": whose.value, "people": inputs.people,
    }  # fmt: skip
    return decide(
        refusals,
        Event(kind="incident.assessed", about=incident.reference, by=by.person, at=at, details=details),
    )


def ask(incident: Incident, *, what: str, by: Actor, at: datetime) -> Outcome:
    """Ask the recipient something: the standard terms bind them to help."""
    refusals = [*_dpo(by), *_not_closed(incident)]
    if not what.strip():
        refusals.append(_lacking("The question is empty.", "Say what you need, and in which form."))
    return decide(refusals, _event("incident.asked", incident, by, at))


def answer(incident: Incident, *, says: str, answered: bool, by: Actor, at: datetime) -> Outcome:
    """Take an answer: from the recipient's own people, or for them by those who handle the data set."""
    refusals = list(_not_closed(incident))
    if not by.roles & {Role.RECIPIENT, Role.HANDLER, Role.DPO}:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_YOUR_STEP,
                reason="A question about an incident is answered by those whom it was put to.",
                remedy="Ask the Data Protection Officer to put their answer down.",
            )
        )
    if answered:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason="That was answered already.",
                remedy="Nothing more is needed.",
            )
        )
    if not says.strip():
        refusals.append(_lacking("The answer is empty.", "Say what you found, or why you cannot."))
    return decide(refusals, _event("incident.cooperation", incident, by, at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """Whether the regulator (Article 33) and the people (Article 34) are told, each with the reasons."""

    regulator: bool
    regulator_why: str
    people: bool
    people_why: str
    late_why: str = ""


def settle(incident: Incident, decisions: Decisions, *, by: Actor, at: datetime) -> Outcome:
    """Decide who is told. A person does, with reasons for a no as for a yes; late needs reasons too (Article 33(1))."""
    refusals = [*_dpo(by), *_not_closed(incident)]
    if incident.band is None:
        refusals.append(_lacking("It was not assessed yet.", "Assess it first."))
    for who, why in (("the regulator", decisions.regulator_why), ("the people", decisions.people_why)):
        if not why.strip():
            refusals.append(_reasons(f"It gives no reasons about telling {who}."))
    by_when = incident.regulator_by
    if decisions.regulator and by_when and at > by_when and not decisions.late_why.strip():
        refusals.append(_reasons("The 72 hours have passed, and it does not say why."))
    details = {"regulator": decisions.regulator, "people": decisions.people}
    return decide(refusals, replace(_event("incident.settled", incident, by, at), details=details))


def close(incident: Incident, *, why: str, by: Actor, at: datetime) -> Outcome:
    """Close it: never silently."""
    refusals = list(_dpo(by))
    if incident.state is not State.DECIDED:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason="It is closed once it was assessed and decided who is told.",
                remedy="Take the steps before this one.",
            )
        )
    if incident.inbound and incident.giver_told_at is None:
        refusals.append(
            _lacking("Whoever gave us the data was not told.", "Tell them, and record whom and how.")
        )
    if incident.open_questions:
        refusals.append(
            _lacking("A question of ours is still open.", "Wait for the answer, or withdraw the question.")
        )
    if not why.strip():
        refusals.append(_reasons("It is closed without reasons."))
    return decide(refusals, _event("incident.closed", incident, by, at))


def _event(kind: str, incident: Incident, by: Actor, at: datetime) -> Event:
    return Event(kind=kind, about=incident.reference, by=by.person, at=at, details={"party": incident.party})


def _dpo(by: Actor) -> Iterator[Refusal]:
    if not by.has(Role.DPO):
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Incidents are assessed and closed by the Data Protection Officer.",
            remedy="Ask the Data Protection Officer.",
        )


def _not_closed(incident: Incident) -> Iterator[Refusal]:
    if incident.state is State.CLOSED:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"{incident.reference} is closed.",
            remedy="Report what is new as an incident of its own.",
        )


def _lacking(reason: str, remedy: str) -> Refusal:
    return Refusal(rule=rulebook.INCIDENT_COMPLETE, reason=reason, remedy=remedy)


def _reasons(reason: str) -> Refusal:
    return Refusal(
        rule=rulebook.REASONS_GIVEN, reason=reason, remedy="Give the reasons: they are kept in the register."
    )
