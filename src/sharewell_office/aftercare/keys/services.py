"""Keys are given, verified by another channel, and given up; each on the record, and on the party's card at once."""

from __future__ import annotations

from sharewell.aftercare import keys as core
from sharewell.engine import locks
from sharewell.register.party import KeyKind, Party, PartyKey
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.aftercare.keys import store
from sharewell_office.ledger.services import record
from sharewell_office.register import store as register


class NoSuchParty(Exception):
    """There is no party of that reference, or no key that waits."""


@acts
def give(party: str, key: str, *, by: Actor) -> Outcome:
    """Take a key down, to be verified. The one of its kind on the card stays until then."""
    kind = core.kind_of(key)
    check, problem = _tried(kind, key)
    outcome = core.give(_party(party), kind, key, problem=problem, by=by, at=clock.now())
    if outcome.permitted:
        given = core.GivenKey(party=party, kind=kind, key=key.strip(), check=check, given_by=by.person)
        record(outcome.events, save=lambda: store.give(given, at=clock.now()))
    return outcome


def _tried(kind: KeyKind, key: str) -> tuple[str, str]:
    """What is read out of that key, and why nothing can be sealed to it: a letter mistyped would seal to nobody."""
    try:
        if kind is KeyKind.OPENPGP:
            return core.in_fours(locks.openpgp_certificate(key).names[0]), ""
        locks.recipients_of([key])
        return core.check_of(key), ""
    except locks.KeyUnusable as problem:
        return "", str(problem) if kind is KeyKind.OPENPGP else "its checksum does not fit"


@acts
def verify(party: str, kind: KeyKind, *, read_out: str, how: str, by: Actor) -> Outcome:
    """Put the key that waits on the party's card: parcels are sealed to it from now on."""
    found, given = _party(party), _given(party, kind)
    outcome = core.verify(given, read_out=read_out, how=how, by=by, at=clock.now())

    def save() -> None:
        store.forget(given)
        register.save_party(core.verified(found, given, on=clock.today()))

    if outcome.permitted:
        record(outcome.events, save=save)
    return outcome


@acts
def decline(party: str, kind: KeyKind, *, by: Actor) -> Outcome:
    """Throw the key that waits away."""
    given = _given(party, kind)
    outcome = core.decline(given, by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: store.forget(given))
    return outcome


@acts
def give_up(party: str, kind: KeyKind, *, why: str, by: Actor) -> Outcome:
    """Take the key off the card: nothing is sealed to it any more, from this moment."""
    found = _party(party)
    outcome = core.give_up(found, kind, why=why, by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: register.save_party(found.with_key(kind, PartyKey())))
    return outcome


def _party(reference: str) -> Party:
    found = register.party(reference)
    if found is None:
        raise NoSuchParty(reference)
    return found


def _given(party: str, kind: KeyKind) -> core.GivenKey:
    row = store.row(party, kind)
    if row is None:
        raise NoSuchParty(party)
    return store.to_core(row)
