"""Drafting an agreement from a request whose kind comes again and again (OPCC 2.2, 6.1).

Everything the request has settled goes into the draft, so that nobody types it twice; what an agreement asks beyond
that is left open, and its own page says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sharewell.decisions.reasons import Reason
from sharewell.decisions.request import Request
from sharewell.decisions.stepping import Step, happened, taken
from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.register.agreement import Agreement, AgreementStatus
from sharewell.register.schedule import Schedule, ScheduledField
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor

PROPOSES = frozenset({"TYPE_REPEAT", "DIV_LARGE_SCALE"})


def calls_for_agreement(reasons: Iterable[Reason]) -> bool:
    """Whether the policy says that an agreement would serve better than one more decision."""
    return any(reason.code in PROPOSES for reason in reasons)


def drafted_from(request: Request, law: Law) -> Agreement:
    """The draft, without its reference."""
    basis, power = request.facts.get("basis.art6"), request.facts.get("power.citation")
    return Agreement(
        reference="",
        title=request.title,
        status=AgreementStatus.DRAFT,
        data_set=request.data_set,
        recipient=request.recipient,
        recipient_name=request.recipient_name,
        purpose=str(request.facts.get("purpose.text", "")),
        legal_power=str(power or ""),
        lawful_basis=law.says("basis.art6", str(basis)) if basis else "",
        disclosed=request.asked,
        retention=request.retention,
        schedule=Schedule(
            fields=tuple(
                ScheduledField(name=one.name, type=one.type, why=one.why, personal=one.personal or None)
                for one in request.proposed
            )
        ),
    )


def propose(request: Request, agreement: str, *, by: Actor, at: datetime) -> Step:
    """Put on record which agreement was drafted from the request; one is enough."""
    refusals = []
    if request.agreement:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason=f"An agreement was drafted from {request.reference} already.",
                remedy=f"Go on with {request.agreement}.",
            )
        )
    event = happened("request.agreement_proposed", request, by, at, {"agreement": agreement})
    return taken(request, replace(request, agreement=agreement), event, refusals)
