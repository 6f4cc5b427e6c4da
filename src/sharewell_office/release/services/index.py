"""The differencing index: what left to a recipient before, so that nobody is exposed by what differs.

A footprint is made when a file is examined, remembered when it is sealed, and destroyed when the recipient certified
that its parcel is destroyed. It is pseudonymised personal data: it has an owner (of the data set), an entry in the
record of processing, a DPIA, and a key that can be changed, after which nobody can try values against what is there.
"""

from __future__ import annotations

import json
from dataclasses import replace

from sharewell.engine.footprint import key_id
from sharewell.policy import rulebook
from sharewell.register.card import DutyKind
from sharewell.release.differencing import Footprint
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import record
from sharewell_office.people.store import command_line
from sharewell_office.register import store as register
from sharewell_office.release import keys, store, vault
from sharewell_office.release.models import Release


# --- comparing and remembering ----------------------------------------------------------------------------------------
def released(data_set: str, recipient: str) -> tuple[Footprint, ...]:
    """What is remembered of the files of that data set that went to that recipient."""
    return tuple(
        replace(
            Footprint.read(json.loads(vault.footprint_file(each.sha256).read_bytes())),
            reference=each.release.reference,
            on=each.released_on,
        )
        for each in store.footprints(data_set, recipient)
    )


def compared_with(data_set: str, recipient: str) -> list[str]:
    """The releases with which a file would be compared now."""
    return [each.release.reference for each in store.footprints(data_set, recipient)]


def keep(footprint: Footprint | None) -> str:
    """Keep what an examination would have remembered; its digest, "" for nothing."""
    return vault.keep_footprint(json.dumps(footprint.document()).encode()) if footprint else ""


def remember(row: Release) -> None:
    """Remember a file with its seal; call this in the transaction of the record."""
    if row.current.footprint_sha256:
        store.remember(row, key=key_id(keys.index_key()), released_on=clock.today())


def forget_unused(digests: set[str]) -> None:
    """Destroy footprints that nothing needs any more."""
    for each in digests:
        if each and not store.footprint_in_use(each):
            vault.destroy_footprint(each)


# --- forgetting -------------------------------------------------------------------------------------------------------
def certified(release: str) -> bool:
    """The recipient certified that this parcel is destroyed: nothing of it is remembered. Whether something was."""
    found = store.footprint_of(release)
    if found is None:
        return False
    event = Event(
        kind="index.forgotten",
        about=release,
        by=command_line().person,
        at=clock.now(),
        details={"data_set": found.data_set, "recipient": found.recipient},
    )
    record([event], save=lambda: store.forget_footprint(release))
    forget_unused({found.sha256})
    if not store.every_footprint():
        keys.destroy_index_key()
    return True


def forget_certified() -> int:
    """Forget every file whose recipient has certified its destruction, by their card; how many were."""
    waiting = {each.release.reference: each.recipient for each in store.every_footprint()}
    done = {
        duty.about
        for recipient in set(waiting.values())
        for duty in register.duties(recipient)
        if duty.kind is DutyKind.CERTIFICATE and duty.done_on is not None
    }
    return sum(certified(reference) for reference in waiting if reference in done)


# --- whose it is, and its key -----------------------------------------------------------------------------------------
@acts
def note_purpose(data_set: str, *, ropa: str, dpia: str, by: Actor) -> Outcome:
    """Say under which entry of the record of processing, and which DPIA, the index of that data set is kept."""
    event = Event(
        kind="index.purpose_noted",
        about=data_set,
        by=by.person,
        at=clock.now(),
        details={"ropa": ropa.strip(), "dpia": dpia.strip()},
    )
    outcome = decide(_dpo(by), event)
    if outcome.permitted:
        record(
            outcome.events,
            save=lambda: store.note_purpose(
                data_set, ropa=ropa.strip(), dpia=dpia.strip(), by=by.person, at=clock.now()
            ),
        )
    return outcome


@acts
def change_key(*, by: Actor) -> Outcome:
    """Destroy the key. Files that leave later are compared by another one, and with those before only by a person."""
    event = Event(
        kind="index.key_changed",
        about="differencing index",
        by=by.person,
        at=clock.now(),
        details={"key": key_id(keys.index_key()), "footprints": len(store.every_footprint())},
    )
    outcome = decide(_dpo(by), event)
    if outcome.permitted:
        record(outcome.events, save=keys.destroy_index_key)
    return outcome


def _dpo(by: Actor) -> tuple[Refusal, ...]:
    if by.has(Role.DPO):
        return ()
    label = Role.DPO.label
    return (
        Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason=f"This step belongs to the {label}.",
            remedy=f"Ask the {label}.",
        ),
    )
