"""Take over a review's table, take a step on an action, print the tracker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings

from sharewell.assurance import actions as core
from sharewell.assurance.actions_paper import tracker
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.paper import Paper
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.assurance.actions import store
from sharewell_office.assurance.actions.importing import ACTIONS
from sharewell_office.ledger.services import record
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
    reference: str, number: str, *, step: core.Step, text: str, by: Actor, evidence: str = "", due: date | None = None
) -> Outcome:  # fmt: skip
    """Update, move, close or reopen an action. Raises `NoSuchReview`, `store.SomebodyElseChangedIt`."""
    review = found(reference)
    outcome = core.take_step(
        review, number, step=step, text=text, by=by, at=clock.now(), evidence=evidence, due=due
    )
    if outcome.permitted:
        after = core.apply(review, outcome.events[0])
        record(outcome.events, save=lambda: store.save(review, after))
    return outcome


def found(reference: str) -> core.Review:
    review = store.review(reference)
    if review is None:
        raise NoSuchReview(reference)
    return review


def printed(reference: str) -> Paper:
    """The tracker as the review printed it."""
    review = found(reference)
    names = people.people_by_id(officer for action in review.actions() for officer in action.officers)
    return tracker(
        review, issuer=settings.SHAREWELL_OFFICE_NAME, on=clock.today(), named=lambda who: names.get(who, who)
    )
