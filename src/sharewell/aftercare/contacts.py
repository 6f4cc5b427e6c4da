"""A recipient keeps its own contacts: whom we write to, and who answers when they do not.

A recipient's own person changes them, and the old address is written to as well as the new one: whoever took over
somebody's account would otherwise turn our warnings away unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sharewell.policy import rulebook
from sharewell.register.party import Party
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """`contact` is who sends and receives; `dpo_contact` who answers when the contact does not ("" for nobody)."""

    contact: str
    dpo_contact: str = ""


def change(party: Party, said: Contacts, *, by: Actor, at: datetime) -> Outcome:
    """Change a party's contacts, with every reason if not. The addresses themselves stay off the record."""
    changed: list[JSON] = [
        name for name in ("contact", "dpo_contact") if getattr(party, name) != getattr(said, name)
    ]
    event = Event(
        kind="party.contacts_changed",
        about=party.reference,
        by=by.person,
        at=at,
        details={"changed": changed},
    )
    return decide(tuple(_refusals(said, changed)), event)


def _refusals(said: Contacts, changed: Sequence[object]) -> Iterator[Refusal]:
    if not changed:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason="These are the contacts that are on file already.",
            remedy="Nothing need be done.",
        )
    wrong = [each for each in (said.contact, said.dpo_contact) if each and not _ADDRESS.fullmatch(each)]
    if wrong or not said.contact:
        yield Refusal(
            rule=rulebook.RECIPIENTS_TOLD,
            reason="A contact is an e-mail address that somebody reads: without one nobody can be told of a change.",
            remedy="Give the address of a team rather than of one person. The second may be left empty.",
        )
