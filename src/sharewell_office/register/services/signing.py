"""A party reads, comments and signs by a link, without an account. Both sides hold the digest of the same text."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction

from sharewell.register import agreement as core
from sharewell.register.lifecycle import Said
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import record
from sharewell_office.register import store
from sharewell_office.register.services.life import NoSuchAgreement, row_of, take_step

LINK_DAYS = 30


@acts
def invite(reference: str, *, party: str, by: Actor) -> str:
    """A fresh link by which that party reads and signs, good for thirty days: its secret, told once and never kept.

    Raises `NoSuchAgreement` where there is no such agreement, or no such party to it.
    """
    agreement = store.to_core(row_of(reference))
    if party not in {each.reference for each in agreement.parties}:
        raise NoSuchAgreement(reference)
    secret = secrets.token_urlsafe(24)
    event = Event(
        kind="isa.sent_for_signature",
        about=reference,
        by=by.person,
        at=clock.now(),
        details={"party": party, "agreement_sha256": agreement.digest()},
    )
    expires = clock.today() + timedelta(days=LINK_DAYS)
    record(
        [event],
        save=lambda: store.add_link(
            reference,
            party,
            sha256(secret.encode()).hexdigest(),
            by=by.person,
            at=clock.now(),
            expires=expires,
        ),
    )
    return secret


def link(secret: str) -> Any:
    """The link of that secret, while it is good; None otherwise."""
    return store.link(sha256(secret.encode()).hexdigest(), clock.today())


def sign_by_link(secret: str, *, name: str, post: str, digest: str) -> Outcome | None:
    """Sign for the party the link was sent to; None where the link is not good any more.

    Raises `TextChanged` where what they read (`digest`) is not what stands there now.
    """
    found = link(secret)
    if found is None or found.signed_at:
        return None
    if store.to_core(row_of(found.agreement.reference)).digest() != digest:
        raise TextChanged(found.agreement.reference)
    said = Said(party=found.party.reference, name=name, post=post)
    signer = Actor(person="recipient", name=name, roles=frozenset({Role.RECIPIENT}))
    with transaction.atomic():
        outcome = take_step(
            found.agreement.reference, action=core.AgreementAction.COUNTERSIGN, by=signer, said=said
        )
        if outcome.permitted:
            store.link_signed(found.pk, at=clock.now())
    return outcome


def comment_by_link(secret: str, *, name: str, text: str) -> bool:
    """Put a party's comment with the draft and on the record; False where the link is not good any more."""
    found = link(secret)
    if found is None:
        return False
    event = Event(
        kind="isa.commented",
        about=found.agreement.reference,
        by="recipient",
        at=clock.now(),
        details={"party": found.party.reference},
    )
    record([event], save=lambda: store.add_comment(found, name=name, text=text, at=clock.now()))
    return True


class TextChanged(Exception):
    """The text is not the one that was read."""
