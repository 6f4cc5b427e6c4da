"""Whether an agreement may stand in the public register, and with what left out.

Asked before anything is public, in this order: would telling that this is shared tell somebody what they must not
learn (then it is withheld, with a reason and a day to ask again); and what must be blacked out of what is published.
Contacts and the way data travel are left out always: they help whoever would attack, and nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sharewell.policy import rulebook
from sharewell.register.agreement import Agreement, AgreementStatus
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

WHO = frozenset({Role.DPO})
ALWAYS_LEFT_OUT = ("contact", "method")
# What may be left out of an entry as well, by the columns of the DEA register. Title, parties and basis always stand.
MAY_BE_LEFT_OUT = ("purpose", "benefits", "disclosed", "processors", "areas")
LEFT_OUT = "[left out]"
PUBLIC = frozenset(
    {AgreementStatus.ACTIVE, AgreementStatus.SUSPENDED, AgreementStatus.ENDED, AgreementStatus.CLOSED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What was decided of one agreement. `withheld`: it stands nowhere until `ask_again`, because of `reason`."""

    withheld: bool
    reason: str = ""
    ask_again: date | None = None
    left_out: tuple[str, ...] = ()


def publish(agreement: Agreement, said: Publication, *, by: Actor, at: datetime, on: date) -> Outcome:
    """Decide on one agreement, or say every reason why not."""
    kind = "isa.withheld_from_public" if said.withheld else "isa.published"
    event = Event(
        kind=kind,
        about=agreement.reference,
        by=by.person,
        at=at,
        details={
            "left_out": list(said.left_out),
            "ask_again": said.ask_again.isoformat() if said.ask_again else "",
        },
    )
    return decide(_objections(agreement, said, by, on), event)


def _objections(agreement: Agreement, said: Publication, by: Actor, on: date) -> Iterator[Refusal]:
    if not by.roles & WHO:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="What is made public is decided by the Data Protection Officer.",
            remedy="Ask the Data Protection Officer.",
        )
    if not said.withheld and agreement.status not in PUBLIC:
        yield Refusal(
            rule=rulebook.AGREEMENT_COMPONENTS,
            reason="Only an agreement that came into force is published: this one was never signed by everybody.",
            remedy="Publish it when it is in force.",
        )
    if said.withheld and not said.reason:
        yield Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason="Nothing is withheld from the public without a reason.",
            remedy="Say whom it would harm to know of this sharing, and how.",
        )
    if said.withheld and not (said.ask_again and said.ask_again > on):
        yield Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason="Nothing is withheld for ever.",
            remedy="Give a day, after today, on which it is asked again.",
        )
