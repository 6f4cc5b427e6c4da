"""Who acts: a person, with the posts they hold and what was delegated to them.

Duties are segregated by person. A role alone never decides: the data owner who drafted a request is still the drafter.
The roles are those of the commissioner's policy, section 5, and what each may do is told in `may` below.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """A post in the office (or outside it), as the policy names them."""

    CHIEF_EXECUTIVE = "ro.ce"
    OWNER = "ro.owner"
    DPO = "ro.dpo"
    HANDLER = "ro.handler"
    AUDITOR = "ro.auditor"
    REGISTER_KEEPER = "ro.register"
    COMMUNICATIONS = "ro.comms"
    RECIPIENT = "ro.recipient"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Role.CHIEF_EXECUTIVE: "Chief Executive",
    Role.OWNER: "Data owner",
    Role.DPO: "Data Protection Officer",
    Role.HANDLER: "Case handler",
    Role.AUDITOR: "Auditor",
    Role.REGISTER_KEEPER: "Register keeper",
    Role.COMMUNICATIONS: "Communications",
    Role.RECIPIENT: "Recipient",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """Written authority to decide in somebody's place: from whom, for which data sets, both days inclusive.

    `special_category` says whether it reaches to data of special categories. `also` are the giver's other accounts.
    """

    reference: str
    from_person: str
    data_sets: frozenset[str]
    starts: date
    ends: date
    special_category: bool = True
    also: frozenset[str] = frozenset()

    @property
    def given_by(self) -> frozenset[str]:
        """Every account of whoever gave it: in a case they count as one person with whoever holds it."""
        return self.also | {self.from_person}

    def covers(self, data_set: str, on: date, *, special: bool = False) -> bool:
        """Whether it reaches that data set on that day, and (`special`) data of special categories in it."""
        reaches = self.special_category or not special
        return reaches and data_set in self.data_sets and self.starts <= on <= self.ends


# What a refusal adds where somebody holds the post, and not here.
ELSEWHERE = " You hold that post for other business areas."


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person acting now: their id, the posts they hold, the data sets they own, their delegations and training.

    `trained_until` is the last day their data protection training is current; `None` means there is none on record,
    and none is never a yes. `also` are the ids of the same person's other accounts: duties are compared by person.
    `reports_to` are the accounts of their line managers. `areas` says which posts are held for some business areas
    only: each such post with each data set it reaches; a post that is not there reaches all of them.
    """

    person: str
    name: str
    roles: frozenset[Role]
    owns: frozenset[str] = frozenset()
    delegations: tuple[Delegation, ...] = ()
    trained_until: date | None = None
    also: frozenset[str] = frozenset()
    reports_to: frozenset[str] = frozenset()
    areas: frozenset[tuple[Role, str]] = frozenset()

    @property
    def accounts(self) -> frozenset[str]:
        """Every account this person has acted under. Who did what is compared with these, never with one of them."""
        return self.also | {self.person}

    def has(self, role: Role) -> bool:
        return role in self.roles

    def about(self, data_set: str) -> Actor:
        """The same person as far as this data set goes: without the posts that they hold for other areas only."""
        return replace(self, roles=frozenset(role for role in self.roles if self.reaches(role, data_set)))

    def held_elsewhere(self, posts: Collection[Role], data_set: str) -> str:
        """What a refusal adds where they hold one of these posts, but for other business areas; "" otherwise."""
        # By the areas and not by the posts: at the door a post that does not reach the case was taken off already.
        held = any(area and data_set not in area for area in map(self.area_of, posts))
        return ELSEWHERE if held and not self.about(data_set).roles & frozenset(posts) else ""

    def reaches(self, role: Role, data_set: str) -> bool:
        """Whether this post, if they hold it, is held for that data set."""
        area = self.area_of(role)
        return area is None or data_set in area

    def area_of(self, role: Role) -> frozenset[str] | None:
        """The data sets for which they hold this post; None where it reaches all of them."""
        area = frozenset(data_set for held, data_set in self.areas if held == role)
        return area or None

    def trained(self, on: date) -> bool:
        return self.trained_until is not None and on <= self.trained_until

    def delegation_for(self, data_set: str, on: date, *, special: bool = False) -> Delegation | None:
        """The delegation under which this person may decide about `data_set` on that day, if there is one."""
        return next((d for d in self.delegations if d.covers(data_set, on, special=special)), None)
