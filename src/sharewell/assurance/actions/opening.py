"""An action that a survey, a sample or an audit opens, and that closes when what it was opened for is settled."""

from __future__ import annotations

from datetime import date, datetime

from sharewell.assurance.actions.record import Action, Review, closing_with
from sharewell.assurance.actions.steps import Step
from sharewell.vocabulary.event import JSON, Event


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
