"""What a review asked for, and whether it was done: areas, the proposal in each, and the actions under it.

    OPEN --close--> CLOSED --reopen--> OPEN

An action keeps the day it was first due, however often that day is moved. It may be *addressed by* another ("this will
be addressed through Action 2.1"), by its own words or by a step, and then closes with it; or be *tied to* another ("to
be considered when 2.1 is actioned"), which it must not wait for silently, so it stays open. What nobody gets done is
escalated to the director who answers for the area: by whoever sees it, or by itself, ten working days after it was due.
WMFS 0-5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.working_days import working_days_after

KEEPERS = frozenset({Role.REGISTER_KEEPER, Role.CHIEF_EXECUTIVE, Role.AUDITOR})


class Step(StrEnum):
    """What is done to an action. The value is the second half of the event's kind."""

    UPDATE = "updated"
    MOVE = "due_moved"
    CLOSE = "closed"
    REOPEN = "reopened"
    REFER = "referred"
    ESCALATE = "escalated"


PATIENCE = 10  # working days after the day it was due, before an action is escalated by itself
OFFICERS = frozenset(
    {Step.UPDATE, Step.CLOSE, Step.REFER, Step.ESCALATE}
)  # what an officer of the action may do


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What was said of an action on a day; `evidence` says where what shows it is kept."""

    on: date
    by: str
    text: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One numbered action ("2.3"). `officers` are posts or people's ids; `due` None means not applicable.

    `told_late` is the day it was due when it was last told overdue; `escalated_on` goes when a new day is given.
    """

    number: str
    text: str
    officers: tuple[str, ...] = ()
    due: date | None = None
    first_due: date | None = None
    addressed_by: str = ""
    tied_to: str = ""
    updates: tuple[Update, ...] = ()
    closed_on: date | None = None
    told_late: date | None = None
    escalated_on: date | None = None

    @property
    def open(self) -> bool:
        return self.closed_on is None

    def overdue(self, on: date) -> bool:
        """Open after the day it was due, or once it was told overdue at the end of that day (`tell_overdue`)."""
        return self.open and self.due is not None and (self.due < on or self.told_late == self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area of interest: what is proposed, which director answers for it, and the actions under it."""

    number: str
    title: str
    proposal: str
    sponsor: str
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A scrutiny review with its areas. `version` counts its changes."""

    reference: str
    title: str
    areas: tuple[Area, ...]
    version: int = 1

    def actions(self) -> Iterator[Action]:
        return (action for area in self.areas for action in area.actions)

    def action(self, number: str) -> Action | None:
        return next((each for each in self.actions() if each.number == number), None)


# --- references between actions ---------------------------------------------------------------------------------------
_ADDRESSED = re.compile(r"addressed (?:through|by) action (\d+\.\d+)", re.IGNORECASE)
_TIED = re.compile(r"\bwhen (?:action )?(\d+\.\d+) is\b", re.IGNORECASE)


def linked(action: Action) -> Action:
    """The action with the links that its own words make: "addressed through Action 2.1", "when 2.1 is actioned"."""
    addressed, tied = _ADDRESSED.search(action.text), _TIED.search(action.text)
    return replace(
        action,
        addressed_by=addressed[1] if addressed else action.addressed_by,
        tied_to=tied[1] if tied else action.tied_to,
    )


def closing_with(review: Review, number: str) -> tuple[str, ...]:
    """The numbers of the open actions that close when `number` does, itself first, each once."""
    closing, waiting = [number], [number]
    while waiting:
        done = waiting.pop()
        for each in review.actions():
            if each.addressed_by == done and each.open and each.number not in closing:
                closing.append(each.number)
                waiting.append(each.number)
    return tuple(closing)


# --- opening one ------------------------------------------------------------------------------------------------------
def opened(
    review: Review, *, area: str, text: str, officers: tuple[str, ...], due: date, by: str, at: datetime,
    because: str = "",
) -> tuple[Action, Event]:  # fmt: skip
    """The next action under that area, and its event: what a survey, a sample or an audit found and somebody must mend.

    `because` is the reference of what was found. It has officers and a day, or nobody would ever do it.
    """
    if not officers:
        raise ActionForNobody
    taken = [
        int(each.number.partition(".")[2]) for each in review.actions() if each.number.startswith(f"{area}.")
    ]
    action = Action(
        number=f"{area}.{max(taken, default=0) + 1}", text=text, officers=officers, due=due, first_due=due
    )
    details: dict[str, JSON] = {
        "action": action.number,
        "text": text,
        "officers": list(officers),
        "due": due.isoformat(),
        "because": because,
    }
    return action, Event(kind="action.opened", about=review.reference, by=by, at=at, details=details)


def settled(review: Review, number: str, *, text: str, by: str, at: datetime, because: str) -> Event | None:
    """The close of an action, because what it was opened for is settled; None where it is closed already."""
    action = review.action(number)
    if action is None or not action.open:
        return None
    details: dict[str, JSON] = {
        "action": number,
        "text": text,
        "evidence": because,
        "closes": list(closing_with(review, number)),
    }
    return Event(kind=f"action.{Step.CLOSE.value}", about=review.reference, by=by, at=at, details=details)


class ActionForNobody(ValueError):
    """An action was opened without an officer."""


# --- steps ------------------------------------------------------------------------------------------------------------
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


def tell_overdue(review: Review, *, at: datetime, on: date) -> tuple[Event, ...]:
    """At the end of a day: an event for each open action that was due by it, once for each day it is moved to."""
    late = (
        each
        for each in review.actions()
        if each.open and each.due and each.due <= on and each.told_late != each.due
    )
    return tuple(
        Event(
            kind="action.overdue", about=review.reference, by="system", at=at,
            details={"action": each.number, "due": _iso(each.due), "first_due": _iso(each.first_due or each.due)},
        )
        for each in late
    )  # fmt: skip


def escalate_late(
    review: Review, *, at: datetime, on: date, proclaimed: frozenset[date]
) -> tuple[Event, ...]:
    """An event for each open action that is late beyond patience and was not escalated yet."""
    late = (
        each
        for each in review.actions()
        if each.open and each.due and each.escalated_on is None
        and working_days_after(each.due, PATIENCE, proclaimed) <= on
    )  # fmt: skip
    text = f"{PATIENCE} working days after it was due it is still open."
    return tuple(
        Event(
            kind=f"action.{Step.ESCALATE.value}", about=review.reference, by="system", at=at,
            details={"action": each.number, "text": text, "evidence": ""},
        )
        for each in late
    )  # fmt: skip


def told_overdue(review: Review, events: tuple[Event, ...]) -> Review:
    """The review after the events of `tell_overdue`."""
    numbers = {str(event.details["action"]) for event in events}

    def changed(action: Action) -> Action:
        return replace(action, told_late=action.due) if action.number in numbers else action

    areas = (replace(area, actions=tuple(map(changed, area.actions))) for area in review.areas)
    return replace(review, areas=tuple(areas), version=review.version + 1)


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
    if step is Step.REFER and (review.action(to) is None or to in _addressed_by(review, action.number)):
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason="An action is referred to another one of its review, and not to one that waits for it.",
            remedy="Choose the action that gets this done.",
            where="to",
        )


def _addressed_by(review: Review, number: str) -> frozenset[str]:
    """The action itself, and whatever is addressed by it, however far: open or closed."""
    found, waiting = {number}, [number]
    while waiting:
        done = waiting.pop()
        more = {each.number for each in review.actions() if each.addressed_by == done} - found
        found |= more
        waiting += more
    return frozenset(found)


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
