"""A team's return: what it says it shares, or that it shares nothing, signed by somebody of the team.

    SILENT --save--> BEGUN --sign--> ANSWERED
       |               |---sign nil--> NIL           (only with no flow written down)
       |---sign nil----'
       '---merge-----> MERGED                        (another team answers in its place)

Silence is never a nil return: nothing but a signature of the respondent, the deputy or a delegate makes a return count.
A return keeps the day it was first due, however often it is given more time (WMFS 0.2, 2.2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sharewell.assurance.survey.objections import (
    answers,
    answers_or_keeps,
    confirmed_by_hand,
    is_open,
    keeps,
    later,
    says_why,
    somebody,
    stands_above,
    takes_over,
    whole,
)
from sharewell.assurance.survey.record import Return, Standing, Step
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, decide
from sharewell.vocabulary.people import Actor
from sharewell.vocabulary.working_days import working_days_after

MOST_TIME = 20  # working days after the day it was first due: after that the line is told, whoever asks


def save(was: Return, *, by: Actor, at: datetime) -> Outcome:
    """May this person write something down in it? What they wrote is the caller's to keep."""
    return decide((*is_open(was), *answers(was, by)), _event(was, Step.SAVE, by, at))


def sign(was: Return, *, nil: bool, confirmed: bool, by: Actor, at: datetime) -> Outcome:
    """Sign the return: with every flow whole, or (`nil`) with none, and the sentence confirmed."""
    refusals = (*is_open(was), *answers(was, by), *confirmed_by_hand(confirmed), *whole(was, nil=nil))
    return decide(refusals, _event(was, Step.SIGN, by, at, nil=nil, flows=len(was.flows)))


def delegate(was: Return, *, to: str, here: frozenset[str], by: Actor, at: datetime) -> Outcome:
    """Let somebody else fill it in and sign it as well. The respondent still answers for it."""
    refusals = (*is_open(was), *answers(was, by), *somebody(to, here))
    return decide(refusals, _event(was, Step.DELEGATE, by, at, to=to))


def hand_on(was: Return, *, to: str, why: str, here: frozenset[str], by: Actor, at: datetime) -> Outcome:
    """Put another person in the respondent's place: "I am not the right person", or the respondent has left.

    `to` empty goes to the deputy and, where the deputy is who says so or has left, up the line: the return never
    belongs to nobody, and the ladder goes on.
    """
    given = to or successor(was, here=here)
    refusals = (*is_open(was), *answers_or_keeps(was, by), *somebody(given, here), *says_why(why))
    return decide(
        refusals,
        _event(was, Step.HAND_ON, by, at, to=given, why=why, **{"from": was.team.respondent}),
    )


def successor(was: Return, *, here: frozenset[str]) -> str:
    """Who answers when the respondent does not: the deputy, or the next of the line who is here ("" for nobody)."""
    after = (was.team.deputy, was.team.manager, was.team.head, was.team.director)
    return next((each for each in after if each in here and each != was.team.respondent), "")


def extend(
    was: Return, *, to: date, why: str, by: Actor, at: datetime, proclaimed: frozenset[date]
) -> Outcome:
    """Give it more time, once or more, up to `MOST_TIME` working days after the day it was first due."""
    last = working_days_after(was.first_due, MOST_TIME, proclaimed)
    refusals = (*is_open(was), *stands_above(was, by), *later(was, to, last), *says_why(why))
    details = {"from": was.due.isoformat(), "to": to.isoformat(), "why": why}
    return decide(refusals, _event(was, Step.EXTEND, by, at, **details))


def merge(was: Return, *, into: str, open_teams: frozenset[str], by: Actor, at: datetime) -> Outcome:
    """The team is part of another now, which answers for both.

    Only into a team whose return is still open: one that has signed did not speak for this team, and its signature
    would make silence count.
    """
    return decide(
        (*is_open(was), *keeps(by), *takes_over(was, into, open_teams)),
        _event(was, Step.MERGE, by, at, into=into),
    )


def late_due(survey_due: date, *, on: date, proclaimed: frozenset[date]) -> date:
    """When a team that came to be after the launch (a split, a new team) answers: it has ten working days at least."""
    return max(survey_due, working_days_after(on, 10, proclaimed))


def apply(was: Return, event: Event) -> Return:
    """The return after an event of one of the steps above."""
    step = Step(event.kind.partition(".")[2])
    return replace(_APPLY[step](was, event), version=was.version + 1)


def _signed(was: Return, event: Event) -> Return:
    standing = Standing.NIL if event.details["nil"] else Standing.ANSWERED
    return replace(was, standing=standing, signed_by=event.by, signed_at=event.at)


_APPLY: Mapping[Step, Callable[[Return, Event], Return]] = {
    Step.SAVE: lambda was, event: replace(was, standing=Standing.BEGUN),
    Step.SIGN: _signed,
    Step.DELEGATE: lambda was, event: replace(was, delegates=was.delegates | {str(event.details["to"])}),
    Step.HAND_ON: lambda was, event: replace(
        was,
        team=replace(was.team, respondent=str(event.details["to"])),
        delegates=was.delegates - {was.team.respondent},
    ),
    Step.EXTEND: lambda was, event: replace(was, due=date.fromisoformat(str(event.details["to"]))),
    Step.MERGE: lambda was, event: replace(was, standing=Standing.MERGED, into=str(event.details["into"])),
}


def _event(was: Return, step: Step, by: Actor, at: datetime, **details: JSON) -> Event:
    return Event(
        kind=f"survey.{step.value}", about=was.reference, by=by.person, at=at,
        details={"survey": was.survey, "team": was.team.name, **details},
    )  # fmt: skip
