"""What somebody does here: the posts they hold, for which business areas, and the data sets they answer for.

A business area is a data set with an owner. A case handler's post reaches every area, or those named; an owner answers
for the data sets they own; every other post is of the whole office.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

WHO = frozenset({Role.CHIEF_EXECUTIVE, Role.DPO})  # who may say so, and who lets people in and out
# Posts the office cannot be without: somebody has to advise on every case, and somebody to decide what owners may not.
NEVER_EMPTY = frozenset({Role.CHIEF_EXECUTIVE, Role.DPO})
# What whoever advises must not hold beside it: they would advise on what they themselves decide.
NOT_BESIDE_ADVICE = frozenset({Role.CHIEF_EXECUTIVE, Role.OWNER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one person does here. `handles`: the data sets they handle cases about; none named: all of them."""

    posts: frozenset[Role]
    handles: frozenset[str] = frozenset()
    owns: frozenset[str] = frozenset()

    @property
    def areas(self) -> frozenset[tuple[Role, str]]:
        """The posts held for some areas only, as an `Actor` has them."""
        return frozenset((Role.HANDLER, data_set) for data_set in self.handles)

    def told(self) -> dict[str, JSON]:
        """It, as the record keeps it: posts by their names, data sets by theirs."""
        return {
            "posts": [role.label for role in sorted(self.posts)],
            "handles": [*sorted(self.handles)],
            "owns": [*sorted(self.owns)],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """What everybody else here does, as far as it matters: the posts they hold, and who owns which data set."""

    posts: frozenset[Role]
    owners: Mapping[str, str]


def give(person: str, held: Held, *, was: Held, others: Others, by: Actor, at: datetime) -> Outcome:
    """Say what somebody does here from now on.

    A data set has one owner: whoever answered for it before answers for it no more, and their record says so.
    """
    refusals = [
        *_not_yours(person, by),
        *together(held.posts),
        *_not_matched(held),
        *_left_empty(was.posts - held.posts - others.posts),
    ]
    given = Event(kind="person.posts_given", about=person, by=by.person, at=at, details=held.told())
    before = {data_set: others.owners[data_set] for data_set in sorted(held.owns & others.owners.keys())}
    taken = (
        replace(given, kind="person.owns_no_more", about=owner, details={"data_set": data_set})
        for data_set, owner in before.items()
        if owner != person
    )
    return decide(refusals, given, *taken)


def together(posts: Iterable[Role]) -> Iterator[Refusal]:
    """Why nobody may hold these posts together."""
    held = frozenset(posts)
    if Role.DPO in held and held & NOT_BESIDE_ADVICE:
        yield Refusal(
            rule=rulebook.DPO_ALONE,
            reason="The Data Protection Officer would advise on what they decide or answer for.",
            remedy="Leave the decisions to somebody else, or give the advice to somebody else.",
        )


def by_groups(
    person: str, *, held: frozenset[Role], given: frozenset[Role], mapped: frozenset[Role], at: datetime
) -> tuple[frozenset[Role], Event | None]:
    """The posts that somebody's groups in their organisation's directory stand for, and what goes on the record.

    `mapped` are the posts that groups decide at all; any other stays as the office gave it.
    """
    posts = (held - mapped) | (given & mapped)
    if posts == held:
        return held, None
    details: dict[str, JSON] = {"posts": [role.label for role in sorted(posts)]}
    return posts, Event(kind="person.posts_changed", about=person, by="system", at=at, details=details)


def _not_yours(person: str, by: Actor) -> Iterator[Refusal]:
    if not by.roles & WHO:
        posts = " or ".join(sorted(role.label for role in WHO))
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Who does what here does not belong to your post.",
            remedy=f"Ask the {posts}.",
        )
    if person in by.accounts:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Nobody gives themselves a post, or takes one off.",
            remedy="Ask somebody else of those who may.",
        )


def _not_matched(held: Held) -> Iterator[Refusal]:
    if not held.posts or Role.RECIPIENT in held.posts:
        yield Refusal(
            rule=rulebook.INSIDE_OR_OUTSIDE,
            reason="Somebody of ours holds a post of ours, and at least one.",
            remedy="Choose what they do here; or close their account, if they do nothing any more.",
        )
    if bool(held.owns) is not (Role.OWNER in held.posts):
        yield Refusal(
            rule=rulebook.OWNERS_OWN,
            reason="A data owner answers for at least one data set, and nobody else answers for one.",
            remedy="Choose the post of data owner together with the data sets they answer for, or neither.",
        )
    if held.handles and Role.HANDLER not in held.posts:
        yield Refusal(
            rule=rulebook.INSIDE_OR_OUTSIDE,
            reason="Business areas were chosen for a case handler, and the post of case handler was not.",
            remedy="Choose the post of case handler, or no area for it.",
        )


def _left_empty(lost: frozenset[Role]) -> Iterator[Refusal]:
    for role in sorted(lost & NEVER_EMPTY):
        yield Refusal(
            rule=rulebook.NEVER_EMPTY,
            reason=f"Nobody else here is {role.label}.",
            remedy="Give the post to somebody else first.",
        )
