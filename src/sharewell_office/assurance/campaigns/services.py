"""Plan a campaign, have it approved, send a bite a day, and take down who read or skipped it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from sharewell.assurance import campaigns as core
from sharewell.assurance.campaigns import Bite, Campaign
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.assurance import models
from sharewell_office.assurance.campaigns import store
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed


class NoSuchCampaign(LookupError):
    """There is no campaign of that reference."""


def who_speak(by: Actor) -> list[tuple[str, str]]:
    """Who may approve a campaign of this person's for communications: username and name."""
    holders = people.with_role(Role.COMMUNICATIONS)
    return [(user.username, user.name) for user in holders if user.username != by.person]


def plan(*, title: str, starts_on: date, approver: str, by: Actor) -> Outcome:
    """Plan a campaign."""
    campaign = Campaign(
        reference="CAM", title=title, starts_on=starts_on, planned_by=by.person, approver=approver,
        days_off=proclaimed(),
    )  # fmt: skip
    ask: dict[str, Any] = {"communications": people.holders(Role.COMMUNICATIONS), "by": by, "at": clock.now()}
    tried = core.plan(campaign, **ask)
    if not tried.permitted:
        return tried
    campaign = replace(campaign, reference=next_reference("CAM", clock.today().year))
    outcome = core.plan(campaign, **ask)
    record(outcome.events, save=lambda: store.add(campaign))
    return outcome


def add(reference: str, bite: Bite, *, by: Actor) -> Outcome:
    """Add a bite. Raises `NoSuchCampaign`, `IntegrityError` where two were added at once."""
    row = found(reference)
    campaign = store.to_core(row)
    outcome = core.add(campaign, bite, by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: store.add_bite(row, bite, number=len(campaign.bites) + 1))
    return outcome


def approve(reference: str, *, by: Actor) -> Outcome:
    """Approve it for communications. Raises `NoSuchCampaign`."""
    row = found(reference)
    outcome = core.approve(store.to_core(row), by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: store.approve(row, on=clock.today()))
    return outcome


def found(reference: str) -> models.Campaign:
    row = store.row(reference)
    if row is None:
        raise NoSuchCampaign(reference)
    return row


def read(bite: models.Bite, *, choice: str | None, by: Actor) -> bool | None:
    """Take down an answer (or, with None, that it was skipped); whether it was right. Reading is nobody's decision
    and no entry of the record: who read what is counted, not proved."""
    right = None if choice is None else choice == bite.choices[0]
    store.add_reading(bite, person=by.person, right=right, at=clock.now())
    return right


# --- what goes out by itself ------------------------------------------------------------------------------------------
def send_bites(at: datetime) -> str:
    """Send each running campaign's bite of the day, if it has one; never two of one campaign in a day."""
    sent = sum(_send(row, at) for row in store.running())
    return f"{sent} campaign piece{'' if sent == 1 else 's'} sent"


def _send(row: models.Campaign, at: datetime) -> bool:
    gone, today = [each for each in row.bites.all() if each.out_on], clock.today()
    number = core.due(store.to_core(row), out=len(gone), on=today)
    if number is None or any(each.out_on == today for each in gone):
        return False
    event = Event(
        kind="campaign.item_published", about=row.reference, by="system", at=at, details={"number": number}
    )
    link = reverse("assurance:bite", args=[row.reference, number])
    letters = [
        Message(to=username, template="campaign-item", about=row.reference, link=link)
        for username, _ in people.staff()
    ]
    record([event], save=lambda: store.send(row, number, on=today), messages=letters)
    return True
