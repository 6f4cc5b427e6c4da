"""When a policy is to be looked at again, and who hears of it when nobody does."""

from __future__ import annotations

from datetime import date

from sharewell.assurance.policies.record import Policy

AMBER_DAYS = 30
# A reminder this many days after the review was due, and whether the Chief Executive hears of it as well.
LADDER = ((-AMBER_DAYS, False), (0, False), (14, False), (30, True), (60, True))


def colour(review_on: date | None, on: date, *, open_task: bool = False) -> str:
    """`green`; `amber` in the thirty days before the review is due, or while one is open; `red` after its day."""
    if review_on is None:
        return "grey"
    if review_on < on:
        return "red"
    return "amber" if open_task or (review_on - on).days <= AMBER_DAYS else "green"


def reminders_due(policy: Policy, on: date) -> int:
    """How many letters of the ladder should have gone out by that day."""
    if policy.look_on is None or policy.in_force is None:
        return 0
    late = (on - policy.look_on).days
    return sum(late >= days for days, _ in LADDER)
