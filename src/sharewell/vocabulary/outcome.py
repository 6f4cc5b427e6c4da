"""A "no" is a value: the rule, its paragraph, the reason and the remedy, and all of them at once.

A decision function of the core returns an `Outcome`. Either nothing stands in the way and it carries the events to put
on the record, or it carries every refusal, so that one attempt shows all the work there is to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sharewell.vocabulary.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing the policy or the law asks for.

    `code` is stable: it is logged, tested and compared (the reason codes of the handbook). `title` says the rule in a
    sentence. `citation` names the paragraph it comes from. `implements` lists the requirement ids it answers.
    """

    code: str
    title: str
    citation: str
    implements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why not, and what would change that. Compare `rule`, never the words of `reason`.

    `reason` and `remedy` are sentences for the person who asked; neither holds a value of personal data.
    `where` names the stage, field or column concerned, if one is.
    """

    rule: Rule
    reason: str
    remedy: str
    where: str = ""

    def as_dict(self) -> dict[str, str]:
        """The four things every "no" says, as JSON: code, reason, remedy, citation (and where)."""
        return {
            "code": self.rule.code,
            "reason": self.reason,
            "remedy": self.remedy,
            "citation": self.rule.citation,
            "where": self.where,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a decision function answers: events to record, or refusals; never both.

    `flags` are rules that hold and do not stop anything (a warning, a finding): they are shown and recorded.
    """

    events: tuple[Event, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    flags: tuple[Refusal, ...] = field(default=())

    def __post_init__(self) -> None:
        # The default is no: an outcome with nothing to record and nothing to refuse would read as a yes.
        if bool(self.events) == bool(self.refusals):
            raise OutcomeIsNeitherYesNorNo(self.events, self.refusals)

    @property
    def permitted(self) -> bool:
        return not self.refusals


class OutcomeIsNeitherYesNorNo(Exception):
    """A decision function returned both events and refusals, or neither: a defect, not a refusal."""


def decide(refusals: Iterable[Refusal], *events: Event, flags: Iterable[Refusal] = ()) -> Outcome:
    """Turn what was gathered into an outcome: any refusal at all, and nothing happens."""
    gathered = tuple(refusals)
    if gathered:
        return Outcome(refusals=gathered, flags=tuple(flags))
    return Outcome(events=events, flags=tuple(flags))
