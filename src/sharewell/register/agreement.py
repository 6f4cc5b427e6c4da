"""The information sharing agreement: what was agreed, who said yes to exactly that, and the Authority it yields.

    RECORDED, DRAFT --DPO reviews, owner signs, every party signs--> ACTIVE <--> SUSPENDED
    ACTIVE, SUSPENDED --vary--> a new edition; the old one SUPERSEDED once that is in force
    ACTIVE, SUSPENDED --end--> ENDED --certificates are in--> CLOSED

An agreement taken over from somebody's spreadsheet is *recorded*: it is known, and it lets nothing leave. What is
missing says `completeness`; who may take which step says `lifecycle`; what changed says `variation`. Every yes is bound
to the digest of the text it was said to: change a word, and it is asked for again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sharewell.policy import rulebook
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.particulars import OURSELVES, Basis, Direction, OtherParty, Particulars
from sharewell.register.schedule import Schedule
from sharewell.register.terms import Terms
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.outcome import Refusal


class AgreementStatus(StrEnum):
    RECORDED = "recorded"
    DRAFT = "draft"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    CLOSED = "closed"


class AgreementAction(StrEnum):
    """What people do to an agreement. The value is the second half of the event's kind."""

    CHECK = "component_check"
    REVIEW = "dpo_reviewed"
    DECIDE_NOTICE = "notice_decided"
    SIGN = "signed"
    COUNTERSIGN = "countersigned"
    SUSPEND = "suspended"
    RESUME = "resumed"
    COMPLETE_REVIEW = "review_completed"
    SUCCEED = "succeeded"
    END = "ended"
    CLOSE = "closed"


# The keys of a terms document that an agreement may say beside its schedule, its days and its retention.
HANDLING = (
    "dialect",
    "sheet",
    "scope",
    "completeness",
    "freshness",
    "disclosure",
    "treatments",
    "sealed_with",
    "certificate_level",
)
# What is not part of the text that is agreed: where it stands, who said yes, and what only the owner decides.
_NOT_AGREED = frozenset(
    {"status", "schedule", "particulars", "review", "signature", "countersignatures", "notice", "review_on"}
)
REVIEW_GRACE_DAYS = 30  # ours: a review may be this late before releases stop (OPCC 6.4)
REVIEW_SOON_DAYS = 60


class NoticeChoice(StrEnum):
    """The decision at sign-off about what people are told: exactly one of three (OPCC 6.5)."""

    ADDITIONAL = "additional_notice"
    UPDATE = "update_existing"
    CURRENT = "current_suffices"

    @property
    def label(self) -> str:
        return {
            "additional_notice": "An additional notice is given",
            "update_existing": "The existing notice is updated",
            "current_suffices": "The current notice suffices",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDecision:
    """Which of the three, why, and the notice it is about."""

    choice: NoticeChoice
    reason: str
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody's yes, and when. `digest` is that of the exact text they said yes to; `name` and `post` where a party
    signed by link.
    """

    by: str
    at: datetime
    digest: str
    name: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One agreement. Both dates are days on which it is in force; `retention` is an ISO 8601 period.

    `recipient` is the reference of the party that receives. `legal_power`, `method` and the other texts are in the
    words of those who agreed them; `particulars` holds the rest of the text. `countersignatures` are by party.
    `edition` counts versions, and `varies` names the one before. `handling` is what the file is held to beyond its
    fields, in the words of the terms (see `HANDLING`).
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
    particulars: Particulars = field(default_factory=Particulars)
    edition: int = 1
    varies: str = ""
    notice: NoticeDecision | None = None
    review: Approval | None = None
    signature: Approval | None = None
    countersignatures: Mapping[str, Approval] = field(default_factory=dict)

    @property
    def parties(self) -> tuple[OtherParty, ...]:
        """Every party beside us."""
        first = OtherParty(reference=self.recipient, name=self.recipient_name)
        return ((first,) if self.recipient else ()) + self.particulars.others

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
            if (name := each.name) not in _NOT_AGREED
            for value in [getattr(self, name)]
        }
        agreed["particulars"] = _without_check(self.particulars.document())
        return digest(agreed | {"schedule": self.schedule.table_schema()})

    def says_yes(self, approval: Approval | None) -> bool:
        """Whether that yes was said to the text as it stands."""
        return approval is not None and approval.digest == self.digest()

    def review_state(self, on: date) -> str:
        """Where the review clock stands: `in_time`, `soon`, `amber` (late) or `overdue` (nothing leaves any more)."""
        late = (on - self.review_on).days if self.review_on else -REVIEW_SOON_DAYS - 1
        if late > REVIEW_GRACE_DAYS:
            return "overdue"
        return "amber" if late > 0 else "soon" if late >= -REVIEW_SOON_DAYS else "in_time"


def _without_check(particulars: dict[str, Any]) -> dict[str, Any]:
    """The partner's file is part of the text; that somebody checked it is not, nor is our screening."""
    file = particulars["partner_file"]
    agreed = {key: value for key, value in particulars.items() if key != "screening"}
    return agreed | {"partner_file": file and {**file, "checked": "", "clauses": {}}}


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
        law_enforcement=_law_enforcement(agreement),
        special_category=_special_category(agreement.particulars.bases),
    )


# Part 3 of the Act, and not of one of its schedules; its lawful bases are those of section 35.
_PART_3 = re.compile(r"(?<!Schedule \d )(?<!Schedule \d, )\bPart 3\b|\bs(?:ection|\.)? ?35\b", re.IGNORECASE)


def _law_enforcement(agreement: Agreement) -> bool:
    """Whether we send on a basis of Part 3 of the DPA 2018, not only whoever receives: bases are written in words."""
    ours = (each.basis for each in agreement.particulars.bases if each.party == OURSELVES)
    said = (agreement.lawful_basis, *ours)
    return any(_PART_3.search(words) for words in said)


def _special_category(bases: Sequence[Basis]) -> bool:
    """Whether the data may be special category data or offences: unless bases are given, and none needs a condition."""
    return not bases or any(each.condition.strip() for each in bases)


def _standing(agreement: Agreement, on: date) -> Iterator[Refusal]:
    if agreement.status is not AgreementStatus.ACTIVE:
        yield Refusal(
            rule=rulebook.AUTHORITY_IN_FORCE,
            reason=f"The agreement {agreement.reference} is {agreement.status.value}, not active.",
            remedy="Only an active agreement lets a file leave: see on its page what is missing.",
        )
    if agreement.particulars.direction is Direction.IN:
        yield Refusal(
            rule=rulebook.AUTHORITY_IN_FORCE,
            reason=f"Under the agreement {agreement.reference} we receive, and send nothing.",
            remedy="Vary the agreement if data are to go the other way as well.",
        )
    if agreement.status in _CLOCKED and agreement.review_state(on) == "overdue" and agreement.review_on:
        yield Refusal(
            rule=rulebook.REVIEW_IN_TIME,
            reason=f"The agreement {agreement.reference} was due for review on {agreement.review_on.isoformat()}.",
            remedy="Review the agreement; releases under it resume when the review is recorded.",
        )


_CLOCKED = frozenset({AgreementStatus.ACTIVE, AgreementStatus.SUSPENDED})
