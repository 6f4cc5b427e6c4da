"""A governance decision: which function answers for sharing, what else was weighed, why, and how it will be checked.

It is taken by those who direct the organisation, never edited, and checked at the interval it names (WMFS 2.0, 2.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.when import Period

DIRECTORS = frozenset({Role.CHIEF_EXECUTIVE, Role.OWNER})
CHECKERS = DIRECTORS | {Role.REGISTER_KEEPER, Role.DPO, Role.AUDITOR}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """On a day somebody looked whether it is done as decided, and found this."""

    on: date
    by: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceDecision:
    """One decision. `options` are all that were weighed, the one taken first; `function` is who answers from now on."""

    reference: str
    question: str
    options: tuple[str, ...]
    reasons: str
    function: str
    check_every: Period | None
    by: str
    on: date
    check_on: date | None = None
    checks: tuple[Check, ...] = ()


def take(decision: GovernanceDecision, *, by: Actor, at: datetime) -> Outcome:
    """Put a decision on record: at least two options, reasons, a function, and when it will be checked."""
    refusals = (*_posts(by, DIRECTORS, "How sharing is governed is decided by"), *_whole(decision))
    details: dict[str, JSON] = {
        "question": decision.question,
        "taken": decision.options[0] if decision.options else "",
        "weighed": list(decision.options),
        "reasons": decision.reasons,
        "function": decision.function,
        "check_on": decision.check_on.isoformat() if decision.check_on else "",
    }
    event = Event(kind="governance.decided", about=decision.reference, by=by.person, at=at, details=details)
    return decide(refusals, event)


def _whole(decision: GovernanceDecision) -> Iterator[Refusal]:
    if not decision.question.strip() or not decision.reasons.strip() or not decision.function.strip():
        yield Refusal(
            rule=rulebook.FUNCTION_NAMED,
            reason="The question, the reasons or the function made responsible are missing.",
            remedy="Say what was to be decided, why so, and which function answers from now on.",
            where="function",
        )
    if len({each.strip().lower() for each in decision.options if each.strip()}) < 2:
        yield Refusal(
            rule=rulebook.FUNCTION_NAMED,
            reason="Only one option was weighed.",
            remedy="Write down what else could have been done; leaving things as they are is an option too.",
            where="others",
        )
    if decision.check_every is None:
        yield Refusal(
            rule=rulebook.CHECKS_BUILT_IN,
            reason="It is not said when anybody looks whether it is kept.",
            remedy="Name an interval in months.",
            where="check_months",
        )


def check(decision: GovernanceDecision, *, found: str, by: Actor, at: datetime) -> Outcome:
    """Say what a check found; the next is due an interval from today."""
    refusals = [*_posts(by, CHECKERS, "Whether a decision is kept is checked by")]
    if not found.strip():
        refusals.append(
            Refusal(
                rule=rulebook.CHECKS_BUILT_IN,
                reason="It is not said what was found.",
                remedy="Say what you looked at, and whether it is done as decided.",
                where="found",
            )
        )
    following = decision.check_every.after(at.date()).isoformat() if decision.check_every else ""
    details: dict[str, JSON] = {"found": found.strip(), "check_on": following}
    event = Event(kind="governance.checked", about=decision.reference, by=by.person, at=at, details=details)
    return decide(refusals, event)


def checked(decision: GovernanceDecision, event: Event) -> GovernanceDecision:
    """The decision after a check."""
    told = event.details
    done = Check(on=event.at.date(), by=event.by, found=str(told["found"]))
    following = date.fromisoformat(str(told["check_on"])) if told["check_on"] else None
    return replace(decision, checks=(*decision.checks, done), check_on=following)


def _posts(by: Actor, posts: frozenset[Role], whose: str) -> Iterator[Refusal]:
    if not by.roles & posts:
        named = " or ".join(sorted(role.label for role in posts))
        yield Refusal(rule=rulebook.NOT_YOUR_STEP, reason=f"{whose} the {named}.", remedy="Ask one of them.")
