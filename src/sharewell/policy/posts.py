"""What somebody does here: the posts they hold, for which business areas, and the data sets they answer for.

A business area is a data set with an owner. A post of `LIMITABLE` reaches every area, or those named with it; the Chief
Executive and the Data Protection Officer are of the whole office. An owner's post always reaches what they own.
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
# Posts that may be held for some business areas only. Nobody limits whoever advises on, or answers for, all of it.
LIMITABLE = (Role.HANDLER, Role.OWNER, Role.AUDITOR, Role.REGISTER_KEEPER, Role.COMMUNICATIONS)
# What whoever advises must not hold beside it: they would advise on what they themselves decide.
NOT_BESIDE_ADVICE = frozenset({Role.CHIEF_EXECUTIVE, Role.OWNER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one person does here. `limits` are posts each with an area it is held for; without one: for all of them."""

    posts: frozenset[Role]
    limits: frozenset[tuple[Role, str]] = frozenset()
    owns: frozenset[str] = frozenset()

    @property
    def areas(self) -> frozenset[tuple[Role, str]]:
        """The posts held for some areas only, as an `Actor` has them: an owner's reaches what they own as well."""
        if Role.OWNER not in self.limited:
            return self.limits
        return self.limits | {(Role.OWNER, data_set) for data_set in self.owns}

    @property
    def limited(self) -> frozenset[Role]:
        """The posts that are held for some areas only."""
        return frozenset(role for role, _ in self.limits)

    def limited_to(self, role: Role) -> list[str]:
        """The areas that this post is held for; none: all of them."""
        return sorted(area for held, area in self.limits if held == role)

    def told(self) -> dict[str, JSON]:
        """It, as the record keeps it: posts by their names, data sets by theirs."""
        return {
            "posts": [role.label for role in sorted(self.posts)],
            "limits": [f"{role.label}: {area}" for role, area in sorted(self.limits)],
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
        *not_yours(person, by),
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


def by_sheet(
    person: str, held: Held, *, was: Held, others: frozenset[Role], outside: bool, by: Actor | None
) -> tuple[Refusal, ...]:
    """Why a row of a sheet may not say this of somebody: what no page would take, no sheet brings in.

    `others` are the posts that anybody else holds; `outside`: the row names an organisation. `by` is None where
    whoever runs the office's machine takes the sheet over, who holds everything already.
    """
    return (
        *(not_yours(person, by) if by is not None else ()),
        *together(held.posts),
        *limited_rightly(held),
        *_outside_or_ours(held, outside=outside),
        *(_left_empty(was.posts - held.posts - others) if was.posts else ()),
    )


def _outside_or_ours(held: Held, *, outside: bool) -> Iterator[Refusal]:
    if outside is not (held.posts == {Role.RECIPIENT}) and (outside or Role.RECIPIENT in held.posts):
        yield Refusal(
            rule=rulebook.INSIDE_OR_OUTSIDE,
            reason="A recipient belongs to another organisation and holds no post of ours; nobody else belongs to one.",
            remedy="Name the organisation of a recipient, and no other post with it.",
        )


def by_groups(
    person: str, *, held: Held, given: frozenset[tuple[Role, str]], mapped: frozenset[Role], at: datetime
) -> tuple[Held, Event | None]:
    """The posts that somebody's groups in their organisation's directory stand for, and what goes on the record.

    `mapped` are the posts that groups decide at all; any other stays as the office gave it. A group gives a post for a
    business area, or (area "") as far as the office says that this person holds it; where it never said, for all.
    Posts that nobody may hold together are given to nobody: then all stays as it was.
    """
    posts = (held.posts - mapped) | ({role for role, _ in given} & mapped)
    limits = {(role, area) for role, area in held.limits if role in posts - mapped}
    for role in posts & mapped:
        limits |= {(role, area) for area in _reach(role, held, frozenset(a for r, a in given if r == role))}
    now = Held(posts=posts, limits=frozenset(limits), owns=held.owns)
    if now == held or any(together(posts)):
        return held, None
    return now, Event(kind="person.posts_changed", about=person, by="system", at=at, details=now.told())


def _reach(role: Role, held: Held, areas: frozenset[str]) -> frozenset[str]:
    """The areas of a post that groups give for these; none: all of them."""
    if "" not in areas:
        return areas
    before = frozenset(held.limited_to(role))
    return before | (areas - {""}) if before else frozenset()


def not_yours(person: str, by: Actor) -> Iterator[Refusal]:
    """Why somebody may not say what this person does here."""
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
    yield from limited_rightly(held)


def limited_rightly(held: Held) -> Iterator[Refusal]:
    """Why a post may not be held for some areas only."""
    for role in sorted(held.limited - held.posts):
        yield Refusal(
            rule=rulebook.POST_LIMITED,
            reason=f"Business areas were chosen for the post of {role.label}, and the post was not.",
            remedy=f"Choose the post of {role.label}, or no area for it.",
        )
    for role in sorted(held.limited - set(LIMITABLE)):
        yield Refusal(
            rule=rulebook.POST_LIMITED,
            reason=f"The post of {role.label} is of the whole office.",
            remedy="Choose no area for it.",
        )


def _left_empty(lost: frozenset[Role]) -> Iterator[Refusal]:
    for role in sorted(lost & NEVER_EMPTY):
        yield Refusal(
            rule=rulebook.NEVER_EMPTY,
            reason=f"Nobody else here is {role.label}.",
            remedy="Give the post to somebody else first.",
        )
