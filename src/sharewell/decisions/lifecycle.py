"""The life of a one-off request: which step leads where, who may take it, and what each puts on the record.

    DRAFT --submit--> SUBMITTED --approve--> APPROVED --deliver--> DELIVERED
      |  ^---return------'  |  '--refuse--> REFUSED  '--expire--> EXPIRED, --revoke--> REVOKED
      |--offer_anonymised---'
      '--close--> DIVERTED | OUT_OF_SCOPE          (and WITHDRAWN, from DRAFT, SUBMITTED or APPROVED)

Every step is asked of `options()` and taken in `steps`, by the same reasons: screens, API and commands work
nothing out for themselves. An approval needs every stage satisfied on the day it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sharewell.decisions.assessment import Assessment, Verdict, against_the_decider, assess
from sharewell.decisions.case import contradictions
from sharewell.decisions.reasons import Reason
from sharewell.decisions.request import Request, Status
from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor, Role


class Action(StrEnum):
    """A step somebody can take."""

    ANSWER = "answer"
    SUBMIT = "submit"
    ADVISE = "advise"
    RETURN = "return"
    APPROVE = "approve"
    APPROVE_REDUCED = "approve_reduced"
    APPROVE_WITH_CONDITIONS = "approve_with_conditions"
    REFUSE = "refuse"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    DELIVER = "deliver"
    OFFER_ANONYMISED = "offer_anonymised"
    APPROVE_ANONYMISED = "approve_anonymised"
    VERIFY_ORDER = "verify_order"
    COUNTERSIGN = "countersign"
    REVOKE = "revoke"
    EXPIRE = "expire"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


APPROVALS = frozenset({Action.APPROVE, Action.APPROVE_REDUCED, Action.APPROVE_WITH_CONDITIONS})
DECISIONS = APPROVALS | {Action.REFUSE}
OVER_THE_DATA = DECISIONS | {Action.RETURN, Action.APPROVE_ANONYMISED, Action.REVOKE}

TRANSITIONS: Mapping[tuple[Status, Action], Status] = {
    (Status.DRAFT, Action.ANSWER): Status.DRAFT,
    (Status.DRAFT, Action.ADVISE): Status.DRAFT,
    (Status.DRAFT, Action.SUBMIT): Status.SUBMITTED,
    (Status.DRAFT, Action.REFUSE): Status.REFUSED,
    (Status.DRAFT, Action.CLOSE): Status.DIVERTED,  # or OUT_OF_SCOPE: the policy says which
    (Status.DRAFT, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.SUBMITTED, Action.ADVISE): Status.SUBMITTED,
    (Status.SUBMITTED, Action.RETURN): Status.DRAFT,
    (Status.SUBMITTED, Action.APPROVE): Status.APPROVED,
    (Status.SUBMITTED, Action.APPROVE_REDUCED): Status.APPROVED,
    (Status.SUBMITTED, Action.APPROVE_WITH_CONDITIONS): Status.APPROVED,
    (Status.SUBMITTED, Action.REFUSE): Status.REFUSED,
    (Status.SUBMITTED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.APPROVED, Action.DELIVER): Status.DELIVERED,
    (Status.APPROVED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.APPROVED, Action.REVOKE): Status.REVOKED,
    (Status.APPROVED, Action.EXPIRE): Status.EXPIRED,
    (Status.DRAFT, Action.OFFER_ANONYMISED): Status.SUBMITTED,
    (Status.SUBMITTED, Action.APPROVE_ANONYMISED): Status.APPROVED,
    (Status.DRAFT, Action.VERIFY_ORDER): Status.DRAFT,
    (Status.DRAFT, Action.COUNTERSIGN): Status.DRAFT,
    (Status.SUBMITTED, Action.COUNTERSIGN): Status.SUBMITTED,
}

# Any trained member of staff may draft; whoever does, does not decide. The DPO advises only.
STAFF = frozenset({Role.HANDLER, Role.OWNER, Role.CHIEF_EXECUTIVE, Role.REGISTER_KEEPER})
DECIDERS = frozenset({Role.OWNER, Role.CHIEF_EXECUTIVE})

WHO: Mapping[Action, frozenset[Role]] = {
    Action.ANSWER: STAFF,
    Action.SUBMIT: STAFF,
    Action.CLOSE: STAFF,
    Action.WITHDRAW: STAFF,
    Action.ADVISE: frozenset({Role.DPO}),
    Action.RETURN: DECIDERS,
    Action.APPROVE: DECIDERS,
    Action.APPROVE_REDUCED: DECIDERS,
    Action.APPROVE_WITH_CONDITIONS: DECIDERS,
    Action.REFUSE: DECIDERS,
    Action.DELIVER: frozenset({Role.HANDLER}),
    Action.OFFER_ANONYMISED: STAFF,
    Action.APPROVE_ANONYMISED: DECIDERS,
    Action.VERIFY_ORDER: STAFF,
    Action.COUNTERSIGN: frozenset({Role.CHIEF_EXECUTIVE}),
    Action.REVOKE: DECIDERS,
    Action.EXPIRE: frozenset(),  # nobody's post: the clock does it
}
BY_PEOPLE = tuple(action for action in Action if WHO[action])


# --- what a person may do -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A step, and every reason why this person may not take it now (none: they may)."""

    action: Action
    refusals: tuple[Refusal, ...] = ()

    @property
    def open(self) -> bool:
        return not self.refusals


def options(request: Request, *, by: Actor, at: datetime, law: Law) -> tuple[Option, ...]:
    """What this person may do with this request now, and why not: one option for every action that people take."""
    asking = Asking(request, by, at, law)
    return tuple(Option(action=action, refusals=tuple(asking.refusals(action))) for action in BY_PEOPLE)


@dataclass(slots=True)
class Asking:
    """One person before one request at one time. The policy is asked once, and only where a step depends on it."""

    request: Request
    by: Actor
    at: datetime
    law: Law
    _assessed: dict[bool, Assessment] = field(default_factory=dict)

    def refusals(self, action: Action) -> Iterator[Refusal]:
        yield from self._state(action)
        yield from self.may_at_all(action)
        yield from self._policy(action)

    def may_at_all(self, action: Action) -> Iterator[Refusal]:
        """Post and training: what can be said before there is a case."""
        yield from self._post(action)
        yield from self._training(action)

    def _state(self, action: Action) -> Iterator[Refusal]:
        if (self.request.status, action) not in TRANSITIONS:
            yield Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason=f"{self.request.reference} is {self.request.status.label.lower()}.",
                remedy=_from_where(action),
            )

    def _post(self, action: Action) -> Iterator[Refusal]:
        delegated = action in OVER_THE_DATA and self.by.delegation_for(self.request.data_set, self.at.date())
        if not self.by.about(self.request.data_set).roles & WHO[action] and not delegated:
            posts = ", ".join(sorted(role.label for role in WHO[action]))
            elsewhere = self.by.held_elsewhere(WHO[action], self.request.data_set)
            yield Refusal(
                rule=rulebook.NOT_YOUR_STEP,
                reason=f"'{action.label}' does not belong to your post.{elsewhere}",
                remedy=f"Ask somebody who is: {posts}.",
            )

    def _training(self, action: Action) -> Iterator[Refusal]:
        # Whoever decides is asked for training with the rest of their authority; the DPO's advice is never barred.
        asked_elsewhere = (OVER_THE_DATA | {Action.ADVISE}) - {Action.REVOKE}
        if action in asked_elsewhere or self.by.trained(self.at.date()):
            return
        yield Refusal(
            rule=rulebook.TRAINING_CURRENT,
            reason="Your data protection training is not current.",
            remedy="Complete it, or hand the case to somebody whose training is current.",
        )

    def _over_this_data(self) -> Iterator[Refusal]:
        data_set = self.request.data_set
        delegated = self.by.delegation_for(data_set, self.at.date())
        if data_set in self.by.owns or delegated or self.by.has(Role.CHIEF_EXECUTIVE):
            return
        yield Refusal(
            rule=rulebook.AUTHORITY_OVER_DATA,
            reason="The case is about data of another business area.",
            remedy="Leave it to the owner of that data set, or to somebody they delegated to in writing.",
        )

    def _policy(self, action: Action) -> Iterator[Refusal]:
        if action in DECISIONS:
            yield from self._decision(action)
        elif action in (Action.RETURN, Action.REVOKE):
            yield from self._over_this_data()
        elif action in (Action.OFFER_ANONYMISED, Action.APPROVE_ANONYMISED):
            yield from self._anonymised(action)
        elif action is Action.SUBMIT:
            yield from _as_refusals(reason for reason in self.assessment().blocking if reason.stage != "S12")
            yield from self._not_ended(self.assessment().outcome)
            yield from contradicting(self.request, self.law)
        elif action is Action.CLOSE and self.assessment().outcome not in ENDS:
            yield Refusal(
                rule=rulebook.ONLY_WHERE_THE_POLICY_ENDS_IT,
                reason="Nothing in this case takes it another way or out of the policy.",
                remedy="Go on with its stages, withdraw it, or let its decider refuse it.",
            )

    def _decision(self, action: Action) -> Iterator[Refusal]:
        assessment = self.assessment(decides=True)
        if action is Action.REFUSE:
            # A refusal needs no stage satisfied, and agrees with advice against.
            yield from _as_refusals(
                one for one in assessment.blocking if one.stage == "S12" and one.code != "DE_DPO_AGAINST"
            )
            return
        yield from _as_refusals(assessment.blocking)
        yield from self._not_ended(assessment.outcome)
        yield from contradicting(self.request, self.law)

    def _anonymised(self, action: Action) -> Iterator[Refusal]:
        """A table without personal data is offered where the policy says that it would do (OPCC 3.3)."""
        decides = action is Action.APPROVE_ANONYMISED
        assessment = self.assessment(decides=decides)
        if not any(reason.code == ANONYMISE for reason in assessment.reasons):
            yield Refusal(
                rule=rulebook.ANONYMISED_INSTEAD,
                reason="Nothing in this case says that anonymised data would do.",
                remedy="Answer S3.1 or S3.2 with yes, or go on with its stages.",
            )
        if decides:
            yield from self._offered()
            yield from _as_refusals(self._who_decides())

    def _offered(self) -> Iterator[Refusal]:
        if self.request.anonymised is None or not self.request.anonymised.passed:
            yield Refusal(
                rule=rulebook.ANONYMISED_INSTEAD,
                reason="No table that passed the disclosure test lies with this request.",
                remedy="Have one prepared and tested, and offered.",
            )

    def _who_decides(self) -> Iterator[Reason]:
        """What stands against this person as the one who decides, whichever way the case goes."""
        on = self.at.date()
        case = self.request.case(self.law, decider=self.by, on=on)
        return (one for one in against_the_decider(case, law=self.law, on=on) if one.stops)

    def _not_ended(self, outcome: Verdict) -> Iterator[Refusal]:
        if outcome in (*ENDS, Verdict.REFUSED, Verdict.EMERGENCY):
            yield Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason=f"By the policy this case is {outcome.value.replace('_', ' ')}.",
                remedy="Close it that way, or correct the answer that says so.",
            )

    def assessment(self, *, decides: bool = False) -> Assessment:
        if decides not in self._assessed:
            on = self.at.date()
            case = self.request.case(self.law, decider=self.by if decides else None, on=on)
            self._assessed[decides] = assess(case, law=self.law, on=on)
        return self._assessed[decides]


def contradicting(request: Request, law: Law) -> Iterator[Refusal]:
    """Answers and facts of a request that cannot both be so."""
    for problem in contradictions(request.case(law), law):
        yield Refusal(
            rule=rulebook.NO_CONTRADICTION,
            reason=_in_words(problem, law),
            remedy="Correct whichever is wrong: an answer, or what the register says.",
            where=_NAMED.findall(problem)[0],
        )


_NAMED = re.compile(r"(?:answer|fact) ([\w.]+)")


def _in_words(problem: str, law: Law) -> str:
    """A contradiction as a person reads it: the questions that cannot both be answered so, not their names."""
    asked = [law.question.get(name) or law.fact[name] for name in _NAMED.findall(problem)]
    quoted = " and ".join(f"“{one.ask}”" for one in asked)
    return f"What is said here does not go together: {quoted}."


ANONYMISE = "DIV_ANONYMISE"
ENDS = {Verdict.DIVERTED: Status.DIVERTED, Verdict.OUT_OF_SCOPE: Status.OUT_OF_SCOPE}


def _as_refusals(reasons: Iterable[Reason]) -> Iterator[Refusal]:
    return (reason.as_refusal() for reason in reasons)


def _from_where(action: Action) -> str:
    states = [status.label.lower() for status, taken in TRANSITIONS if taken is action]
    return f"This step is taken while a request is {' or '.join(states)}."
