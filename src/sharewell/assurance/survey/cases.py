"""A flow that nobody agreed to, until it is stopped or agreed. While neither is so, it is paused.

    PAUSED --stop--------------------------------> STOPPED
      |  ^---the decision's last day has passed---.
      |---a one-off decision is approved----> INTERIM
      '---an agreement is in force----------------> COVERED

Interim authority is nothing of its own: it is a one-off decision through S0 to S12, with a last day. So whether a case
is paused is never written down; it follows each day from whether there is an authority (OPCC 2.1, 6.1; WMFS 2.0).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sharewell.assurance.survey.matching import Finding
from sharewell.assurance.survey.roster import KEEPERS
from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

PREPARERS = KEEPERS | {Role.HANDLER, Role.OWNER}  # who may begin an agreement or a request from a case
TIME_TO_SETTLE = timedelta(days=30)
SYSTEMATIC, ONE_OFF = ("SYSTEMATIC", "A0"), ("ONE_OFF", "S0")


class State(StrEnum):
    """How a case stands today."""

    PAUSED = "paused"
    INTERIM = "interim"
    STOPPED = "stopped"
    COVERED = "covered"

    @property
    def settled(self) -> bool:
        return self in (State.STOPPED, State.COVERED)


class Step(StrEnum):
    """What is done about it. The value is the second half of the event's kind."""

    STOP = "stopped"
    ASK = "interim_asked"
    DRAFT = "agreement_begun"
    COVER = "covered"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowCase:
    """One case. `request` is the one-off request for interim authority, `agreement` the agreement it will go under."""

    reference: str
    team: str
    finding: Finding
    answerers: frozenset[str]
    how_often: str
    action: str = ""
    request: str = ""
    agreement: str = ""
    ended: Step | None = None
    ended_on: date | None = None

    @property
    def route(self) -> tuple[str, str]:
        """Which way it is agreed, and the stage at which that begins: what happens again needs an agreement."""
        return ONE_OFF if self.how_often == "once" else SYSTEMATIC


def state(case: FlowCase, *, live: Mapping[str, date | None]) -> State:
    """How it stands. `live` are the authorities in force today with their last days: none of them is no authority."""
    if case.ended:
        return State.STOPPED if case.ended is Step.STOP else State.COVERED
    return State.INTERIM if case.request and case.request in live else State.PAUSED


def stop(case: FlowCase, *, why: str, by: Actor, at: datetime) -> Outcome:
    """The team stops it for good, and says what became of the data."""
    return decide(
        (*_is_open(case), *_whose(case, by), *_words(why)), _event(case, Step.STOP, by, at, why=why)
    )


def ask(case: FlowCase, *, request: str, by: Actor, at: datetime) -> Outcome:
    """A one-off request was opened for it: while that is approved, and until its last day, it may go on."""
    return decide((*_is_open(case), *_prepares(case, by)), _event(case, Step.ASK, by, at, request=request))


def draft(case: FlowCase, *, agreement: str, by: Actor, at: datetime) -> Outcome:
    """An agreement was begun for it. A draft lets nothing leave."""
    return decide(
        (*_is_open(case), *_prepares(case, by)), _event(case, Step.DRAFT, by, at, agreement=agreement)
    )


def cover(
    case: FlowCase, *, agreement: str, live: Mapping[str, date | None], by: Actor, at: datetime
) -> Outcome:
    """It goes under this agreement from now on. Only one that is in force today; said by who keeps the register."""
    return decide(
        (*_is_open(case), *_keeps(by), *_in_force(agreement, live)),
        _event(case, Step.COVER, by, at, agreement=agreement),
    )


def apply(case: FlowCase, event: Event) -> FlowCase:
    step, told = Step(event.kind.partition(".")[2]), event.details
    match step:
        case Step.ASK:
            return replace(case, request=str(told["request"]))
        case Step.DRAFT:
            return replace(case, agreement=str(told["agreement"]))
        case Step.COVER:
            return replace(case, agreement=str(told["agreement"]), ended=step, ended_on=event.at.date())
        case Step.STOP:
            return replace(case, ended=step, ended_on=event.at.date())


def settled(case: FlowCase) -> str:
    """In a sentence, what the action that was opened for it closes with."""
    return "The sharing was stopped." if case.ended is Step.STOP else f"It goes under {case.agreement} now."


def _event(case: FlowCase, step: Step, by: Actor, at: datetime, **details: JSON) -> Event:
    return Event(kind=f"flow.{step.value}", about=case.reference, by=by.person, at=at, details=details)


def _is_open(case: FlowCase) -> Iterator[Refusal]:
    if case.ended:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason="This case is settled.",
            remedy="Nothing needs to be done. If the data is shared again, declare it in the next survey.",
        )


def _whose(case: FlowCase, by: Actor) -> Iterator[Refusal]:
    if by.person not in case.answerers and not by.roles & KEEPERS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="This is for the team that declared it, or for who keeps the register.",
            remedy="Ask the team's respondent, or the register keeper.",
        )


def _prepares(case: FlowCase, by: Actor) -> Iterator[Refusal]:
    if not by.roles & PREPARERS:
        yield from _whose(case, by)


def _keeps(by: Actor) -> Iterator[Refusal]:
    if not by.roles & KEEPERS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="That an agreement covers it is said by who keeps the register.",
            remedy="Ask the register keeper or the Data Protection Officer.",
        )


def _in_force(agreement: str, live: Mapping[str, date | None]) -> Iterator[Refusal]:
    if agreement not in live:
        yield Refusal(
            rule=rulebook.FLOW_UNREGISTERED,
            reason="No agreement of that reference is in force today.",
            remedy="Have it signed first. Until then the sharing is paused, or goes on under a one-off decision.",
            where="agreement",
        )


def _words(why: str) -> Iterator[Refusal]:
    if not why.strip():
        yield Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason="Nothing was written.",
            remedy="Say what was stopped, from when, and what becomes of the data that were shared.",
            where="why",
        )
