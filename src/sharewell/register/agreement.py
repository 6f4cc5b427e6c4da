"""The information sharing agreement, from the draft to the day it ends.

    RECORDED, DRAFT --DPO reviews, owner signs, recipient signs--> ACTIVE --suspend--> SUSPENDED --> ACTIVE
                                                                   ACTIVE --end--> ENDED

An agreement taken over from somebody's spreadsheet is *recorded*: it is known, and it lets nothing leave. It becomes
active, by itself, when nothing is missing any more: a field schedule, the DPO's review (OPCC 5.3: every agreement), the
signature of the owner of that data set and of nobody else (OPCC 5.2), and the recipient's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sharewell.policy import rulebook
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.schedule import Schedule
from sharewell.register.terms import Terms
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role


class AgreementStatus(StrEnum):
    RECORDED = "recorded"
    DRAFT = "draft"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


class AgreementAction(StrEnum):
    """What people do to an agreement. The value is the second half of the event's kind."""

    REVIEW = "dpo_reviewed"
    SIGN = "signed"
    COUNTERSIGN = "countersigned"
    SUSPEND = "suspended"
    RESUME = "resumed"
    END = "ended"


_UNSIGNED = frozenset({AgreementStatus.RECORDED, AgreementStatus.DRAFT})
FROM = {
    AgreementAction.REVIEW: _UNSIGNED,
    AgreementAction.SIGN: _UNSIGNED,
    AgreementAction.COUNTERSIGN: _UNSIGNED,
    AgreementAction.SUSPEND: frozenset({AgreementStatus.ACTIVE}),
    AgreementAction.RESUME: frozenset({AgreementStatus.SUSPENDED}),
    AgreementAction.END: frozenset({AgreementStatus.ACTIVE, AgreementStatus.SUSPENDED}),
}
WHO = {
    AgreementAction.REVIEW: frozenset({Role.DPO}),
    AgreementAction.SIGN: frozenset({Role.OWNER}),
    AgreementAction.COUNTERSIGN: frozenset({Role.RECIPIENT}),
    AgreementAction.SUSPEND: frozenset({Role.OWNER, Role.DPO, Role.CHIEF_EXECUTIVE}),
    AgreementAction.RESUME: frozenset({Role.OWNER}),
    AgreementAction.END: frozenset({Role.OWNER, Role.CHIEF_EXECUTIVE}),
}
BECOMES = {
    AgreementAction.SUSPEND: AgreementStatus.SUSPENDED,
    AgreementAction.RESUME: AgreementStatus.ACTIVE,
    AgreementAction.END: AgreementStatus.ENDED,
}


# The keys of a terms document that an agreement may say beside its schedule, its days and its retention.
HANDLING = ("dialect", "sheet", "scope", "completeness", "freshness", "disclosure", "treatments")
_APPROVALS = ("review", "signature", "countersignature")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody's yes, and when. `digest` is that of the exact text they said yes to."""

    by: str
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreement. Both dates are days on which it is in force; `retention` is an ISO 8601 period.

    `recipient` is the reference of the party that receives. `legal_power`, `method` and the other texts are in the
    words of those who agreed them. `handling` is what the file is held to beyond its fields, in the words of the terms
    (see `HANDLING`).
    """

    reference: str
    title: str
    status: AgreementStatus
    data_set: str = ""
    recipient: str = ""
    recipient_name: str = ""
    purpose: str = ""
    benefits: str = ""
    legal_power: str = ""
    lawful_basis: str = ""
    disclosed: str = ""
    method: str = ""
    retention: str = ""
    starts: date | None = None
    ends: date | None = None
    review_on: date | None = None
    schedule: Schedule = field(default_factory=Schedule)
    max_rows: int | None = None
    handling: Mapping[str, Any] = field(default_factory=dict)
    review: Approval | None = None
    signature: Approval | None = None
    countersignature: Approval | None = None

    def terms(self) -> Terms:
        """What was agreed, as the document the gate reads."""
        document: dict[str, object] = {
            "agreement": self.reference,
            "recipient": self.recipient_name,
            "valid_from": self.starts and self.starts.isoformat(),
            "valid_until": self.ends and self.ends.isoformat(),
            "retention": self.retention,
            "schema": self.schedule.table_schema(),
            **{key: self.handling[key] for key in HANDLING if key in self.handling},
            "scope": dict(self.handling.get("scope", {}))
            | ({"max_rows": self.max_rows} if self.max_rows else {}),
        }
        return Terms.parse({key: value for key, value in document.items() if value})

    def digest(self) -> str:
        """The SHA-256 of everything that was agreed: what a review or a signature is bound to."""
        agreed = {
            name: value.isoformat() if isinstance(value, date) else value
            for each in fields(self)
            if (name := each.name) not in {"status", "schedule", *_APPROVALS}
            for value in [getattr(self, name)]
        }
        if not self.handling:
            del agreed["handling"]  # what was signed before there was any stays signed
        return digest(agreed | {"schedule": self.schedule.table_schema()})

    def missing(self) -> tuple[Refusal, ...]:
        """Everything that still keeps this agreement from being in force."""
        return tuple(_missing(self))


def _missing(agreement: Agreement) -> Iterator[Refusal]:
    if not agreement.schedule.fields:
        yield Refusal(
            rule=rulebook.AGREEMENT_COMPONENTS,
            reason="The field schedule is empty, so the agreement allows no field to leave.",
            remedy="List each field that may leave, with its type and why it is needed.",
        )
    if agreement.starts is None or agreement.ends is None:
        yield Refusal(
            rule=rulebook.AGREEMENT_COMPONENTS,
            reason="The agreement does not say from when until when it is in force.",
            remedy="Give the first and the last day.",
        )
    if agreement.review is None:
        yield Refusal(
            rule=rulebook.DPO_REVIEWS_AGREEMENT,
            reason="The Data Protection Officer has not reviewed this agreement.",
            remedy="Ask the Data Protection Officer to review it.",
        )
    if agreement.signature is None:
        yield Refusal(
            rule=rulebook.OWNER_SIGNS,
            reason="The owner of the data set has not signed.",
            remedy="Ask the owner of the data set to sign.",
        )
    if agreement.countersignature is None:
        yield Refusal(
            rule=rulebook.OWNER_SIGNS,
            reason="The recipient has not signed.",
            remedy="Ask the recipient to sign.",
        )


def take_step(agreement: Agreement, *, action: AgreementAction, by: Actor, at: datetime, on: date) -> Outcome:
    """Say whether this person may do this to the agreement now, with every reason if not.

    A permitted step yields its event, and `isa.activated` after it where nothing is missing any more.
    """
    refusals = tuple(_objections(agreement, action, by, on))
    if refusals:
        return Outcome(refusals=refusals)
    step = Event(
        kind=f"isa.{action.value}",
        about=agreement.reference,
        by=by.person,
        at=at,
        details={"agreement_sha256": agreement.digest()},
    )
    after = apply(agreement, step)
    if after.status in _UNSIGNED and not after.missing():
        return decide((), step, Event(kind="isa.activated", about=agreement.reference, by="system", at=at))
    return decide((), step)


def _objections(agreement: Agreement, action: AgreementAction, by: Actor, on: date) -> Iterator[Refusal]:
    if agreement.status not in FROM[action]:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"The agreement is {agreement.status.value}.",
            remedy="Look at the agreement's page for what can be done now.",
        )
    if not by.roles & WHO[action]:
        posts = " or ".join(sorted(role.label for role in WHO[action]))
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason=f"This step belongs to the {posts}.",
            remedy=f"Ask the {posts}.",
        )
    if action is AgreementAction.SIGN:
        yield from _objections_to_signing(agreement, by, on)


def _objections_to_signing(agreement: Agreement, by: Actor, on: date) -> Iterator[Refusal]:
    if agreement.review is None:
        yield Refusal(
            rule=rulebook.DPO_REVIEWS_AGREEMENT,
            reason="The Data Protection Officer has not reviewed this agreement, and reviews come before signatures.",
            remedy="Ask the Data Protection Officer to review it.",
        )
    if agreement.data_set not in by.owns and by.delegation_for(agreement.data_set, on) is None:
        yield Refusal(
            rule=rulebook.OWNER_SIGNS,
            reason=f"You do not own the data set '{agreement.data_set}'.",
            remedy="Ask its owner to sign, or to delegate to you in writing.",
        )


def apply(agreement: Agreement, event: Event) -> Agreement:
    """The agreement after something happened to it."""
    match event.kind.removeprefix("isa."):
        case "activated":
            return replace(agreement, status=AgreementStatus.ACTIVE)
        case "dpo_reviewed":
            return replace(agreement, review=_approval(event))
        case "signed":
            return replace(agreement, signature=_approval(event))
        case "countersigned":
            return replace(agreement, countersignature=_approval(event))
        case verb:
            return replace(agreement, status=BECOMES[AgreementAction(verb)])


def _approval(event: Event) -> Approval:
    return Approval(by=event.by, at=event.at, digest=str(event.details["agreement_sha256"]))


def authority(agreement: Agreement, *, on: date) -> Authority | None:
    """The authority this agreement yields on that day: live only with an empty `standing` and within its dates.

    None without a field schedule: then it says nothing about any file.
    """
    if not agreement.schedule.fields:
        return None
    return Authority(
        kind=AuthorityKind.AGREEMENT,
        reference=agreement.reference,
        recipient=agreement.recipient,
        data_set=agreement.data_set,
        terms=agreement.terms(),
        standing=tuple(_standing(agreement, on)),
    )


def _standing(agreement: Agreement, on: date) -> Iterator[Refusal]:
    if agreement.status is not AgreementStatus.ACTIVE:
        yield Refusal(
            rule=rulebook.AUTHORITY_IN_FORCE,
            reason=f"The agreement {agreement.reference} is {agreement.status.value}, not active.",
            remedy="Only an active agreement lets a file leave: see on its page what is missing.",
        )
    elif agreement.review_on is not None and (on - agreement.review_on).days > REVIEW_GRACE_DAYS:
        yield Refusal(
            rule=rulebook.REVIEW_IN_TIME,
            reason=f"The agreement {agreement.reference} was due for review on {agreement.review_on.isoformat()}.",
            remedy="Review the agreement; releases under it resume when the review is recorded.",
        )


REVIEW_GRACE_DAYS = 30  # ours: a review may be this late before releases stop (OPCC 6.4)
