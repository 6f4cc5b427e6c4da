"""What an agreement is after something happened to it. That it may happen says `lifecycle`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from sharewell.register.agreement import (
    Agreement,
    AgreementAction,
    AgreementStatus,
    Approval,
    NoticeChoice,
    NoticeDecision,
)
from sharewell.vocabulary.event import Event

BECOMES = {
    AgreementAction.SUSPEND: AgreementStatus.SUSPENDED,
    AgreementAction.RESUME: AgreementStatus.ACTIVE,
    AgreementAction.END: AgreementStatus.ENDED,
    AgreementAction.CLOSE: AgreementStatus.CLOSED,
}


def apply(agreement: Agreement, event: Event) -> Agreement:
    """The agreement after something happened to it."""
    if not event.kind.startswith("isa."):
        return agreement  # what hangs together with it changes nothing in it
    verb = event.kind.removeprefix("isa.")
    if change := _AFTER.get(verb):
        return change(agreement, event)
    return replace(agreement, status=BECOMES[AgreementAction(verb)])


def _activated(agreement: Agreement, event: Event) -> Agreement:
    return replace(agreement, status=AgreementStatus.ACTIVE, review_on=_review_on(event))


def _reviewed_again(agreement: Agreement, event: Event) -> Agreement:
    return replace(agreement, status=_after_review(agreement), review_on=_review_on(event))


def _review_on(event: Event) -> date:
    return date.fromisoformat(str(event.details["review_on"]))


def _noticed(agreement: Agreement, event: Event) -> Agreement:
    details = event.details
    choice = NoticeChoice(str(details["choice"]))
    notice = NoticeDecision(choice=choice, reason=str(details["reason"]), notice=str(details["notice"]))
    return replace(agreement, notice=notice)


def _countersigned(agreement: Agreement, event: Event) -> Agreement:
    signed = {**agreement.countersignatures, str(event.details["party"]): _approval(event)}
    return replace(agreement, countersignatures=signed)


def _approval(event: Event) -> Approval:
    details = event.details
    return Approval(
        by=event.by,
        at=event.at,
        digest=str(details["agreement_sha256"]),
        name=str(details.get("name", "")),
        post=str(details.get("post", "")),
    )


def _checked(agreement: Agreement, event: Event) -> Agreement:
    file = agreement.particulars.partner_file
    if file is None:
        return agreement
    checked = replace(file, checked=file.sha256)
    return replace(agreement, particulars=replace(agreement.particulars, partner_file=checked))


def _after_review(agreement: Agreement) -> AgreementStatus:
    """A review brings back what only its lateness had suspended; with a signature missing it stays suspended."""
    signed = all(each.reference in agreement.countersignatures for each in agreement.parties)
    return AgreementStatus.ACTIVE if signed else agreement.status


def _succeeded(agreement: Agreement, event: Event) -> Agreement:
    """The successor stands in the party's place and has signed nothing yet: until it has, nothing leaves."""
    details = event.details
    party, to, name = str(details["party"]), str(details["to"]), str(details["to_name"])
    left = {key: value for key, value in agreement.countersignatures.items() if key != party}
    if agreement.recipient == party:
        agreement = replace(agreement, recipient=to, recipient_name=name)
    said = agreement.particulars
    others = tuple(
        replace(each, reference=to, name=name) if each.reference == party else each for each in said.others
    )
    bases = tuple(replace(each, party=to) if each.party == party else each for each in said.bases)
    return replace(
        agreement,
        status=AgreementStatus.SUSPENDED,
        countersignatures=left,
        particulars=replace(said, others=others, bases=bases),
    )


_AFTER: Mapping[str, Callable[[Agreement, Event], Agreement]] = {
    "component_check": _checked,
    "notice_decided": _noticed,
    "dpo_reviewed": lambda agreement, event: replace(agreement, review=_approval(event)),
    "signed": lambda agreement, event: replace(agreement, signature=_approval(event)),
    "countersigned": _countersigned,
    "activated": _activated,
    "review_completed": _reviewed_again,
    "succeeded": _succeeded,
    "superseded": lambda agreement, event: replace(agreement, status=AgreementStatus.SUPERSEDED),
    # What is said of it elsewhere changes nothing in it.
    "renewed": lambda agreement, event: agreement,
    "novated": lambda agreement, event: agreement,
}
