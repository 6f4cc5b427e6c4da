"""Take a step on a policy: read it, ask the core, put it on the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sharewell.assurance.policies import steps
from sharewell.assurance.policies.applied import apply
from sharewell.assurance.policies.paper import printed as paper_of
from sharewell.assurance.policies.record import Conclusion, Kind, Policy
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.paper import Paper
from sharewell.vocabulary.people import Actor
from sharewell.vocabulary.when import Period
from sharewell_office.adapters import clock, ourselves
from sharewell_office.assurance.actions import closing
from sharewell_office.assurance.policies import store
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.people import store as people

_UNNUMBERED = (
    "POL"  # a reference is taken once nothing stands in the way: a number that was given is never given again
)


class NoSuchPolicy(LookupError):
    """There is no policy of that reference."""


def found(reference: str) -> Policy:
    policy = store.policy(reference)
    if policy is None:
        raise NoSuchPolicy(reference)
    return policy


def write_first(
    *, title: str, kind: Kind, read_with: tuple[str, ...], review_every: Period, audit_after: Period | None,
    number: str, text: str, by: Actor,
) -> Outcome:  # fmt: skip
    """Put a new policy on the register, with its first draft; whoever writes it answers for its review."""
    new = Policy(
        reference=_UNNUMBERED, title=title, kind=kind, keeper=by.person, review_every=review_every,
        audit_after=audit_after, read_with=read_with,
    )  # fmt: skip
    tried = steps.write(new, number=number, text=text, by=by, at=clock.now())
    if not tried.permitted:
        return tried
    new = replace(new, reference=next_reference("POL", clock.today().year))
    outcome = steps.write(new, number=number, text=text, by=by, at=clock.now())
    record(outcome.events, save=lambda: store.add(apply(new, outcome.events[0])))
    return outcome


def take(reference: str, step: Callable[..., Outcome], *, by: Actor, **given: Any) -> Outcome:
    """Take one of `steps` (write, comment, answer, approve, publish, finish_review) on a policy.

    Raises `NoSuchPolicy`, `store.SomebodyElseChangedIt`.
    """
    policy = found(reference)
    outcome = step(policy, by=by, at=clock.now(), **given)
    if outcome.permitted:
        record(outcome.events, save=lambda: store.save(policy, apply(policy, outcome.events[0])))
    return outcome


def judge_clause(
    reference: str, *, clause: str, question: str, conclusion: Conclusion, reasons: str, closes: str, by: Actor
) -> Outcome:  # fmt: skip
    """Conclude on a clause; `closes` ("REV-2026-0001/1.2") is the action that asked, closed in the same breath."""
    policy = found(reference)
    outcome = steps.judge_clause(
        policy,
        clause=clause,
        question=question,
        conclusion=conclusion,
        reasons=reasons,
        by=by,
        at=clock.now(),
    )
    said = f"Clause {clause} of {policy.title}: {conclusion.label}. {reasons}"
    also = closing.of(closes, text=said, evidence=reference, by=by)
    return closing.together(outcome, also, save=lambda: store.save(policy, apply(policy, outcome.events[0])))


def attest(reference: str, *, by: Actor) -> Outcome:
    """Attest to the version in force."""
    policy = found(reference)
    outcome = steps.attest(policy, already=store.attested(policy, by.person), by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: store.attest(policy, person=by.person, at=clock.now()))
    return outcome


def printed(reference: str) -> Paper:
    """The version in force (or the draft) as a document."""
    policy = found(reference)
    names = people.people_by_id([policy.keeper, *(each.approved_by for each in policy.versions)])
    return paper_of(policy, issuer=ourselves.name(), on=clock.today(), named=lambda who: names.get(who, who))
