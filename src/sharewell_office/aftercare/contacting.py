"""A recipient's own people keep its contacts; who was on file before, and our register keeper, hear of a change."""

from __future__ import annotations

from dataclasses import replace

from sharewell.aftercare import contacts as core
from sharewell.register.party import Party
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import Message, record
from sharewell_office.people import store as people
from sharewell_office.register import store as register


class NoSuchParty(Exception):
    """There is no party of that reference."""


@acts
def change(party: str, *, contact: str, dpo_contact: str, by: Actor) -> Outcome:
    """Put other contacts on the party's card."""
    found = register.party(party)
    if found is None:
        raise NoSuchParty(party)
    said = core.Contacts(contact=contact.strip(), dpo_contact=dpo_contact.strip())
    outcome = core.change(found, said, by=by, at=clock.now())
    if outcome.permitted:
        changed = replace(found, contact=said.contact, dpo_contact=said.dpo_contact)
        record(
            outcome.events, save=lambda: register.save_party(changed), messages=_to_everybody(found, changed)
        )
    return outcome


def _to_everybody(before: Party, after: Party) -> list[Message]:
    theirs = {before.contact, before.dpo_contact, after.contact, after.dpo_contact}
    ours = {person.username for person in people.with_role(Role.REGISTER_KEEPER)}
    page = f"/organisations/{before.reference}/"
    return [
        Message(
            to=to,
            template="contacts-changed",
            about=before.reference,
            link="/received/" if "@" in to else page,
        )
        for to in sorted(theirs | ours)
        if "@" in to or to in ours
    ]
