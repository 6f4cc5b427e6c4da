"""A sealed parcel is offered with a link and a code, and the link taken back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sharewell.aftercare import collection as core
from sharewell.aftercare.collection import State
from sharewell.aftercare.retention import destroy_by
from sharewell.policy import rulebook
from sharewell.register.terms import Terms
from sharewell.release.permission import Status
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.aftercare import store
from sharewell_office.aftercare.services.parcels import (
    NoSuchParcel,
    agreement_in_force,
    collected_already,
    hash_of,
    to_recipient,
)
from sharewell_office.ledger.services import record
from sharewell_office.release import store as releases
from sharewell_office.release.models import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A link's token and its code, in clear, for this one moment; or every reason why there are none."""

    token: str = ""
    code: str = ""
    refusals: tuple[Refusal, ...] = ()


@acts
def offer(reference: str, *, by: Actor) -> Offered:
    """Make a link and a code for a sealed parcel. The ones made before are good no longer."""
    release = releases.row(reference)
    if release is None:
        raise NoSuchParcel(reference)
    refusals = _objections(release, by)
    if refusals:
        return Offered(refusals=refusals)
    token, code, salt = secrets.token_urlsafe(24), _fresh_code(), secrets.token_bytes(16)
    now = clock.now()
    made = store.Offer(
        token_hash=hash_of(token),
        code_hash=core.hash_of(code, salt=salt),
        code_salt=salt,
        by=by.person,
        at=now,
        expires_at=now + core.OPEN_FOR,
    )
    event = Event(
        kind="release.offered",
        about=reference,
        by=by.person,
        at=now,
        details={"recipient": release.recipient, "expires_at": made.expires_at.isoformat()},
    )
    try:
        record(
            [event],
            save=lambda: _save_offer(release, made),
            messages=to_recipient(release.recipient, "parcel-offered", reference, made.expires_at),
        )
    except store.SomebodyElseCollectedIt:
        return Offered(refusals=(collected_already(),))
    return Offered(token=token, code=core.grouped(code))


def _objections(release: Release, by: Actor) -> tuple[Refusal, ...]:
    found = []
    if not by.about(release.data_set).has(Role.HANDLER):
        found.append(_not_yours(release, by))
    if not by.trained(clock.today()):
        found.append(
            Refusal(
                rule=rulebook.TRAINING_CURRENT,
                reason="Your data protection training is not current.",
                remedy="Complete the training, or ask a trained colleague.",
            )
        )
    if release.status != Status.SEALED:
        found.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason=f"{release.reference} is {release.status}; only a sealed parcel can be collected.",
                remedy="Release the file first.",
            )
        )
    row = store.parcel(release.reference)
    if row and row.destroyed_at and row.state != State.COLLECTED:
        found.append(
            Refusal(
                rule=rulebook.COLLECTED_IN_TIME,
                reason="Nobody collected the parcel by its last day, and it was destroyed.",
                remedy="Bring the file to the gate again, if it is still to go.",
            )
        )
    return (*found, *agreement_in_force(release))


def _not_yours(release: Release, by: Actor) -> Refusal:
    elsewhere = by.held_elsewhere({Role.HANDLER}, release.data_set)
    return Refusal(
        rule=rulebook.NOT_YOUR_STEP,
        reason=f"Links are made and taken back by case handlers of the data set's business area.{elsewhere}",
        remedy="Ask one of them.",
    )


def _save_offer(release: Release, made: store.Offer) -> None:
    terms, released_on = Terms.parse(release.terms), releases.sealed_on(release)
    assert released_on is not None
    store.offered(
        release.reference,
        recipient=release.recipient,
        recipient_name=release.recipient_name,
        folder=release.parcel,
        destroy_by=destroy_by(released_on, retention=terms.retention, given=terms.destroy_by),
        offer=made,
    )


def _fresh_code() -> str:
    return "".join(secrets.choice(core.CODE_LETTERS) for _ in range(core.CODE_LENGTH))


@acts
def revoke(reference: str, *, by: Actor) -> tuple[Refusal, ...]:
    """Take the link back: it is dead at once. A case handler can make a new one. Raises `NoSuchParcel`."""
    release = releases.row(reference)
    if release is None or store.parcel(reference) is None:
        raise NoSuchParcel(reference)
    if not by.about(release.data_set).has(Role.HANDLER):
        return (_not_yours(release, by),)
    event = Event(kind="release.link_revoked", about=reference, by=by.person, at=clock.now())
    try:
        record([event], save=lambda: store.revoked(reference))
    except store.SomebodyElseCollectedIt:
        return (collected_already(),)
    return ()
