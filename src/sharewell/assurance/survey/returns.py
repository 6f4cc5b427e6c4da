"""A team's return: what it says it shares, or that it shares nothing, signed by somebody of the team.

    SILENT --save--> BEGUN --sign--> ANSWERED
       |               |---sign nil--> NIL           (only with no flow written down)
       |---sign nil----'
       '---merge-----> MERGED                        (another team answers in its place)

Silence is never a nil return: nothing but a signature of the respondent, the deputy or a delegate makes a return count.
A return keeps the day it was first due, however often it is given more time (WMFS 0.2, 2.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sharewell.assurance.survey.ladder import Rung
from sharewell.assurance.survey.questions import QUESTIONS
from sharewell.assurance.survey.roster import KEEPERS, Team
from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor
from sharewell.vocabulary.working_days import working_days_after

MOST_TIME = 20  # working days after the day it was first due: after that the line is told, whoever asks


class Standing(StrEnum):
    """Where a return stands."""

    SILENT = "silent"
    BEGUN = "begun"
    ANSWERED = "answered"
    NIL = "nil"
    MERGED = "merged"

    @property
    def open(self) -> bool:
        return self in (Standing.SILENT, Standing.BEGUN)

    @property
    def responded(self) -> bool:
        return self in (Standing.ANSWERED, Standing.NIL)

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Standing.SILENT: "No answer",
    Standing.BEGUN: "Begun, not signed",
    Standing.ANSWERED: "Answered",
    Standing.NIL: "Nil return, signed",
    Standing.MERGED: "Merged into another team",
}


class Step(StrEnum):
    """What is done to a return. The value is the second half of the event's kind."""

    SAVE = "saved"
    SIGN = "answered"
    DELEGATE = "delegated"
    HAND_ON = "handed_on"
    EXTEND = "extended"
    MERGE = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One team's return to one survey. `flows` are what the team wrote down: answers by the name of the question."""

    reference: str
    survey: str
    team: Team
    due: date
    first_due: date
    standing: Standing = Standing.SILENT
    rung: Rung = Rung.INVITED
    delegates: frozenset[str] = frozenset()
    flows: tuple[Mapping[str, JSON], ...] = ()
    signed_by: str = ""
    signed_at: datetime | None = None
    into: str = ""
    version: int = 1

    @property
    def answerers(self) -> frozenset[str]:
        """Who may fill it in and sign it."""
        return frozenset({self.team.respondent, self.team.deputy, *self.delegates}) - {""}

    @property
    def line(self) -> frozenset[str]:
        """Who stands above the team."""
        return frozenset({self.team.manager, self.team.head, self.team.director}) - {""}


def gaps_in(flow: Mapping[str, JSON]) -> tuple[str, ...]:
    """The names of the questions about this flow that must be answered and are not."""
    return tuple(each.name for each in QUESTIONS if each.required and not _said(flow.get(each.name)))


def _said(answer: JSON) -> bool:
    """A blank is no answer; nought is one."""
    return bool(answer.strip()) if isinstance(answer, str) else answer is not None


# --- steps ------------------------------------------------------------------------------------------------------------
def save(was: Return, *, by: Actor, at: datetime) -> Outcome:
    """May this person write something down in it? What they wrote is the caller's to keep."""
    return decide((*_is_open(was), *_answers(was, by)), _event(was, Step.SAVE, by, at))


def sign(was: Return, *, nil: bool, confirmed: bool, by: Actor, at: datetime) -> Outcome:
    """Sign the return: with every flow whole, or (`nil`) with none, and the sentence confirmed."""
    refusals = (*_is_open(was), *_answers(was, by), *_confirmed(confirmed), *_whole(was, nil=nil))
    return decide(refusals, _event(was, Step.SIGN, by, at, nil=nil, flows=len(was.flows)))


def delegate(was: Return, *, to: str, here: frozenset[str], by: Actor, at: datetime) -> Outcome:
    """Let somebody else fill it in and sign it as well. The respondent still answers for it."""
    refusals = (*_is_open(was), *_answers(was, by), *_somebody(to, here))
    return decide(refusals, _event(was, Step.DELEGATE, by, at, to=to))


def hand_on(was: Return, *, to: str, why: str, here: frozenset[str], by: Actor, at: datetime) -> Outcome:
    """Put another person in the respondent's place: "I am not the right person", or the respondent has left.

    `to` empty goes to the deputy and, where the deputy is who says so or has left, up the line: the return never
    belongs to nobody, and the ladder goes on.
    """
    given = to or successor(was, here=here)
    refusals = (*_is_open(was), *_answers_or_keeps(was, by), *_somebody(given, here), *_words(why))
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
    refusals = (*_is_open(was), *_stands_above(was, by), *_later(was, to, last), *_words(why))
    details = {"from": was.due.isoformat(), "to": to.isoformat(), "why": why}
    return decide(refusals, _event(was, Step.EXTEND, by, at, **details))


def merge(was: Return, *, into: str, open_teams: frozenset[str], by: Actor, at: datetime) -> Outcome:
    """The team is part of another now, which answers for both.

    Only into a team whose return is still open: one that has signed did not speak for this team, and its signature
    would make silence count.
    """
    return decide(
        (*_is_open(was), *_keeps(by), *_takes_over(was, into, open_teams)),
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


# --- why not ----------------------------------------------------------------------------------------------------------
def _is_open(was: Return) -> Iterator[Refusal]:
    if not was.standing.open:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"The return of {was.team.name} is closed: {was.standing.label.lower()}.",
            remedy="If something is missing in it, tell the register keeper.",
        )


def _answers(was: Return, by: Actor) -> Iterator[Refusal]:
    if by.person not in was.answerers:
        yield Refusal(
            rule=rulebook.TEAM_ANSWERS,
            reason=f"{was.team.name} is answered for by its respondent, its deputy, or whom they delegate to.",
            remedy="Ask one of them, or have them delegate it to you.",
        )


def _answers_or_keeps(was: Return, by: Actor) -> Iterator[Refusal]:
    if not by.roles & KEEPERS and by.person not in was.line:
        yield from _answers(was, by)


def _stands_above(was: Return, by: Actor) -> Iterator[Refusal]:
    if by.person not in was.line and not by.roles & KEEPERS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="More time is given by whoever stands above the team, or by the register keeper.",
            remedy="Ask your manager.",
        )


def _keeps(by: Actor) -> Iterator[Refusal]:
    if not by.roles & KEEPERS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Who is asked is kept by the register keeper or the Data Protection Officer.",
            remedy="Ask one of them.",
        )


def _confirmed(confirmed: bool) -> Iterator[Refusal]:
    if not confirmed:
        yield Refusal(
            rule=rulebook.RETURN_SIGNED,
            reason="Nobody has signed it.",
            remedy="Read the sentence, and say that it is true: a return counts once it is signed.",
            where="confirmed",
        )


def _whole(was: Return, *, nil: bool) -> Iterator[Refusal]:
    if nil and was.flows:
        yield _not_whole("A nil return says that nothing is shared, and something is written down.", "flows")
    if not nil and not was.flows:
        # Nothing written and nothing signed as nil is silence with a signature under it.
        yield Refusal(
            rule=rulebook.RETURN_SIGNED,
            reason="Nothing is written down.",
            remedy="Write down what is shared, or sign a nil return.",
            where="flows",
        )
    for number, flow in enumerate(was.flows, start=1):
        if gaps_in(flow):
            yield _not_whole(f"Flow {number} is not finished.", f"flow {number}")


def _not_whole(reason: str, where: str) -> Refusal:
    return Refusal(
        rule=rulebook.RETURN_WHOLE,
        reason=reason,
        remedy="Answer what is left, or take the flow out.",
        where=where,
    )


def _somebody(to: str, here: frozenset[str]) -> Iterator[Refusal]:
    if to not in here:
        yield Refusal(
            rule=rulebook.ROSTER_WHOLE,
            reason="Nobody of that name works here now.",
            remedy="Write the e-mail address of somebody who can sign in here.",
            where="to",
        )


def _words(why: str) -> Iterator[Refusal]:
    if not why.strip():
        yield Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason="No reason was given.",
            remedy="Say why in a sentence: it is on the record.",
            where="why",
        )


def _later(was: Return, to: date, last: date) -> Iterator[Refusal]:
    if not was.due < to <= last:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason="More time means a later day, and not one without end.",
            remedy=f"Choose a day after {was.due:%-d %B %Y}, and up to {last:%-d %B %Y}.",
            where="to",
        )


def _takes_over(was: Return, into: str, open_teams: frozenset[str]) -> Iterator[Refusal]:
    if into == was.team.name or into not in open_teams:
        yield Refusal(
            rule=rulebook.RETURN_SIGNED,
            reason="That team cannot answer for this one: it has signed already, or is not asked.",
            remedy="Choose a team that has not signed yet, or let this team answer for itself.",
            where="into",
        )
