"""The one-off request: what was asked, by whom, for what, what was answered, advised and decided.

A request is a record; a step makes a new one (see `lifecycle`). `case()` puts it before the policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sharewell.decisions.annexes import Anonymised, Determination, HandOff, Order, SmallOffice
from sharewell.decisions.case import Case, Incident, Person
from sharewell.decisions.standing import person, person_behind
from sharewell.policy.law.record import Law
from sharewell.policy.truth import Value
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.working_days import working_days_after

ANONYMISED = "approve_anonymised"
_RELEASED = {"approve_reduced": "RELEASED_REDUCED", ANONYMISED: "RELEASED_ANONYMISED"}
VALIDITY = timedelta(days=30)  # one delivery, within 30 days, unless another day is set (S12.3)
DECIDE_WITHIN = 10  # working days from receiving a request to deciding it (OPCC 7.1: do not obstruct)


def decide_by(received: date, proclaimed: frozenset[date]) -> date:
    """The last day on which a request that came in then is decided in time."""
    return working_days_after(received, DECIDE_WITHIN, proclaimed)


class Status(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    DIVERTED = "diverted"
    OUT_OF_SCOPE = "out_of_scope"
    WITHDRAWN = "withdrawn"
    DELIVERED = "delivered"
    EXPIRED = "expired"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def final(self) -> bool:
        return self not in (Status.DRAFT, Status.SUBMITTED, Status.APPROVED)

    @property
    def finished(self) -> bool:
        """Whether it has left the hands of those who draft and decide."""
        return self not in (Status.DRAFT, Status.SUBMITTED)

    @property
    def logged(self) -> bool:
        """Whether it has a line in the Data Sharing Activity Log: an outcome, refusals and diversions included.

        What turned out to be outside the policy is no sharing: its determination is on the record, and no line.
        """
        return self.finished and self is not Status.OUT_OF_SCOPE


class AdviceKind(StrEnum):
    """What the Data Protection Officer advises. The values are answers to S11.1."""

    FOR = "for"
    FOR_WITH_CONDITIONS = "for_with_conditions"
    AGAINST = "against"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedField:
    """One field that was asked for: its name, its type and kind of personal data (the gate's words), why it is needed.

    `leaves` is whether it is proposed to leave: what was asked for and what is proposed are kept apart in one list.
    `special` is the kind of special category data it holds ("health"), or "offence" for criminal offence data.
    """

    name: str
    why: str
    type: str = "string"
    personal: str = ""
    special: str = ""
    leaves: bool = True

    def declared(self) -> dict[str, str]:
        """As a field of a Table Schema."""
        kind = {"personal": self.personal} if self.personal else {}
        return {"name": self.name, "type": self.type, **kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the Data Protection Officer advised on this request. It never leaves the office."""

    kind: AdviceKind
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided, by whom, why, under which law, and until when. `fields` are the ones that may leave.

    `certificate_level` is how sure the recipient's certificate of destruction must make us (see
    `aftercare.retention`): 2 signed, 3 with evidence, 4 audited. `under` is the delegation it was taken under, and
    `for_person` who gave it: the two of them count as one person when the file leaves (sod.09).
    """

    outcome: str  # the action that was taken
    by: str
    at: datetime
    reasons: str
    conditions: str = ""
    certificate_level: int = 2
    valid_until: date | None = None
    fields: tuple[ProposedField, ...] = ()
    under: str = ""
    for_person: str = ""
    policy_version: str = ""
    policy_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A one-off request. People are ids; `drafted_by` is everyone who answered a question, over its whole life.

    `asked_by` is who asked on the recipient's side, `requested_by` who of ours brought it in.

    `owners` are those who own the data set today, `away` those of them whom nobody covers. `version` counts its
    changes: a step is taken on the version that was read, or not at all.
    """

    reference: str
    title: str
    asked: str
    recipient: str
    recipient_name: str
    data_set: str
    received: datetime
    requested_by: str
    asked_by: str = ""
    channel: str = ""
    status: Status = Status.DRAFT
    drafted_by: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()
    answers: Mapping[str, Value] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    fields: tuple[ProposedField, ...] = ()
    retention: str = ""
    advice: tuple[Advice, ...] = ()
    decision: Decision | None = None
    history: tuple[Incident, ...] = ()
    order: Order | None = None
    anonymised: Anonymised | None = None
    determination: Determination | None = None
    hand_off: HandOff | None = None
    small_office: SmallOffice | None = None
    agreement: str = ""  # the one drafted from it, because its kind repeats
    version: int = 1

    @property
    def proposed(self) -> tuple[ProposedField, ...]:
        """The fields that would leave."""
        return tuple(one for one in self.fields if one.leaves)

    @property
    def outcome(self) -> str:
        """How it ended, in the words of the flow ("RELEASED_REDUCED"); "" while it has not."""
        if not self.status.final:
            return ""
        if self.status is not Status.DELIVERED or self.decision is None:
            return self.status.name
        return _RELEASED.get(self.decision.outcome, "RELEASED")

    @property
    def decided_under(self) -> str:
        """The version of law and policy that it was decided, diverted or put outside the policy under; "" before."""
        ended = self.decision or self.determination or self.hand_off
        return ended.policy_version if ended else ""

    @property
    def always_sampled(self) -> bool:
        """Cases that are sampled whatever the draw: one person held two duties in them."""
        return self.small_office is not None

    @property
    def latest_advice(self) -> Advice | None:
        return self.advice[-1] if self.advice else None

    def case(self, law: Law, *, decider: Actor | None = None, on: date | None = None) -> Case:
        """The request as the policy judges it; with `decider`, as if that person decided it on that day."""
        answers = self._answers(law)
        return Case(
            facts={**settled(self.answers, law), **self._given_facts()},
            answers=answers,
            duties=self._duties(decider),
            people=None if decider is None or on is None else self._people(decider, on),
            data_set=self.data_set,
            history=self.history,
            countersigned_by=person_behind(decider, self.small_office.countersigned_by)
            if self.small_office
            else "",
        )

    def _answers(self, law: Law) -> dict[str, Value]:
        """The answers given, and those that follow from what the office already knows."""
        advice, facts = self.latest_advice, self._given_facts()
        known: dict[str, Value] = {
            "S4.3": _codes(facts, "basis.art9", law),
            "S4.4": _codes(facts, "basis.art10", law),
            "S3.4": tuple((one.name, one.why) for one in self.proposed) or None,
            "S9.4": "yes" if advice else "no",
            "S11.1": advice.kind.value if advice else "not_needed",
        }
        return {**self.answers, **{name: answer for name, answer in known.items() if answer is not None}}

    def _given_facts(self) -> dict[str, Value]:
        advice, would_leave = self.latest_advice, leaving(self.facts, self.fields)
        return {
            "sharing.type": "one_off",
            **_no_condition_needed(would_leave),
            **would_leave,
            "dpo.advice": advice.kind.value if advice else "none",
        }

    def _duties(self, decider: Actor | None) -> dict[str, frozenset[str]]:
        """Who had which duty, by person, whichever of their accounts they had it under."""

        def persons(accounts: Iterable[str]) -> frozenset[str]:
            return frozenset(person_behind(decider, account) for account in accounts)

        return {
            "requested": persons([self.requested_by]),
            "drafted": persons(self.drafted_by),
            "advises": persons(advice.by for advice in self.advice),
            "decides": frozenset({decider.person}) if decider else frozenset(),
        }

    def _people(self, decider: Actor, on: date) -> dict[str, Person]:
        owned = frozenset({self.data_set})
        people = {
            owner: Person(post=Role.OWNER, owns=owned, away=owner in self.away) for owner in self.owners
        }
        special = bool(self._given_facts().get("data.special_category"))
        standing = person(decider, self.data_set, on, special=special)
        if standing.delegated_by:
            people.setdefault(standing.delegated_by, Person(post=Role.OWNER, owns=owned))
        return {**people, decider.person: standing}


def settled(answers: Mapping[str, Value], law: Law) -> dict[str, Value]:
    """The facts that the answers have already settled, so that nobody is asked twice."""
    facts: dict[str, Value] = {}
    for question, answer in answers.items():
        for says in law.question[question].says:
            if says.answer == answer and len(says.values) == 1:
                facts[says.fact] = says.values[0]
    exemption = answers.get("S5.3")
    if isinstance(exemption, Mapping):
        facts |= {
            "exemption.code": exemption["exemption"],
            "exemption.prejudice_text": exemption["prejudice"],
        }
    return facts


def leaving(facts: Mapping[str, Value], fields: tuple[ProposedField, ...]) -> dict[str, Value]:
    """The facts about the data that would leave: what only a field that stays behind holds, stays behind with it.

    A kind of data that is stated and that no field is marked with stays stated: nothing is assumed to be gone.
    """
    gone = {one.special for one in fields if not one.leaves} - {one.special for one in fields if one.leaves}
    said = dict(facts)
    special = facts.get("data.special_category")
    if isinstance(special, tuple):
        said["data.special_category"] = tuple(kind for kind in special if kind not in gone)
    if "offence" in gone and facts.get("data.criminal_offence") is True:
        said["data.criminal_offence"] = False
    return said


def _no_condition_needed(facts: Mapping[str, Value]) -> dict[str, Value]:
    """Data of neither kind needs no condition, and nobody is asked for one."""
    no_special = facts.get("data.special_category") == ()
    no_offence = facts.get("data.criminal_offence") is False
    settled: dict[str, Value] = {}
    if no_special:
        settled |= {"basis.art9": "none", "basis.sch8": "none"}
    if no_offence:
        settled |= {"basis.art10": "none"}
    if no_special and no_offence:
        settled |= {"basis.sch1": ()}
    return settled


def _codes(facts: Mapping[str, Value], condition: str, law: Law) -> Value | None:
    """The codes recorded in answer to S4.3 and S4.4, once the condition is chosen: it, and the paragraphs beside it."""
    chosen = facts.get(condition)
    if chosen in (None, "none"):
        return chosen
    paragraphs = facts.get("basis.sch1", ())
    numbers = paragraphs if isinstance(paragraphs, tuple) else ()
    return (str(chosen), *(law.paragraph[number].citation for number in numbers))
