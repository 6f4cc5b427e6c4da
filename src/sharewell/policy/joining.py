"""Who comes and who goes: people are invited by the office, with the posts they are to hold, and leave on a day.

    invited --(they choose a password, then a second factor)--> here --(their last day, or somebody says so)--> left

Nobody makes an account alone, nobody gives themselves a post, and somebody from outside always has a last day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sharewell.policy import rulebook
from sharewell.policy.posts import WHO, Held, limited_rightly, together
from sharewell.policy.showing import Scope
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Somebody who is to come: their id, posts, the party they belong to (empty: our own), and their last day.

    `limits` are posts for some business areas only, each with an area. `visits` is what an auditor from outside is
    let in to see; they act on nothing.
    """

    person: str
    roles: frozenset[Role]
    party: str = ""
    last_day: date | None = None
    visits: Scope | None = None
    limits: frozenset[tuple[Role, str]] = frozenset()

    @property
    def to_hold(self) -> Held:
        """What they are to do here."""
        return Held(posts=self.roles, limits=self.limits)


def invite(invited: Invited, *, by: Actor, at: datetime) -> Outcome:
    """Let somebody in, with these posts."""
    details: dict[str, JSON] = {
        "posts": invited.to_hold.told()["posts"],
        "limits": invited.to_hold.told()["limits"],
        "party": invited.party,
        "until": invited.last_day.isoformat() if invited.last_day else "",
        "sees": invited.visits.says if invited.visits else "",
    }
    event = Event(kind="person.invited", about=invited.person, by=by.person, at=at, details=details)
    return decide([*_not_yours(by), *_not_like_this(invited, at.date())], event)


def leave(person: str, *, by: Actor, at: datetime) -> Outcome:
    """Somebody leaves today: they act no more, and what they delegated ends."""
    event = Event(kind="person.left", about=person, by=by.person, at=at)
    return decide([*_not_yours(by), *_not_yourself(person, by)], event)


def reset_factor(person: str, *, by: Actor, at: datetime) -> Outcome:
    """Somebody lost what they prove themselves with: it counts no more, and they set up another."""
    event = Event(kind="person.factor_reset", about=person, by=by.person, at=at)
    return decide([*_not_yours(by), *_not_yourself(person, by)], event)


def join_accounts(account: str, other: Actor, *, by: Actor, at: datetime) -> Outcome:
    """Put on record that an account belongs to the same person as another: what bars one bars the other."""
    refusals = [*_not_yours(by)]
    if account in other.accounts:
        refusals.append(
            Refusal(
                rule=rulebook.ONE_PERSON,
                reason="These two are one person on record already.",
                remedy="Nothing is to be done.",
            )
        )
    details: dict[str, JSON] = {"with": other.person}
    event = Event(kind="person.accounts_joined", about=account, by=by.person, at=at, details=details)
    return decide(refusals, event)


def part_accounts(account: Actor, *, by: Actor, at: datetime) -> Outcome:
    """Put on record that an account is another person's after all. Nobody frees themselves of what they did."""
    refusals = [*_not_yours(by)]
    if by.accounts & account.accounts:
        refusals.append(
            Refusal(
                rule=rulebook.ONE_PERSON,
                reason="It is an account of yours, or was said to be.",
                remedy="Ask somebody else of those who may to part it.",
            )
        )
    details: dict[str, JSON] = {"from": [*sorted(account.also)]}
    event = Event(kind="person.accounts_parted", about=account.person, by=by.person, at=at, details=details)
    return decide(refusals, event)


def _not_yours(by: Actor) -> Iterator[Refusal]:
    if not by.roles & WHO:
        posts = " or ".join(sorted(role.label for role in WHO))
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Who comes and goes does not belong to your post.",
            remedy=f"Ask the {posts}.",
        )


def _not_like_this(invited: Invited, on: date) -> Iterator[Refusal]:
    yield from together(invited.roles)
    yield from limited_rightly(invited.to_hold)
    receives, outside = bool(invited.party), bool(invited.party) or invited.visits is not None
    if receives is not (Role.RECIPIENT in invited.roles) or (receives and len(invited.roles) > 1):
        yield Refusal(
            rule=rulebook.INSIDE_OR_OUTSIDE,
            reason="A recipient belongs to another organisation and holds no post of ours; nobody else belongs to one.",
            remedy="Name the organisation of a recipient, and choose no other post with it.",
        )
    if invited.visits is not None and (
        invited.limits or invited.roles != {Role.AUDITOR} or not invited.visits.says
    ):
        yield Refusal(
            rule=rulebook.SHOWN_FOR_A_REASON,
            reason="Only an auditor is let in to see certain records, and nothing else.",
            remedy="Choose the post of auditor alone, for no business area, and say what they may see.",
        )
    if not invited.roles:
        yield Refusal(
            rule=rulebook.INSIDE_OR_OUTSIDE,
            reason="No post was chosen.",
            remedy="Choose what they are to do here.",
        )
    if outside and invited.last_day is None:
        yield Refusal(
            rule=rulebook.A_LAST_DAY,
            reason="Somebody from outside needs a last day.",
            remedy="Enter the day on which their work with you ends.",
        )
    if invited.last_day is not None and invited.last_day < on:
        yield Refusal(
            rule=rulebook.A_LAST_DAY, reason="The last day is over already.", remedy="Enter a day to come."
        )


def _not_yourself(person: str, by: Actor) -> Iterator[Refusal]:
    if person in by.accounts:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Nobody closes their own account, or resets their own second factor.",
            remedy="Ask somebody else of those who may.",
        )
