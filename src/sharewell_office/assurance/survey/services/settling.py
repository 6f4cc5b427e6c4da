"""What is done about a flow that nobody agreed to: it stops, is agreed, or is decided once with a last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from sharewell.assurance.survey import cases as core
from sharewell.assurance.survey.cases import FlowCase, State
from sharewell.register.agreement import Agreement, AgreementStatus
from sharewell.register.party import Party
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.assurance.actions.services import close_settled
from sharewell_office.assurance.survey import store
from sharewell_office.assurance.survey.services.known import live
from sharewell_office.decisions import receiving
from sharewell_office.ledger.services import record
from sharewell_office.register import services as register


class NoSuchCase(LookupError):
    """There is no case of that reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """A case as it is today: the row with its flow, the core's record, its state, and until when interim holds."""

    row: Any
    case: FlowCase
    state: State
    until: date | None


def standing(reference: str) -> Stands:
    """Raises `NoSuchCase`."""
    row = store.case(reference)
    if row is None:
        raise NoSuchCase(reference)
    return standings([row])[0]


def standings(rows: list[Any]) -> list[Stands]:
    """How these cases stand today (two queries for all of them)."""
    cases = [store.case_of(row) for row in rows]
    known = live([each.request for each in cases if each.request], on=clock.today())
    return [
        Stands(row=row, case=case, state=core.state(case, live=known), until=known.get(case.request))
        for row, case in zip(rows, cases, strict=True)
    ]


@acts
def stop(reference: str, *, why: str, by: Actor) -> Outcome:
    """The team stops it."""
    found = standing(reference)
    return _step(found, core.stop(found.case, why=why, by=by, at=clock.now()))


@acts
def cover(reference: str, *, agreement: str, by: Actor) -> Outcome:
    """It goes under an agreement that is in force."""
    found, named = standing(reference), agreement.strip().upper()
    known = live([named], on=clock.today())
    return _step(found, core.cover(found.case, agreement=named, live=known, by=by, at=clock.now()))


@acts
@transaction.atomic
def ask_interim(reference: str, *, recipient: Party, data_set: str, by: Actor) -> Outcome:
    """Open a one-off request for it, filled in from what the team declared. Until that is approved it stays paused."""
    found, now = standing(reference), clock.now()
    may = core.ask(found.case, request="", by=by, at=now)
    if not may.permitted:
        return may
    declared, team = found.row.flow.answers, found.case.team
    asked = receiving.receive(
        title=f"Interim authority for {reference}: {declared['data']}"[:200],
        asked=f"{declared['data']} about {declared['subjects']} ({declared['people']} people a year), as declared in "
        f"{found.row.flow.to.survey.reference}. It is paused until this is decided.",
        asked_by=f"The team {team}",
        channel="internal",
        recipient=recipient,
        data_set=data_set,
        purpose=str(declared["purpose"]),
        received=clock.today(),
        by=by,
    )
    if not asked.permitted:
        return asked
    return _step(found, core.ask(found.case, request=asked.events[0].about, by=by, at=now))


@acts
@transaction.atomic
def draft(reference: str, *, by: Actor) -> Outcome:
    """Begin an agreement for it, filled in from what the team declared. A draft lets nothing leave."""
    found, now = standing(reference), clock.now()
    may = core.draft(found.case, agreement="", by=by, at=now)
    if not may.permitted:
        return may
    declared = found.row.flow.answers
    drafted = Agreement(
        reference="",
        title=f"{declared['data']}: {declared['other']}"[:200],
        status=AgreementStatus.DRAFT,
        purpose=str(declared["purpose"]),
        disclosed=f"{declared['data']} about {declared['subjects']}",
        lawful_basis=str(declared.get("lawful_basis") or ""),
    )
    return _step(found, core.draft(found.case, agreement=register.start(drafted, by=by), by=by, at=now))


@transaction.atomic
def _step(found: Stands, outcome: Outcome) -> Outcome:
    if outcome.permitted:
        after = core.apply(found.case, outcome.events[0])
        record(outcome.events, save=lambda: store.save_case(found.case, after))
        if after.ended:
            # What the action asked for is done: it closes with the case, or the two would tell different stories.
            close_settled(
                review=found.row.review,
                number=found.row.action,
                text=core.settled(after),
                by=outcome.events[0].by,
                because=found.case.reference,
            )
    return outcome
