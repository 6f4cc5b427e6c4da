"""Who sees which records: each rule is told once, and asked of one record (`sees`) or of a whole table (`narrowed`).

A list and a page that each had a rule of their own would drift apart: what the list hides the page would show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sharewell.vocabulary.people import Role

# A column and what stands in it; None: anything at all.
Condition = tuple[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeing:
    """Holders of `posts` see every record; whoever is named in the column `named` sees those, and everybody those in
    which the column `shared` is filled. Nobody else sees anything."""

    what: str
    named: str
    posts: frozenset[Role] = frozenset()
    shared: str = ""

    def narrowed(self, name: str, posts: frozenset[Role] = frozenset()) -> frozenset[Condition] | None:
        """What must hold of a record, one of these at least; None where there is nothing to hold.

        `name` is a person's or a party's, as the column has it. No name is nobody's.
        """
        if posts & self.posts:
            return None
        own: set[Condition] = {(self.named, name)} if name else set()
        return frozenset(own | ({(self.shared, None)} if self.shared and name else set()))

    def sees(self, name: str, record: Mapping[str, object], posts: frozenset[Role] = frozenset()) -> bool:
        """Whether this one record is among them."""
        conditions = self.narrowed(name, posts)
        if conditions is None:
            return True
        return any(
            bool(record[column]) if value is None else record[column] == value for column, value in conditions
        )


# What is asked in confidence stays so (UK GDPR Article 38(5)); what is about a case belongs to those who read the case.
QUESTION_TO_THE_DPO = Seeing(
    what="a question to the DPO", named="asked_by", posts=frozenset({Role.DPO}), shared="about"
)
COPY_HELD = Seeing(what="a copy that a recipient holds", named="party")
MESSAGE = Seeing(what="a message in the inbox", named="to")
SAVED_SEARCH = Seeing(what="a saved search", named="person")

RULES = (QUESTION_TO_THE_DPO, COPY_HELD, MESSAGE, SAVED_SEARCH)
