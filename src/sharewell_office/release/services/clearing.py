"""Clearing what the gate left to a person, and taking that back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sharewell.policy import rulebook
from sharewell.release import clearing as core
from sharewell.release.outgoing import Clearance, Release
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import record
from sharewell_office.release import store
from sharewell_office.release.services.authorities import found


@acts
def clear(reference: str, *, finding: str, reason: str, by: Actor) -> Outcome:
    """Clear one finding of the report as it stands."""
    row = found(reference)
    release, looked_at = store.to_core(row), _finding(row.report, finding)
    if looked_at is None:
        return Outcome(refusals=(_gone(),))
    outcome = core.clear(release, looked_at, by=by, reason=reason, on=clock.today(), at=clock.now())
    if outcome.permitted and not _is_cleared(release, finding):
        given = Clearance(
            finding=finding, digests=release.digests, by=by.person, at=clock.now(), reason=reason.strip()
        )
        after = core.status_after(replace(release, clearances=(*release.clearances, given)))
        record(outcome.events, save=lambda: store.cleared(row, given, status=after))
    return outcome


@acts
def take_back(reference: str, *, finding: str, by: Actor) -> Outcome:
    """Take a clearance back."""
    row = found(reference)
    release, looked_at = store.to_core(row), _finding(row.report, finding)
    if looked_at is None:
        return Outcome(refusals=(_gone(),))
    outcome = core.take_back(release, looked_at, by=by, on=clock.today(), at=clock.now())
    if outcome.permitted:
        kept = tuple(each for each in release.clearances if each.finding != finding)
        after = core.status_after(replace(release, clearances=kept))
        record(outcome.events, save=lambda: store.taken_back(row, finding, status=after))
    return outcome


def _is_cleared(release: Release, finding: str) -> bool:
    return any(each.finding == finding for each in core.counting(release))


def _finding(report: Mapping[str, Any], wanted: str) -> Mapping[str, Any] | None:
    return next((each for each in report.get("findings", ()) if core.finding_id(each) == wanted), None)


def _gone() -> Refusal:
    return Refusal(
        rule=rulebook.DECIDED_MEANWHILE,
        reason="The report has no such finding any more: the file was examined again meanwhile.",
        remedy="Look at the findings as they are now.",
    )
