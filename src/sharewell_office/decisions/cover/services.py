"""Arranging cover and ending it: ask the core, put the answer on the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sharewell.decisions import covering
from sharewell.decisions.covering import Absence
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Delegation
from sharewell_office.adapters.acting import acts
from sharewell_office.decisions import absence_store as store
from sharewell_office.decisions.services import now
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people

LINK = "/requests/delegations/"


class NoSuchAbsence(LookupError):
    """There is no absence of that reference."""


@acts
def arrange(*, person: str, cover: str, starts: date, ends: date, by: Actor) -> Outcome:
    """Put an absence on record, with its cover (a username, or "" for nobody)."""
    at = now()
    away = people.actor_by_id(person, at.date())
    covers = people.actor_by_id(cover, at.date()) if cover else None
    given = Absence(reference="", person=person, starts=starts, ends=ends, cover=cover)
    ask = {"away": away, "cover": covers, "by": by, "at": at}
    outcome = covering.arrange(given, delegation=_delegation(given, away, ""), **ask)
    if not outcome.permitted:
        return outcome
    # Only what comes on the record takes a number.
    under = next_reference("DG", at.year) if covers and away.owns else ""
    numbered = replace(given, reference=next_reference("AB", at.year), under=under)
    delegation = _delegation(numbered, away, under)
    outcome = covering.arrange(numbered, delegation=delegation, **ask)
    record(outcome.events, save=lambda: _save(numbered, delegation), messages=_messages(numbered))
    return outcome


def _delegation(given: Absence, away: Actor, reference: str) -> Delegation | None:
    """What the cover decides under: all that the one who is away owns, special category data included."""
    if not given.cover or not away.owns:
        return None
    return Delegation(
        reference=reference,
        from_person=given.person,
        data_sets=away.owns,
        starts=given.starts,
        ends=given.ends,
    )


def _save(given: Absence, delegation: Delegation | None) -> None:
    store.add(given)
    if delegation is not None:
        people.add_delegation(delegation, to=given.cover)


def _messages(given: Absence) -> list[Message]:
    if not given.cover:
        return []
    return [Message(to=given.cover, template="cover", about=given.reference, link=LINK, due=given.starts)]


@acts
def end(reference: str, *, by: Actor) -> Outcome:
    """Back early: the cover's authority ends with the absence. Raises `NoSuchAbsence`."""
    given, at = store.absence(reference), now()
    if given is None:
        raise NoSuchAbsence(reference)
    outcome = covering.end(given, by=by, at=at)
    if outcome.permitted:
        record(outcome.events, save=lambda: _end(given, at.date()))
    return outcome


def _end(given: Absence, on: date) -> None:
    store.end(given.reference, on=on)
    if given.under:
        people.revoke_delegation(given.under, at=now())
