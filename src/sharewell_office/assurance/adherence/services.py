"""Adherence audits: scheduled by a launch, announced on their day, and concluded on a sample and evidence."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from sharewell.assurance import adherence as core
from sharewell.assurance.adherence import Audit, Verdict
from sharewell.assurance.marking import mend_by
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.assurance.actions.services import opening
from sharewell_office.assurance.adherence import store
from sharewell_office.assurance.policies import store as policies
from sharewell_office.assurance.sampling import store as samples
from sharewell_office.assurance.survey import store as survey
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people

REVIEW, AREA = "Adherence audits", "Policies and standing orders"


class NoSuchAudit(LookupError):
    """There is no audit of that reference."""


# --- by itself --------------------------------------------------------------------------------------------------------
def watch(at: datetime) -> str:
    """Schedule an audit for every launch that has none, and announce those whose day has come: each once."""
    scheduled, announced = _schedule(at), _announce(at)
    return f"{scheduled} audits scheduled, {announced} due"


def _schedule(at: datetime) -> int:
    known = store.known()
    new = [row for row in policies.to_audit() if (row.reference, row.version) not in known]
    for row in new:
        assert row.launched_on is not None  # the query asks for it
        assert row.audit_on is not None
        audit = Audit(
            reference=next_reference("AUD", clock.today().year),
            policy=row.reference,
            version=row.version,
            keeper=row.keeper,
            launched_on=row.launched_on,
            due=row.audit_on,
            first_due=row.audit_on,
        )
        title = f"Is it followed? {row.title}"[:300]
        record(
            [core.scheduled(audit, at=at)],
            save=lambda audit=audit, title=title: store.add(audit, title=title),
        )
    return len(new)


def _announce(at: datetime) -> int:
    auditors = sorted({user.username for role in core.AUDITORS for user in people.with_role(role)})
    announced = 0
    for row in store.open_audits():
        audit = store.to_core(row)
        event = core.announce(audit, on=clock.today(), at=at)
        if event:
            told = [
                Message(
                    to=each, template="adherence-due", about=row.reference, due=audit.due,
                    link=f"/assurance/audits/{row.reference}/",
                )
                for each in auditors
                if each != audit.keeper
            ]  # fmt: skip
            record([event], save=lambda row=row, event=event: _save(row, event), messages=told)
            announced += 1
    return announced


def _save(row: store.AdherenceAudit, event: core.Event) -> None:
    store.save(row, core.apply(store.to_core(row), event))


# --- what a step may name ---------------------------------------------------------------------------------------------
def samples_for(row: store.AdherenceAudit) -> list[tuple[str, str]]:
    """The dip samples that it may rest on, with the cases they are of."""
    return [
        (each.reference, f"{each.reference}: cases of {_said(each.period_from)} to {_said(each.period_to)}")
        for each in samples.concluded_since(row.launched_on)
    ]


def teams() -> list[str]:
    """The teams in which something may be seen."""
    return [each.name for each in survey.standing_teams()]


def _said(day: date) -> str:
    return f"{day:%-d %B %Y}"


# --- steps ------------------------------------------------------------------------------------------------------------
def move(reference: str, *, to: date, why: str, by: Actor) -> Outcome:
    row = _found(reference)
    return _step(row, core.move(store.to_core(row), to=to, why=why, by=by, at=clock.now()))


def name_sample(reference: str, *, sample: str, by: Actor) -> Outcome:
    """Rest it on a dip sample."""
    row, named = _found(reference), samples.sample(sample.strip().upper())
    outcome = core.name_sample(
        store.to_core(row),
        sample=named.reference if named else "",
        drawn_on=named.drawn_at.astimezone(clock.LONDON).date() if named else None,
        concluded=bool(named and named.concluded_at),
        by=by,
        at=clock.now(),
    )
    return _step(row, outcome)


def add_evidence(reference: str, *, text: str, where: str, team: str = "", by: Actor) -> Outcome:
    """Write down what was seen, in which team ("" is the organisation as a whole)."""
    row = _found(reference)
    outcome = core.add_evidence(
        store.to_core(row), text=text, where=where, team=team, answers_for=_answers_for(by), by=by, at=clock.now()
    )  # fmt: skip
    return _step(row, outcome)


@transaction.atomic
def conclude(reference: str, *, verdict: Verdict, words: str, by: Actor) -> Outcome:
    """Conclude it; what is not followed opens an action for who answers for the policy."""
    row = _found(reference)
    attested, asked = attestation(row)
    outcome = core.conclude(
        store.to_core(row),
        verdict=verdict,
        words=words,
        attested=attested,
        asked=asked,
        answers_for=_answers_for(by),
        by=by,
        at=clock.now(),
    )
    _step(row, outcome)
    if outcome.permitted and verdict is not Verdict.FOLLOWED:
        action = opening(
            review=REVIEW, area=AREA, text=f"{row.policy}: {verdict.label.lower()}. {words}", officers=[row.keeper],
            due=mend_by(clock.today()), by=by.person, because=reference,
        )  # fmt: skip
        record([action.event], save=action.save)
    return outcome


def _answers_for(by: Actor) -> frozenset[str]:
    """The teams that this person answers for, or has answered for in a survey, under any account of theirs."""
    return survey.answered_by(by.accounts)


def attestation(row: store.AdherenceAudit) -> tuple[int, int]:
    """How many of our people have attested to the version, and how many there are."""
    return policies.attested_of(row.policy, row.version), len(people.here_on(clock.today()))


def _step(row: store.AdherenceAudit, outcome: Outcome) -> Outcome:
    if outcome.permitted:
        record(outcome.events, save=lambda: _save(row, outcome.events[0]))
    return outcome


def _found(reference: str) -> store.AdherenceAudit:
    row = store.row(reference)
    if row is None:
        raise NoSuchAudit(reference)
    return row
