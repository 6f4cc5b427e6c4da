"""A person looks at what the gate left to one: a finding for review, or a warning, may be cleared with a reason.

Nobody waives a block. Who clears answers for the data (the owner of the data set, or their delegate) or advises on them
(the Data Protection Officer), and neither brought the file nor lets it go. A clearance is bound to the digests of plan,
file and report: whatever is examined anew is cleared anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sharewell.policy import rulebook
from sharewell.release.outgoing import Clearance, Release, Status
from sharewell.vocabulary.canonical import digest
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

FROM = frozenset({Status.REVIEW, Status.READY})


def finding_id(finding: Mapping[str, Any]) -> str:
    """What one finding of a report is called on the record: it changes with every word and row of it."""
    return digest(dict(finding))[:16]


def for_review(findings: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The findings that a person must clear, by their ids."""
    return tuple(finding_id(each) for each in findings if each["severity"] == "review")


def counting(release: Release) -> tuple[Clearance, ...]:
    """The clearances that count: those of exactly this plan, file and report."""
    return tuple(each for each in release.clearances if each.digests == release.digests)


def uncleared(release: Release) -> tuple[str, ...]:
    """The findings for review that nobody has cleared."""
    cleared = {each.finding for each in counting(release)}
    return tuple(each for each in release.reviews if each not in cleared)


def status_after(release: Release) -> Status:
    """Where a release stands after its clearances changed."""
    return Status.REVIEW if uncleared(release) else Status.READY


def may_clear(release: Release, *, by: Actor, on: date) -> tuple[Refusal, ...]:
    """Every reason why this person clears nothing in this release."""
    return tuple(_may(release, by, on))


def clear(
    release: Release, finding: Mapping[str, Any], *, by: Actor, reason: str, on: date, at: datetime
) -> Outcome:
    """Clear one finding of the report of this release, with every reason if it may not be."""
    refusals = (*_may(release, by, on), *_can_be_cleared(finding), *_says_why(reason))
    return decide(refusals, _event("release.cleared", release, finding, by, at, reason=reason.strip()))


def take_back(release: Release, finding: Mapping[str, Any], *, by: Actor, on: date, at: datetime) -> Outcome:
    """Take a clearance back that was given in error, before the file was let go."""
    given = [each for each in counting(release) if each.finding == finding_id(finding)]
    refusals = [*_may(release, by, on)]
    if not given:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason="This finding is not cleared.",
                remedy="Look at the release's page for what can be done now.",
            )
        )
    return decide(refusals, _event("release.clearance_taken_back", release, finding, by, at))


def _event(
    kind: str, release: Release, finding: Mapping[str, Any], by: Actor, at: datetime, **more: str
) -> Event:
    return Event(
        kind=kind,
        about=release.reference,
        by=by.person,
        at=at,
        details={
            "finding": finding_id(finding),
            "code": finding["code"],
            "plan_sha256": release.digests.plan,
            "file_sha256": release.digests.file,
            "report_sha256": release.digests.report,
            **more,
        },
    )


def _may(release: Release, by: Actor, on: date) -> Iterator[Refusal]:
    if release.status not in FROM:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"{release.reference} is {release.status}; a finding is cleared before the file is let go.",
            remedy="Look at the release's page for what can be done now.",
        )
    owns = by.has(Role.OWNER) and release.data_set in by.owns
    if not (owns or by.has(Role.DPO) or by.delegation_for(release.data_set, on)):
        yield Refusal(
            rule=rulebook.CLEARED_BY_WHO_ANSWERS,
            reason="A finding is cleared by the owner of the data set or by the Data Protection Officer.",
            remedy=f"Ask the owner of '{release.data_set}', or the Data Protection Officer.",
        )
    if release.prepared_by in by.accounts:
        yield Refusal(
            rule=rulebook.NOT_OWN_CLEARANCE,
            reason="You brought this file; somebody else has to look at it.",
            remedy="Ask the owner of the data set or the Data Protection Officer, whichever you are not.",
        )
    if not by.trained(on):
        yield Refusal(
            rule=rulebook.TRAINING_CURRENT,
            reason="Your data protection training is not current.",
            remedy="Complete the training, or ask a trained colleague.",
        )


def _can_be_cleared(finding: Mapping[str, Any]) -> Iterator[Refusal]:
    if finding["severity"] == "block":
        yield Refusal(
            rule=rulebook.NOBODY_WAIVES_A_BLOCK,
            reason="This finding blocks the file, and a block is mended, never waived.",
            remedy=str(finding["remedy"]),
            where=str(finding["field"] or ""),
        )


def _says_why(reason: str) -> Iterator[Refusal]:
    if not reason.strip():
        yield Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason="A clearance says why the finding may stand.",
            remedy="Write down what you looked at and why it may leave as it is.",
        )
