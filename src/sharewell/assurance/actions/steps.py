"""The steps on an action: who may take which, what each puts on the record, and the review after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from sharewell.assurance.actions.record import Action, Review, Update, addressed_by, closing_with
from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

KEEPERS = frozenset({Role.REGISTER_KEEPER, Role.CHIEF_EXECUTIVE, Role.AUDITOR})


class Step(StrEnum):
    """What is done to an action. The value is the second half of the event's kind."""

    UPDATE = "updated"
    MOVE = "due_moved"
    CLOSE = "closed"
    REOPEN = "reopened"
    REFER = "referred"
    ESCALATE = "escalated"


OFFICERS = frozenset(
    {Step.UPDATE, Step.CLOSE, Step.REFER, Step.ESCALATE}
)  # what an officer of the action may do


def take_step(
    review: Review, number: str, *, step: Step, text: str, by: Actor, at: datetime,
    evidence: str = "", due: date | None = None, to: str = "",
) -> Outcome:  # fmt: skip
    """Say what a step puts on record, or every reason why it may not be taken.

    An officer of the action updates, closes, refers (`to` another action's number) and escalates it; a keeper (register
    keeper, Chief Executive, auditor) does all of it, and only a keeper moves the day it is due or reopens it. Each step
    says why; a close says what was done.
    """
    action = review.action(number)
    if action is None:
        return Outcome(refusals=(_no("There is no action of that number.", "Choose one from the list."),))
    refusals = (
        *_whose(action, step, by), *_when(action, step), *_words(text), *_day(action, step, due, at),
        *_elsewhere(review, action, step, to),
    )  # fmt: skip
    details: dict[str, JSON] = {"action": number, "text": text.strip(), "evidence": evidence.strip()}
    if step is Step.MOVE:
        details |= {"from": _iso(action.due), "to": _iso(due)}
    if step is Step.CLOSE:
        details["closes"] = list(closing_with(review, number))
    if step is Step.REFER:
        other = review.action(to)
        done = other is not None and not other.open
        details |= {"to": to, "closes": list(closing_with(review, number)) if done else []}
    event = Event(kind=f"action.{step.value}", about=review.reference, by=by.person, at=at, details=details)
    return decide(refusals, event)


def open_to(action: Action, *, by: Actor) -> tuple[Step, ...]:
    """The steps that this person may take on the action as it stands."""
    return tuple(step for step in Step if not (*_whose(action, step, by), *_when(action, step)))


def _whose(action: Action, step: Step, by: Actor) -> Iterator[Refusal]:
    keeper = bool(by.roles & KEEPERS)
    officer = step in OFFICERS and by.person in action.officers
    if not keeper and not officer:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="This is for the officer of the action or for those who keep the tracker.",
            remedy="Ask the officer named beside the action, or the register keeper.",
        )


def _when(action: Action, step: Step) -> Iterator[Refusal]:
    if action.open is (step is Step.REOPEN):
        yield _no(
            "The action is open." if action.open else "The action is closed.",
            "Nothing needs to be done." if action.open else "Reopen it first, and say why.",
        )


def _words(text: str) -> Iterator[Refusal]:
    if not text.strip():
        yield Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason="Nothing was written.",
            remedy="Say what was done, or why: it is what the review reads.",
            where="text",
        )


def _day(action: Action, step: Step, due: date | None, at: datetime) -> Iterator[Refusal]:
    if step is Step.MOVE and (due is None or due == action.due or due < at.date()):
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason="An action is moved to another day, and not to one that has gone by.",
            remedy="Choose a day to come. The day it was first due stays visible.",
            where="due",
        )


def _elsewhere(review: Review, action: Action, step: Step, to: str) -> Iterator[Refusal]:
    """Another action of the review that does not come back to this one: in a circle nobody would do either."""
    if step is Step.REFER and (review.action(to) is None or to in addressed_by(review, action.number)):
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason="An action is referred to another one of its review, and not to one that waits for it.",
            remedy="Choose the action that gets this done.",
            where="to",
        )


def _no(reason: str, remedy: str) -> Refusal:
    return Refusal(rule=rulebook.NOT_IN_THIS_STATE, reason=reason, remedy=remedy)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def apply(review: Review, event: Event) -> Review:
    """The review after an event of `take_step`."""
    told, on = event.details, event.at.date()
    number = str(told["action"])
    update = Update(on=on, by=event.by, text=str(told["text"]), evidence=str(told["evidence"]))
    step = Step(event.kind.partition(".")[2])
    closes = told.get("closes")
    closing = frozenset(map(str, closes)) if isinstance(closes, list) else frozenset[str]()

    def changed(action: Action) -> Action:
        if action.number == number:
            return _taken(replace(action, updates=(*action.updates, update)), step, told, on)
        return replace(action, closed_on=on) if action.number in closing else action

    areas = (replace(area, actions=tuple(map(changed, area.actions))) for area in review.areas)
    return replace(review, areas=tuple(areas), version=review.version + 1)


def _taken(action: Action, step: Step, told: Mapping[str, JSON], on: date) -> Action:
    match step:
        case Step.CLOSE:
            return replace(action, closed_on=on)
        case Step.REOPEN:
            return replace(action, closed_on=None, addressed_by="", escalated_on=None)
        case Step.MOVE:
            due = date.fromisoformat(str(told["to"]))
            return replace(action, due=due, first_due=action.first_due or action.due, escalated_on=None)
        case Step.REFER:
            closed_on = on if told["closes"] else None
            return replace(action, addressed_by=str(told["to"]), closed_on=closed_on)
        case Step.ESCALATE:
            return replace(action, escalated_on=on)
        case Step.UPDATE:
            return action
