"""Keys are given, verified by another channel, and given up; each on the record, and on the party's card at once."""

from __future__ import annotations

from dataclasses import replace

from sharewell.aftercare import keys as core
from sharewell.engine import sealing
from sharewell.policy import rulebook
from sharewell.register.party import Party
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.aftercare.keys import store
from sharewell_office.ledger.services import record
from sharewell_office.register import store as register


class NoSuchParty(Exception):
    """There is no party of that reference, or no key that waits."""


def give(party: str, key: str, *, by: Actor) -> Outcome:
    """Take a key down, to be verified. The one on the card stays until then."""
    outcome = core.give(_party(party), key, by=by, at=clock.now())
    if outcome.permitted and not _usable(key):
        return Outcome(refusals=(_mistyped(),))
    if outcome.permitted:
        record(outcome.events, save=lambda: store.give(party, key.strip(), by=by.person, at=clock.now()))
    return outcome


def _usable(key: str) -> bool:
    """Whether its checksum is right: a letter mistyped would seal to nobody."""
    try:
        sealing.recipients_of([key])
    except sealing.KeyUnusable:
        return False
    return True


def _mistyped() -> Refusal:
    return Refusal(
        rule=rulebook.KEY_VERIFIED,
        reason="The key has a letter wrong: its checksum does not fit.",
        remedy="Copy it again, whole.",
    )


def verify(party: str, *, read_out: str, how: str, by: Actor) -> Outcome:
    """Put the key that waits on the party's card: parcels are sealed to it from now on."""
    found, given = _party(party), _given(party)
    outcome = core.verify(given, read_out=read_out, how=how, by=by, at=clock.now())

    def save() -> None:
        store.forget(given)
        register.save_party(replace(found, age_key=given.key, age_key_verified_on=clock.today()))

    if outcome.permitted:
        record(outcome.events, save=save)
    return outcome


def decline(party: str, *, by: Actor) -> Outcome:
    """Throw the key that waits away."""
    given = _given(party)
    outcome = core.decline(given, by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: store.forget(given))
    return outcome


def give_up(party: str, *, why: str, by: Actor) -> Outcome:
    """Take the key off the card: nothing is sealed to it any more, from this moment."""
    found = _party(party)
    outcome = core.give_up(found, why=why, by=by, at=clock.now())
    if outcome.permitted:
        without = replace(found, age_key="", age_key_verified_on=None)
        record(outcome.events, save=lambda: register.save_party(without))
    return outcome


def _party(reference: str) -> Party:
    found = register.party(reference)
    if found is None:
        raise NoSuchParty(reference)
    return found


def _given(party: str) -> core.GivenKey:
    row = store.row(party)
    if row is None:
        raise NoSuchParty(party)
    return store.to_core(row)
