"""Making and revoking a delegation: written authority to decide in the owner's place, for absence or cover.

An owner delegates their own data sets; the Chief Executive may do it for an owner who is away (OPCC 5.1). It names the
data sets, says whether it reaches to special category data, and ends within twelve months. Nobody hands on what was
handed to them, and the owner stays accountable (5.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Delegation, Role
from sharewell.vocabulary.when import Period

LONGEST = Period(months=12)
# The same or an adjacent grade: another owner, or the Chief Executive. The DPO advises and never decides.
MAY_HOLD = frozenset({Role.OWNER, Role.CHIEF_EXECUTIVE})


def delegate(given: Delegation, *, owner: Actor, to: Actor, by: Actor, at: datetime) -> Outcome:
    """Make a delegation from `owner` to `to`. `by` is the owner, or the Chief Executive in their absence."""
    refusals = [*_whose(given, owner, by), *_to_whom(owner, to, at), *_for_how_long(given, at)]
    data_sets: list[JSON] = [*sorted(given.data_sets)]
    details: dict[str, JSON] = {
        "from": given.from_person,
        "to": to.person,
        "data_sets": data_sets,
        "special_category": given.special_category,
        "starts": given.starts.isoformat(),
        "ends": given.ends.isoformat(),
    }
    event = Event(kind="delegation.made", about=given.reference, by=by.person, at=at, details=details)
    return decide(refusals, event)


def revoke(given: Delegation, *, by: Actor, at: datetime) -> Outcome:
    """End a delegation before its last day: the owner, or the Chief Executive."""
    refusals = () if _may_make(given.from_person, by) else (_not_theirs(),)
    return decide(refusals, Event(kind="delegation.revoked", about=given.reference, by=by.person, at=at))


def _may_make(owner: str, by: Actor) -> bool:
    return by.person == owner or by.has(Role.CHIEF_EXECUTIVE)


def _not_theirs() -> Refusal:
    return Refusal(
        rule=rulebook.DELEGATED_BY_ITS_OWNER,
        reason="Only the owner of the data delegates it, or the Chief Executive in their place.",
        remedy="Ask the owner of the data set, or the Chief Executive where they are away.",
    )


def _whose(given: Delegation, owner: Actor, by: Actor) -> Iterator[Refusal]:
    if not _may_make(owner.person, by):
        yield _not_theirs()
    if not given.data_sets or not given.data_sets <= owner.owns:
        yield Refusal(
            rule=rulebook.DELEGATED_BY_ITS_OWNER,
            reason="A delegation names at least one data set, and only such as its giver owns.",
            remedy="Choose from the data sets that this person answers for; nobody hands on what they hold.",
        )


def _to_whom(owner: Actor, to: Actor, at: datetime) -> Iterator[Refusal]:
    if to.accounts & owner.accounts:
        yield _not_to_them("Nobody delegates to themselves.", "Choose somebody else.")
    if not to.roles & MAY_HOLD or to.has(Role.DPO):
        yield _not_to_them(
            "A delegate holds the same or an adjacent grade, and is never the Data Protection Officer.",
            "Choose another data owner, or leave it to the Chief Executive.",
        )
    if not to.trained(at.date()):
        yield Refusal(
            rule=rulebook.TRAINING_CURRENT,
            reason="The training of whoever would decide is not current.",
            remedy="Have it completed first, or choose somebody whose training is current.",
        )


def _not_to_them(reason: str, remedy: str) -> Refusal:
    return Refusal(rule=rulebook.DELEGATED_TO_AN_EQUAL, reason=reason, remedy=remedy)


def _for_how_long(given: Delegation, at: datetime) -> Iterator[Refusal]:
    if given.ends < given.starts or given.ends < at.date() or given.ends > LONGEST.after(given.starts):
        yield Refusal(
            rule=rulebook.DELEGATED_FOR_A_TIME,
            reason="A delegation has a first and a last day to come, at most twelve months apart.",
            remedy="Choose a last day from today on, within twelve months of the first.",
        )
