"""Taking a step with a one-off request: read it, ask the core, put the answer on the record.

Each function gives the core's `Outcome`. Whoever acts on an older version than the one that stands is told so and
changes nothing: of two people who decide at once, one does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sharewell.decisions import deciding, determination, proposing, steps
from sharewell.decisions.assessment import Assessment, against_the_decider, assess
from sharewell.decisions.lifecycle import DECISIONS, Action, Option, options
from sharewell.decisions.proposing import calls_for_agreement, drafted_from
from sharewell.decisions.reasons import Reason
from sharewell.decisions.request import AdviceKind, ProposedField, Request
from sharewell.decisions.stepping import Step
from sharewell.policy import rulebook
from sharewell.policy.law import law_of_version
from sharewell.policy.law.record import Law
from sharewell.policy.truth import Value
from sharewell.release import permission
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.decisions import store
from sharewell_office.decisions.law.services import in_force
from sharewell_office.ledger.services import Message, record
from sharewell_office.register import services as agreements
from sharewell_office.register import store as register


class NoSuchRequest(LookupError):
    """There is no request of that reference."""


def now() -> datetime:
    """This moment in Europe/London: the day that counts is the one on the office's wall."""
    return clock.now().astimezone(clock.LONDON)


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A request beside what the policy says of it, and what this person may do with it."""

    request: Request
    law: Law
    on: date
    assessment: Assessment
    options: Mapping[Action, Option]

    def may(self, *actions: Action) -> bool:
        return any(self.options[action].open for action in actions if action in self.options)


def judged(reference: str, *, by: Actor) -> Judged:
    """Everything a page about a request needs. Raises `NoSuchRequest`."""
    request, at = read(reference), now()
    law = law_for(request, at.date())
    return Judged(
        request=request,
        law=law,
        on=at.date(),
        assessment=assess(request.case(law), law=law, on=at.date()),
        options={option.action: option for option in options(request, by=by, at=at, law=law)},
    )


def may_send(judged: Judged, *, by: Actor) -> bool:
    """Whether this person may bring the table of a determination to the gate today."""
    given = determination.authority(judged.request) if judged.request.determination else None
    return given is not None and not permission.may_bring(given, by=by, on=judged.on)


def told_to(decider: Actor, judged: Judged) -> list[Reason]:
    """What holds nothing back and this person should know as the one who decides: a line of report, two duties."""
    case = judged.request.case(judged.law, decider=decider, on=judged.on)
    return [one for one in against_the_decider(case, law=judged.law, on=judged.on) if not one.stops]


def law_for(request: Request, on: date) -> Law:
    """The law it was decided under, or the law in force while it is not decided."""
    return law_of_version(request.decided_under) if request.decided_under else in_force(on)


def read(reference: str) -> Request:
    """Raises `NoSuchRequest`."""
    request = store.request(reference)
    if request is None:
        raise NoSuchRequest(reference)
    return request


# --- steps ------------------------------------------------------------------------------------------------------------

Taken = Callable[[Request, datetime, Law], Step]
Tell = Callable[[Request], Sequence[Message]]


@acts
def take(
    reference: str,
    *,
    version: int | None,
    by: Actor,
    take: Taken,
    tried: Action | None = None,
    tell: Tell = lambda after: (),
) -> Outcome:
    """Read, ask, record. `version` is the one on the screen; `tried` names a decision: a refused one is logged.

    `tell` gives the messages that go out once it is on the record, from the request as it then stands.
    """
    request, at = read(reference), now()
    law = in_force(at.date())
    if version is not None and version != request.version:
        return Outcome(refusals=(steps.changed_meanwhile(request),))
    step = take(request, at, law)
    if not step.outcome.permitted:
        if tried in DECISIONS:
            record(
                [
                    deciding.refused_attempt(
                        request, action=tried, refusals=step.outcome.refusals, by=by, at=at
                    )
                ]
            )
        return step.outcome
    wanted = _waits_for_the_dpo(step.request, law, at.date())
    try:
        record(
            step.outcome.events,
            save=lambda: store.save(request, step.request, by=by.person, at=at, advice_wanted=wanted),
            messages=tell(step.request),
        )
    except store.SomebodyElseChangedIt:
        return Outcome(refusals=(steps.changed_meanwhile(read(reference)),))
    return step.outcome


WAITS_FOR_THE_DPO = frozenset({"DPO_ADVICE_MISSING", "TR_DPO", "CONF_CALDICOTT"})


def _waits_for_the_dpo(request: Request, law: Law, on: date) -> bool:
    assessment = assess(request.case(law), law=law, on=on)
    return any(reason.code in WAITS_FOR_THE_DPO for reason in assessment.blocking)


@acts
def answer(
    reference: str,
    *,
    stage: str,
    answers: Mapping[str, Value | None],
    facts: Mapping[str, Value | None],
    fields: tuple[ProposedField, ...] | None = None,
    retention: str | None = None,
    version: int | None = None,
    by: Actor,
) -> Outcome:
    """Save what one page of questions was answered with."""
    given: dict[str, Any] = {"answers": answers, "facts": facts, "fields": fields, "retention": retention}
    return take(
        reference,
        version=version,
        by=by,
        take=lambda request, at, law: steps.answer(
            request, stage=stage, by=by, at=at, law=law, **_as_the_card_has_it(request, given)
        ),
    )


def as_if_answered(judged: Judged, *, by: Actor, **given: Any) -> Judged:
    """The request as it would stand with these answers; nothing is saved. As it stands where they are refused."""
    step = steps.answer(
        judged.request, by=by, at=now(), law=judged.law, **_as_the_card_has_it(judged.request, given)
    )
    case = step.request.case(judged.law)
    return replace(judged, request=step.request, assessment=assess(case, law=judged.law, on=judged.on))


def _as_the_card_has_it(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    """What the recipient owes us is read off its card (`store.to_core`); nobody answers it away."""
    owed = request.answers.get("S8.4")
    if not isinstance(owed, tuple) or "S8.4" not in given["answers"]:
        return given
    return {**given, "answers": {**given["answers"], "S8.4": owed}}


@acts
def advise(reference: str, *, kind: AdviceKind, text: str, version: int | None = None, by: Actor) -> Outcome:
    """Record the Data Protection Officer's advice."""
    return take(
        reference,
        version=version,
        by=by,
        take=lambda request, at, law: steps.advise(request, kind=kind, text=text, by=by, at=at, law=law),
    )


@acts
def move(reference: str, *, action: Action, note: str = "", version: int | None = None, by: Actor) -> Outcome:
    """Submit, return, withdraw or deliver."""
    return take(
        reference,
        version=version,
        by=by,
        take=lambda request, at, law: steps.move(request, action=action, note=note, by=by, at=at, law=law),
    )


@acts
def delivered(reference: str, *, by: Actor) -> Outcome:
    """One delivery was made under the approval: it lets nothing more leave. The release room calls this."""
    return move(reference, action=Action.DELIVER, by=by)


@acts
def decide(
    reference: str,
    *,
    action: Action,
    reasons: str,
    conditions: str = "",
    certificate_level: int = 2,
    keep: frozenset[str] | None = None,
    valid_until: date | None = None,
    version: int | None = None,
    by: Actor,
) -> Outcome:
    """Approve (whole, reduced or with conditions) or refuse. An attempt that is refused goes on the record as well."""
    given: dict[str, Any] = {
        "reasons": reasons,
        "conditions": conditions,
        "certificate_level": certificate_level,
        "keep": keep,
        "valid_until": valid_until,
    }
    return take(
        reference,
        version=version,
        by=by,
        tried=action,
        take=lambda request, at, law: deciding.take_decision(
            request, action=action, by=by, at=at, law=law, **given
        ),
    )


def may_propose(found: Judged, *, by: Actor) -> bool:
    """Whether this person may draft an agreement from it: its kind repeats or it is large, and it is their post."""
    return calls_for_agreement(found.assessment.reasons) and bool(by.roles & agreements.DRAFTERS)


@acts
def propose_agreement(reference: str, *, by: Actor) -> tuple[str, Outcome]:
    """Draft an agreement from a request whose kind repeats; gives the agreement's reference. A second is refused."""
    request, at = read(reference), now()
    if not may_propose(judged(reference, by=by), by=by):
        return "", Outcome(refusals=(_not_a_drafter(),))
    if request.agreement:
        return request.agreement, proposing.propose(request, "", by=by, at=at).outcome
    agreement = agreements.start(drafted_from(request, law_for(request, at.date())), by=by)
    outcome = take(
        reference,
        version=None,
        by=by,
        take=lambda request, at, law: proposing.propose(request, agreement, by=by, at=at),
    )
    return agreement, outcome


def _not_a_drafter() -> Refusal:
    posts = ", ".join(sorted(role.label for role in agreements.DRAFTERS))
    return Refusal(
        rule=rulebook.NOT_YOUR_STEP,
        reason="An agreement is drafted where requests of a kind repeat or are large, by whoever drafts agreements.",
        remedy=f"Ask somebody who is: {posts}.",
    )


@acts
def notified(reference: str, *, by: Actor) -> Outcome:
    """Put on record that the requester was told the outcome; their contact gets the receipt of it."""
    request = read(reference)
    outcome = steps.tell_requester(request, by=by, at=now())
    if outcome.permitted:
        record(outcome.events, messages=_to_requester(request))
    return outcome


def _to_requester(request: Request) -> list[Message]:
    asked = register.party(request.recipient)
    if asked is None or "@" not in asked.contact:
        return []
    return [Message(to=asked.contact, template="decision-told", about=request.reference, link="/received/")]
