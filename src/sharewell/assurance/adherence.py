"""The adherence audit: is a policy or a standing order followed, so many months after its real launch? (WMFS 2.3)

    SCHEDULED --its day comes--> DUE --conclude--> CONCLUDED

It is scheduled by the launch itself, not by somebody who remembers it. It rests on three things, and none of them may
be missing: a sample of what was handled since, what people attested, and evidence. The day it was first due stays
visible, however often that day is moved. Nobody audits a policy that is theirs, or a team that they answer for.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

AUDITORS = frozenset({Role.AUDITOR, Role.DPO})


class Verdict(StrEnum):
    """What was concluded."""

    FOLLOWED = "followed"
    IN_PART = "in_part"
    NOT_FOLLOWED = "not_followed"

    @property
    def label(self) -> str:
        return {
            "followed": "It is followed",
            "in_part": "It is followed in part",
            "not_followed": "It is not followed",
        }[self.value]


class Step(StrEnum):
    """What is done to an audit. The value is the second half of the event's kind."""

    DUE = "due"
    MOVE = "due_moved"
    SAMPLE = "sample_named"
    EVIDENCE = "evidence_added"
    CONCLUDE = "concluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What somebody saw, in which team ("" is the organisation as a whole), and where what shows it is kept."""

    on: date
    by: str
    text: str
    where: str
    team: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One audit of one version. `keeper` is who answers for the policy; `sample` is a dip sample's reference."""

    reference: str
    policy: str
    version: str
    keeper: str
    launched_on: date
    due: date
    first_due: date
    announced: bool = False
    sample: str = ""
    evidence: tuple[Evidence, ...] = ()
    verdict: Verdict | None = None
    words: str = ""
    attested: int = 0
    asked: int = 0
    concluded_on: date | None = None

    def overdue(self, on: date) -> bool:
        return self.concluded_on is None and self.due < on


def scheduled(audit: Audit, *, at: datetime) -> Event:
    """What the launch puts on record: when adherence will be audited."""
    details: dict[str, JSON] = {
        "policy": audit.policy,
        "version": audit.version,
        "launched": audit.launched_on.isoformat(),
        "due": audit.due.isoformat(),
    }
    return Event(kind="adherence_audit.scheduled", about=audit.reference, by="system", at=at, details=details)


def announce(audit: Audit, *, on: date, at: datetime) -> Event | None:
    """That its day has come, once; None before it, afterwards, and where it is concluded."""
    if audit.announced or audit.concluded_on or on < audit.due:
        return None
    details: dict[str, JSON] = {"policy": audit.policy, "due": audit.due.isoformat()}
    return Event(kind="adherence_audit.due", about=audit.reference, by="system", at=at, details=details)


# --- steps ------------------------------------------------------------------------------------------------------------
def move(audit: Audit, *, to: date, why: str, by: Actor, at: datetime) -> Outcome:
    """Move the day it is due."""
    refusals = [*_may(audit, by), *_words(why)]
    if to == audit.due or to < at.date():
        refusals.append(_not_now("An audit is moved to another day, and not to one that has gone by.", "to"))
    return decide(
        refusals,
        _event(audit, Step.MOVE, by, at, to=to.isoformat(), why=why, **{"from": audit.due.isoformat()}),
    )


def name_sample(
    audit: Audit, *, sample: str, drawn_on: date | None, concluded: bool, by: Actor, at: datetime
) -> Outcome:
    """Name the dip sample it rests on: one that was drawn after the launch, and concluded."""
    refusals = [*_may(audit, by)]
    if drawn_on is None or drawn_on < audit.launched_on or not concluded:
        refusals.append(
            Refusal(
                rule=rulebook.AUDIT_RESTS_ON,
                reason="That is no sample drawn since the launch and concluded.",
                remedy="Draw one of what was handled since, have it marked, and conclude it.",
                where="sample",
            )
        )
    return decide(refusals, _event(audit, Step.SAMPLE, by, at, sample=sample))


def add_evidence(
    audit: Audit, *, text: str, where: str, team: str = "", answers_for: Set[str] = frozenset(), by: Actor, at: datetime
) -> Outcome:  # fmt: skip
    """Write down what was seen, in which team, and where it is kept. `answers_for` are the teams of who writes it."""
    refusals = [*_may(audit, by), *_own_team({team}, answers_for), *_words(text), *_words(where)]
    return decide(refusals, _event(audit, Step.EVIDENCE, by, at, text=text, where=where, team=team))


def conclude(
    audit: Audit, *, verdict: Verdict, words: str, attested: int, asked: int, answers_for: Set[str] = frozenset(),
    by: Actor, at: datetime,
) -> Outcome:  # fmt: skip
    """Say whether it is followed. `attested` of `asked` people have said that they will follow it.

    Not by somebody who answered the survey for a team that was looked at: they would judge themselves.
    """
    teams = {each.team for each in audit.evidence}
    refusals = (*_may(audit, by), *_own_team(teams, answers_for), *_words(words), *_rests(audit))
    details: dict[str, JSON] = {
        "verdict": verdict.value,
        "words": words,
        "attested": attested,
        "asked": asked,
    }
    return decide(refusals, _event(audit, Step.CONCLUDE, by, at, **details))


def apply(audit: Audit, event: Event) -> Audit:
    """The audit after an event of one of the steps above."""
    told, on = event.details, event.at.date()
    match Step(event.kind.partition(".")[2]):
        case Step.DUE:
            return replace(audit, announced=True)
        case Step.MOVE:
            # A day that is still to come is announced when it comes.
            return replace(audit, due=date.fromisoformat(str(told["to"])), announced=False)
        case Step.SAMPLE:
            return replace(audit, sample=str(told["sample"]))
        case Step.EVIDENCE:
            text, where, team = (str(told.get(name, "")) for name in ("text", "where", "team"))
            seen = Evidence(on=on, by=event.by, text=text, where=where, team=team)
            return replace(audit, evidence=(*audit.evidence, seen))
        case Step.CONCLUDE:
            return replace(
                audit, verdict=Verdict(str(told["verdict"])), words=str(told["words"]), concluded_on=on,
                attested=int(str(told["attested"])), asked=int(str(told["asked"])),
            )  # fmt: skip


def _event(audit: Audit, step: Step, by: Actor, at: datetime, **details: JSON) -> Event:
    return Event(
        kind=f"adherence_audit.{step.value}", about=audit.reference, by=by.person, at=at, details=details
    )


# --- why not ----------------------------------------------------------------------------------------------------------
def _may(audit: Audit, by: Actor) -> Iterator[Refusal]:
    if not by.roles & AUDITORS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Adherence is audited by the auditor or the Data Protection Officer.",
            remedy="Ask one of them.",
        )
    if audit.keeper in by.accounts:
        yield Refusal(
            rule=rulebook.NOT_OWN_AUDIT,
            reason="You answer for this policy.",
            remedy="Have somebody audit it who does not.",
        )
    if audit.concluded_on:
        yield _not_now("The audit is concluded.", "")


def _own_team(teams: Set[str], answers_for: Set[str]) -> Iterator[Refusal]:
    """Whoever answers the survey for a team does not audit it; "" is every team, theirs among them."""
    own = sorted(answers_for if "" in teams else teams & answers_for)
    if own:
        yield Refusal(
            rule=rulebook.NOT_OWN_TEAM,
            reason=f"You answered the survey for {', '.join(own)}.",
            remedy="Have somebody audit it who did not; what you saw in another team, write down under that team.",
            where="team",
        )


def _rests(audit: Audit) -> Iterator[Refusal]:
    for what, there in (("sample", bool(audit.sample)), ("evidence", bool(audit.evidence))):
        if not there:
            yield Refusal(
                rule=rulebook.AUDIT_RESTS_ON,
                reason=f"It has no {what} to rest on.",
                remedy="Name a concluded sample, and write down what you saw and where it is kept.",
                where=what,
            )


def _words(text: str) -> Iterator[Refusal]:
    if not text.strip():
        yield Refusal(
            rule=rulebook.REASONS_GIVEN, reason="Nothing was written.", remedy="Say it in a sentence."
        )


def _not_now(reason: str, where: str) -> Refusal:
    return Refusal(
        rule=rulebook.NOT_IN_THIS_STATE,
        reason=reason,
        remedy="The day it was first due stays visible.",
        where=where,
    )
