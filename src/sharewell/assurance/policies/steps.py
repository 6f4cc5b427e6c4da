"""What may be done to a policy, by whom, and every reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sharewell.assurance.policies.clock import AMBER_DAYS
from sharewell.assurance.policies.record import Conclusion, Kind, Policy, State
from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

AUTHORS = frozenset({Role.DPO, Role.REGISTER_KEEPER, Role.CHIEF_EXECUTIVE, Role.OWNER})
# The owners of data sets are the senior management team (OPCC 5.2).
SENIOR_MANAGEMENT = frozenset({Role.CHIEF_EXECUTIVE, Role.OWNER})


# --- writing ----------------------------------------------------------------------------------------------------------
_NUMBER = re.compile(r"(\d{1,3})\.(\d{1,3})", re.ASCII)


def write(policy: Policy, *, number: str, text: str, by: Actor, at: datetime) -> Outcome:
    """Write a version: the first, or the next. Its number ("1.1") is later than every one before it."""
    refusals = (*_posts(by, AUTHORS, "Policies are written by"), *_whole(policy, number, text))
    if policy.draft is not None:
        refusals = (
            *refusals,
            _not_now(f"Version {policy.draft.number} is still on its way.", "Finish that one first."),
        )
    return decide(refusals, _event("policy.drafted", policy, by, at, version=number, text=text.strip()))


def _whole(policy: Policy, number: str, text: str) -> Iterator[Refusal]:
    if not policy.title.strip() or not policy.keeper or not text.strip():
        yield _incomplete("A policy has a title, somebody who answers for its review, and a text.", "text")
    if policy.kind is Kind.POLICY and not any(each.strip() for each in policy.read_with):
        yield _incomplete("It is not said which policies this one is read with.", "read_with")
    if _NUMBER.fullmatch(number) is None or any(
        _order(number) <= _order(each.number) for each in policy.versions
    ):
        yield _incomplete("A version has a number like 1.1, later than those before it.", "number")


def _order(number: str) -> tuple[int, int]:
    found = _NUMBER.fullmatch(number)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def comment(policy: Policy, *, stakeholder: str, text: str, by: Actor, at: datetime) -> Outcome:
    """Take down what a stakeholder says of the draft; anybody here may bring it."""
    refusals = [*_drafting(policy)]
    if not stakeholder.strip() or not text.strip():
        refusals.append(_incomplete("A comment says whose it is and what they say.", "text"))
    said = {"version": _version(policy), "stakeholder": stakeholder.strip(), "text": text.strip()}
    return decide(refusals, _event("policy.commented", policy, by, at, **said))


def answer(policy: Policy, *, number: int, reply: str, by: Actor, at: datetime) -> Outcome:
    """Answer a comment: what became of it in the text, or why nothing did."""
    refusals = [*_drafting(policy), *_posts(by, AUTHORS, "Comments are answered by")]
    if policy.draft and number not in [each.number for each in policy.draft.unanswered]:
        refusals.append(_not_now("There is no unanswered comment of that number.", "Choose one that waits."))
    if not reply.strip():
        refusals.append(_incomplete("The answer is empty.", "reply"))
    said: dict[str, JSON] = {"version": _version(policy), "number": number, "reply": reply.strip()}
    return decide(refusals, _event("policy.comment_answered", policy, by, at, **said))


def approve(policy: Policy, *, by: Actor, at: datetime) -> Outcome:
    """Approve the draft, as senior management. Never one's own, and not before every comment is answered."""
    draft = policy.draft
    refusals = [*_drafting(policy), *_posts(by, SENIOR_MANAGEMENT, "A policy is approved by")]
    if draft and draft.author in by.accounts:
        refusals.append(
            Refusal(
                rule=rulebook.POLICY_APPROVED_BY_ANOTHER,
                reason="You wrote this version.",
                remedy="Another of the senior management team approves it.",
            )
        )
    if draft and draft.unanswered:
        refusals.append(
            Refusal(
                rule=rulebook.STAKEHOLDERS_ANSWERED,
                reason=f"{len(draft.unanswered)} of those who commented were not answered.",
                remedy="Answer each of them: what was changed, or why nothing was.",
            )
        )
    return decide(refusals, _event("policy.approved", policy, by, at, version=_version(policy)))


def publish(policy: Policy, *, launched_on: date, by: Actor, at: datetime) -> Outcome:
    """Launch the approved version on a day: it is in force from then, and the one before it retires."""
    draft = policy.draft
    refusals = [*_posts(by, AUTHORS, "A policy is published by")]
    if draft is None or draft.state is not State.APPROVED:
        refusals.append(
            _not_now("There is no approved version to publish.", "Have the draft approved first.")
        )
    if launched_on > at.date():
        refusals.append(_not_now("That day is still to come.", "Publish it on the day it is launched."))
    said: dict[str, JSON] = {
        "version": _version(policy),
        "launched_on": launched_on.isoformat(),
        "next_review": policy.review_every.after(launched_on).isoformat(),
        "adherence_audit": policy.audit_after.after(launched_on).isoformat() if policy.audit_after else "",
    }
    return decide(refusals, _event("policy.published", policy, by, at, **said))


# --- in force ---------------------------------------------------------------------------------------------------------
def judge_clause(
    policy: Policy, *, clause: str, question: str, conclusion: Conclusion, reasons: str, by: Actor, at: datetime
) -> Outcome:  # fmt: skip
    """Conclude whether a clause of the version in force is sufficient, with reasons (WMFS 1.2)."""
    refusals = [*_posts(by, AUTHORS, "A clause is reviewed by"), *_launched(policy)]
    if not clause.strip() or not question.strip() or not reasons.strip():
        refusals.append(
            Refusal(
                rule=rulebook.CLAUSE_CONCLUDED,
                reason="A clause, a question or the reasons are missing.",
                remedy="Name the clause, ask what is to be known of it, and say why you conclude what you do.",
            )
        )
    said = {"clause": clause.strip(), "question": question.strip(), "conclusion": conclusion.value}
    return decide(refusals, _event("policy.clause_reviewed", policy, by, at, **said, reasons=reasons.strip()))


def open_review(policy: Policy, *, because: str, by: Actor, at: datetime) -> Outcome:
    """Open a review, for its day or in thirty days: its day is near, or what it rests on has changed. One at a time."""
    refusals = [*_launched(policy)]
    if policy.task is not None:
        refusals.append(_not_now("A review is open already.", "Add the reason to it, and finish it."))
    if not because.strip():
        refusals.append(_incomplete("It is not said why.", "because"))
    in_time = at.date() + timedelta(days=AMBER_DAYS)
    due = min(policy.review_on or in_time, in_time).isoformat()
    return decide(refusals, _event("policy.review_opened", policy, by, at, because=because.strip(), due=due))


def finish_review(policy: Policy, *, outcome: str, by: Actor, at: datetime) -> Outcome:
    """Finish the open review, saying what came of it; the next one is due a whole interval from today."""
    refusals = [*_posts(by, AUTHORS, "A policy is reviewed by")]
    if policy.task is None:
        refusals.append(_not_now("No review is open.", "Nothing needs to be done."))
    if not outcome.strip():
        refusals.append(
            Refusal(
                rule=rulebook.POLICY_REVIEWED,
                reason="It is not said what came of the review.",
                remedy="Say what stays and why, or which version is being written.",
                where="outcome",
            )
        )
    following = policy.review_every.after(at.date()).isoformat()
    said = {"outcome": outcome.strip(), "next_review": following}
    return decide(refusals, _event("policy.reviewed", policy, by, at, **said))


def attest(policy: Policy, *, already: bool, by: Actor, at: datetime) -> Outcome:
    """Say of the version in force: I have read it, and will follow it. Once (`already`) and never for another."""
    refusals = [*_launched(policy)]
    if already:
        refusals.append(
            Refusal(
                rule=rulebook.ATTESTED_IN_FORCE,
                reason="You have said so of this version.",
                remedy="Nothing needs to be done until a new version is launched.",
            )
        )
    version = policy.in_force.number if policy.in_force else ""
    # A record of its own: what happened to the policy must not drown in everybody's word for it.
    about = f"attested:{policy.reference}"
    event = Event(kind="policy.attested", about=about, by=by.person, at=at, details={"version": version})
    return decide(refusals, event)


# --- what stands in the way -------------------------------------------------------------------------------------------
def _posts(by: Actor, posts: frozenset[Role], whose: str) -> Iterator[Refusal]:
    if not by.roles & posts:
        named = " or ".join(sorted(role.label for role in posts))
        yield Refusal(rule=rulebook.NOT_YOUR_STEP, reason=f"{whose} the {named}.", remedy="Ask one of them.")


def _drafting(policy: Policy) -> Iterator[Refusal]:
    if policy.draft is None or policy.draft.state is not State.DRAFT:
        yield _not_now("There is no draft.", "Write a new version first.")


def _launched(policy: Policy) -> Iterator[Refusal]:
    if policy.in_force is None:
        yield _not_now("No version of it is in force.", "Publish one first.")


def _incomplete(reason: str, where: str) -> Refusal:
    return Refusal(rule=rulebook.POLICY_WHOLE, reason=reason, remedy="Fill in what is missing.", where=where)


def _not_now(reason: str, remedy: str) -> Refusal:
    return Refusal(rule=rulebook.NOT_IN_THIS_STATE, reason=reason, remedy=remedy)


def _version(policy: Policy) -> str:
    return policy.draft.number if policy.draft else ""


def _event(kind: str, policy: Policy, by: Actor, at: datetime, **details: JSON) -> Event:
    return Event(kind=kind, about=policy.reference, by=by.person, at=at, details=details)
