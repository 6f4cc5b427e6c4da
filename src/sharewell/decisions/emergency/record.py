"""An emergency: who was in danger, what was told to whom, and what was written down afterwards.

    OPEN --disclose--> RELEASED --record--> RECORDED --review--> REGULARISED
      '--stand_down--> STOOD_DOWN          (nothing was told)

Only word of mouth goes this way. Anything written, the terms that follow included, passes the gate like every file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sharewell.decisions.case import Case
from sharewell.decisions.request import Advice
from sharewell.policy.truth import Value

HOME = "GB"


class Status(StrEnum):
    """Where an emergency stands."""

    OPEN = "emergency_open"
    RELEASED = "emergency_released"
    RECORDED = "emergency_recorded"
    REGULARISED = "emergency_regularised"
    STOOD_DOWN = "emergency_stood_down"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def outcome(self) -> str:
        """The word of the flow for it: EMERGENCY_RELEASED, EMERGENCY_REGULARISED."""
        return self.value.upper()

    @property
    def final(self) -> bool:
        return self in (Status.REGULARISED, Status.STOOD_DOWN)


_LABELS = {
    Status.OPEN: "Emergency open",
    Status.RELEASED: "Told, to be recorded",
    Status.RECORDED: "Recorded, to be reviewed",
    Status.REGULARISED: "Recorded and reviewed",
    Status.STOOD_DOWN: "Stood down: nothing was told",
}


class Channel(StrEnum):
    """The ways of telling something by word of mouth (E1). Writing is none of them."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    RADIO = "radio"
    VIDEO = "video"


class Review(StrEnum):
    """What the data owner says of it afterwards (E5)."""

    JUSTIFIED = "justified"
    CRITICISED = "criticised"


# What stands on the form that is filled in while the telephone rings: one minute, five lines. All else comes later.
AT_ONCE: tuple[tuple[str, str], ...] = (
    ("danger", "Who is in danger, and what would happen if you waited?"),
    ("recipient_name", "Whom are you going to tell (organisation)?"),
    ("to_whom", "The name or number of the person there"),
    ("identity", "What did you do to make sure it is them (a number you rang back)?"),
    ("told", "What kinds of things did you tell?"),
)

# What is said aloud before anything is told (E3): the standard terms in five breaths.
SHORT_TERMS: tuple[str, ...] = (
    "Use this only to deal with this emergency.",
    "Keep it safe, and share it no further than you must.",
    "Tell us at once if anything goes wrong with it.",
    "Keep it no longer than you need it.",
    "Our written terms will follow.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What was told by word of mouth. `told` and `withheld` name kinds of information ("location"), never its values.

    `identity` is what was done to make sure who was listening. `exception` is the words of the Act that lift a bar,
    where an enactment forbids the disclosure and the Act itself makes room for it.
    """

    at: datetime
    by: str
    to_whom: str
    identity: str
    told: tuple[str, ...]
    channel: str = Channel.PHONE.value
    terms_said: bool = False
    exception: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """The retrospective review: by whom, what they say, and what is to be done."""

    by: str
    at: datetime
    says: Review
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """One emergency. People are ids. `facts` and `answers` are those of a one-off case, filled in afterwards.

    `findings` are the codes of rules that were not kept and stopped nobody: they stay until somebody deals with them.
    """

    reference: str
    opened: datetime
    opened_by: str
    danger: str
    recipient_name: str
    recipient: str = ""
    data_set: str = ""
    owners: frozenset[str] = frozenset()
    status: Status = Status.OPEN
    disclosure: Disclosure | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)
    answers: Mapping[str, Value] = field(default_factory=dict)
    why_urgent: str = ""
    withheld: tuple[str, ...] = ()
    recorded_at: datetime | None = None
    recorded_by: str = ""
    advice: tuple[Advice, ...] = ()
    review: Reviewed | None = None
    terms_sent: datetime | None = None
    findings: tuple[str, ...] = ()
    version: int = 1

    @property
    def disclosed(self) -> datetime | None:
        return self.disclosure.at if self.disclosure else None

    @property
    def always_sampled(self) -> bool:
        """Every emergency in which something was told is in the dip sample (E7)."""
        return self.disclosure is not None

    def case(self) -> Case:
        """The emergency as the policy judges it: what is open is answered afterwards, what fires is a finding."""
        at_home: dict[str, Value] = {"S9.1": "no"} if self.facts.get("recipient.country") == HOME else {}
        return Case(
            facts={**self.facts, "sharing.emergency": True},
            answers={**at_home, **self.answers, "S0.6": "yes"},
            data_set=self.data_set,
        )
