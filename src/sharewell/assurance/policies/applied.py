"""The policy after an event of `steps`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sharewell.assurance.policies.record import (
    ClauseReview,
    Comment,
    Conclusion,
    Policy,
    ReviewTask,
    State,
    Version,
)
from sharewell.vocabulary.event import Event


def apply(policy: Policy, event: Event) -> Policy:
    """The policy after an event of the functions above; an attestation is its signer's and changes nothing here."""
    changed = _AFTER[event.kind](policy, event) if event.kind in _AFTER else policy
    return replace(changed, revision=policy.revision + 1)


def _drafted(policy: Policy, event: Event) -> Policy:
    told = event.details
    new = Version(
        number=str(told["version"]), text=str(told["text"]), author=event.by, written_on=event.at.date()
    )
    return replace(policy, versions=(*policy.versions, new))


def _commented(policy: Policy, event: Event) -> Policy:
    told, draft = event.details, policy.draft
    number = len(draft.comments) + 1 if draft else 1
    said = Comment(
        number=number, stakeholder=str(told["stakeholder"]), text=str(told["text"]), on=event.at.date()
    )
    return _draft_with(policy, comments=(*(draft.comments if draft else ()), said))


def _answered(policy: Policy, event: Event) -> Policy:
    told = event.details
    comments = policy.draft.comments if policy.draft else ()
    return _draft_with(
        policy,
        comments=tuple(
            replace(each, reply=str(told["reply"])) if each.number == told["number"] else each
            for each in comments
        ),
    )


def _approved(policy: Policy, event: Event) -> Policy:
    return _draft_with(policy, state=State.APPROVED, approved_by=event.by, approved_on=event.at.date())


def _published(policy: Policy, event: Event) -> Policy:
    told = event.details
    retired = (
        replace(each, state=State.RETIRED) if each.state is State.IN_FORCE else each
        for each in policy.versions
    )
    launched = _draft_with(
        replace(policy, versions=tuple(retired)),
        state=State.IN_FORCE,
        launched_on=date.fromisoformat(str(told["launched_on"])),
    )
    audit = str(told["adherence_audit"])
    return replace(
        launched,
        review_on=date.fromisoformat(str(told["next_review"])),
        audit_on=date.fromisoformat(audit) if audit else None,
    )


def _judged(policy: Policy, event: Event) -> Policy:
    told = {name: str(value) for name, value in event.details.items()}
    review = ClauseReview(
        clause=told["clause"],
        question=told["question"],
        conclusion=Conclusion(told["conclusion"]),
        reasons=told["reasons"],
        by=event.by,
        on=event.at.date(),
    )
    return replace(policy, clauses=(*policy.clauses, review))


def _opened(policy: Policy, event: Event) -> Policy:
    told = event.details
    due = date.fromisoformat(str(told["due"]))
    task = ReviewTask(opened_on=event.at.date(), because=str(told["because"]), due=due)
    return replace(policy, tasks=(*policy.tasks, task))


def _chased(policy: Policy, event: Event) -> Policy:
    reminder = event.details["reminder"]
    return _task_with(policy, chased=reminder)


def _reviewed(policy: Policy, event: Event) -> Policy:
    told = event.details
    done = _task_with(policy, done_on=event.at.date(), outcome=str(told["outcome"]))
    return replace(done, review_on=date.fromisoformat(str(told["next_review"])))


def _draft_with(policy: Policy, **changed: object) -> Policy:
    draft = policy.draft
    versions = (replace(each, **changed) if each is draft else each for each in policy.versions)  # type: ignore[arg-type]
    return replace(policy, versions=tuple(versions))


def _task_with(policy: Policy, **changed: object) -> Policy:
    task = policy.task
    tasks = (replace(each, **changed) if each is task else each for each in policy.tasks)  # type: ignore[arg-type]
    return replace(policy, tasks=tuple(tasks))


_AFTER = {
    "policy.drafted": _drafted,
    "policy.commented": _commented,
    "policy.comment_answered": _answered,
    "policy.approved": _approved,
    "policy.published": _published,
    "policy.clause_reviewed": _judged,
    "policy.review_opened": _opened,
    "policy.review_chased": _chased,
    "policy.reviewed": _reviewed,
}
