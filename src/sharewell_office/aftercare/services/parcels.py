"""What offering, collecting and their pages all ask of a parcel."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sharewell.policy import rulebook
from sharewell.register.authority import AuthorityKind
from sharewell.register.terms import Terms
from sharewell.release.permission import in_force
from sharewell.vocabulary.outcome import Refusal
from sharewell_office.adapters import clock
from sharewell_office.ledger.services import Message
from sharewell_office.register import store as register
from sharewell_office.release.models import Release
from sharewell_office.release.services import authorities


class NoSuchParcel(Exception):
    """There is no parcel by that link or of that release."""


def hash_of(secret: str) -> str:
    """What the office keeps of a link, or of a browser. Both are long and random, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""


def agreement_in_force(release: Release) -> tuple[Refusal, ...]:
    """Every reason why the agreement lets nothing leave today. A decision is for one delivery: this one."""
    on = clock.today()
    agreement = register.authority(release.authority, on)
    return in_force(agreement, on=on) if agreement else ()


def has_terms(release: Release) -> bool:
    """Whether there are terms to accept: what left under a determination is outside the policy, and has none."""
    return Terms.parse(release.terms).kind != AuthorityKind.DETERMINATION


def holds_people(release: Release) -> bool:
    """Whether anybody is in the file: then it is destroyed, and certified. Where nobody can say, somebody is."""
    under = authorities.authority(release.authority, clock.today())
    return under is None or under.personal


def to_recipient(party: str, template: str, about: str, at: datetime) -> list[Message]:
    """To the party's contact, where there is one. It leads to their own pages, never to the link that collects."""
    found = register.party(party)
    if found is None or "@" not in found.contact:
        return []
    due = at.astimezone(clock.LONDON).date()
    return [Message(to=found.contact, template=template, about=about, link="/received/", due=due)]


def collected_already() -> Refusal:
    return Refusal(
        rule=rulebook.COLLECTED_ONCE,
        reason="This parcel has been collected already.",
        remedy="If it was not you or a colleague, tell the office at once: it may be a personal data breach.",
    )
