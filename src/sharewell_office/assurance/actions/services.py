"""Take over a review's table, open an action for what was found, take a step on one, print the tracker."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.urls import reverse

from sharewell.assurance import actions as core
from sharewell.assurance.actions.paper import tracker
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.paper import Paper
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock, ourselves
from sharewell_office.assurance.actions import store
from sharewell_office.assurance.actions.importing import ACTIONS
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people
from sharewell_office.register.importing.driver import ImportReport
from sharewell_office.register.importing.driver import take_over as taken


class NoSuchReview(LookupError):
    """There is no review of that reference."""


def take_over(
    path: Path, *, name: str, by: Actor, dry_run: bool, say: Callable[[int, int], None] | None = None
) -> ImportReport:
    """Take over a table of actions. Raises `FileUnusable`, and then nothing was written."""
    return taken(path, kind=ACTIONS, name=name, by=by, dry_run=dry_run, say=say)


def take_step(
    reference: str, number: str, *, step: core.Step, text: str, by: Actor, evidence: str = "", due: date | None = None,
    to: str = "",
) -> Outcome:  # fmt: skip
    """Take a step on an action; who answers for its area is told when it is escalated.

    Raises `NoSuchReview`, `store.SomebodyElseChangedIt`.
    """
    review = found(reference)
    outcome = core.take_step(
        review, number, step=step, text=text, by=by, at=clock.now(), evidence=evidence, due=due, to=to
    )
    if outcome.permitted:
        after = core.apply(review, outcome.events[0])
        letters = escalation(review, number) if step is core.Step.ESCALATE else []
        record(outcome.events, save=lambda: store.save(review, after), messages=letters)
    return outcome


def escalation(review: core.Review, number: str) -> list[Message]:
    """To the director who answers for the area, where they are somebody here, and to the Chief Executive."""
    area = next(each for each in review.areas if any(one.number == number for one in each.actions))
    sponsor, action = people.username_of(area.sponsor), review.action(number)
    told = [sponsor, *sorted(people.holders(Role.CHIEF_EXECUTIVE))]
    return [
        Message(
            to=to, template="action-escalated", about=review.reference, due=action.due if action else None,
            link=reverse("assurance:action", args=[review.reference, number]),
        )
        for to in dict.fromkeys(filter(None, told))
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An action about to be opened: `record([..., event], save=...)` calls `save` with whatever it came of."""

    number: str
    event: Event
    save: Callable[[], None]


def opening(
    *, review: str, area: str, text: str, officers: Iterable[str], due: date, by: str, because: str = ""
) -> Opening:
    """Open an action under that area (title) of that review (title); both are made where they are not there.

    To be called within the caller's transaction, in which what was found is recorded too: the review stays locked
    until it ends, so that no number is given twice.
    """
    found, place = store.place_for(review, area, reference=lambda: next_reference("REV", clock.today().year))
    action, event = core.opened(
        found, area=place["number"], text=text, officers=tuple(officers), due=due, by=by, at=clock.now(),
        because=because,
    )  # fmt: skip
    reference = next_reference("ACT", clock.today().year)
    return Opening(
        number=action.number,
        event=event,
        save=lambda: store.open_action(review, place, action, reference=reference),
    )


def close_settled(*, review: str, number: str, text: str, by: str, because: str) -> None:
    """Close the action that was opened for something (`because`), now that this is settled; nothing where it is."""
    row = store.reviews_by_title([review]).get(review)
    before = store.review(row.reference) if row else None
    event = before and core.settled(before, number, text=text, by=by, at=clock.now(), because=because)
    if before and event:
        record([event], save=lambda: store.save(before, core.apply(before, event)))


def found(reference: str) -> core.Review:
    review = store.review(reference)
    if review is None:
        raise NoSuchReview(reference)
    return review


def printed(reference: str) -> Paper:
    """The tracker as the review printed it."""
    review = found(reference)
    names = people.people_by_id(officer for action in review.actions() for officer in action.officers)
    return tracker(review, issuer=ourselves.name(), on=clock.today(), named=lambda who: names.get(who, who))
