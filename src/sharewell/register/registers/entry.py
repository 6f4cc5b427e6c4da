"""What every register is: a list whose entries answer the same questions.

    DRAFT --bring into force--> IN_FORCE --retire--> RETIRED
                                IN_FORCE --review--> IN_FORCE, to be reviewed again by a day

A draft may be unfinished. Bringing it into force asks for every answer that is `needed`, and for whatever that register
asks for beside (`blocks`); what is in force is amended only into something that could come into force as well. Who may
do what to an entry says `keeping`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.register.schedule import LineUnreadable, Schedule
from sharewell.vocabulary.event import JSON
from sharewell.vocabulary.outcome import Refusal, Rule
from sharewell.vocabulary.people import Role
from sharewell.vocabulary.when import Period, PeriodUnreadable


class Ask(StrEnum):
    """How a question is asked. PARTY, NOTICE, DATA_SET and OWNER: by a reference, a short name, a person's id; FIELDS:
    a column of a file on each line (see `Schedule.from_lines`); COUNT: a whole number.
    """

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    PERIOD = "period"
    CHOICE = "choice"
    PARTY = "party"
    NOTICE = "notice"
    OWNER = "owner"
    DATA_SET = "data_set"
    FIELDS = "fields"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `id` is that of the reference it comes from; `choices` are (value, label); `group` heads a part.

    An answer is `needed` before the entry is in force; `looked_at` says that its register's `blocks` asks for it.
    Where it is some post's own to say, `only` names that post.
    """

    id: str
    label: str
    citation: str = ""
    hint: str = ""
    ask: Ask = Ask.LINE
    choices: tuple[tuple[str, str], ...] = ()
    needed: bool = False
    looked_at: bool = False
    group: str = ""
    only: Role | None = None


class EntryStatus(StrEnum):
    DRAFT = "draft"
    IN_FORCE = "in_force"
    RETIRED = "retired"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class EntryAction(StrEnum):
    """What people do to an entry. The value is the second half of the event's kind."""

    BRING_INTO_FORCE = "brought_into_force"
    REVIEW = "reviewed"
    RETIRE = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `answers` are texts by question (a day as ISO 8601); `agreements` are those that rest on it."""

    register: str
    reference: str
    title: str
    status: EntryStatus = EntryStatus.DRAFT
    answers: Mapping[str, str] = field(default_factory=dict)
    review_on: date | None = None
    agreements: tuple[str, ...] = ()

    def said(self, question: str) -> str:
        """The answer, or "" where there is none."""
        return self.answers.get(question, "").strip()

    def late(self, on: date) -> bool:
        """Whether its review is overdue."""
        return self.status is not EntryStatus.RETIRED and self.review_on is not None and self.review_on < on


def _nothing(entry: Entry) -> Iterable[Refusal]:
    return ()


def _no_more(before: Entry | None, after: Entry) -> Iterable[Said]:
    return ()


Said = tuple[str, dict[str, JSON]]  # an event's kind and details
KEEPERS = frozenset({Role.REGISTER_KEEPER, Role.DPO})
REVIEW_EVERY = Period(years=1)  # as for agreements (OPCC 6.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One register. `name` is its address, `one` what a single entry is called, `prefix` begins its references
    ("" where the reference is a name of our own). `listed` are the questions shown in the list. `keepers` write its
    entries; `deciders` bring them into force and retire them (the keepers, unless told). `into_force` is what
    the step is called, `again` whether it may be taken again of what is in force (a new edition), `retires` whether
    an entry ever leaves it, and `links` whether it names agreements. `named` is what
    an entry's title is called. `blocks` gives what else keeps an entry from being in force, `follows` what else goes on
    the record when it was this way before (None: it is new) and is that way after.
    """

    name: str
    title: str
    one: str
    about: str
    questions: tuple[Question, ...]
    prefix: str = ""
    listed: tuple[str, ...] = ()
    keepers: frozenset[Role] = KEEPERS
    deciders: frozenset[Role] = frozenset()
    into_force: str = "Bring into force"
    again: bool = False
    retires: bool = True
    links: bool = True
    named: str = "Title"
    blocks: Callable[[Entry], Iterable[Refusal]] = _nothing
    follows: Callable[[Entry | None, Entry], Iterable[Said]] = _no_more

    def question(self, id: str) -> Question:
        return next(each for each in self.questions if each.id == id)


def lacking(register: Register, entry: Entry) -> tuple[Refusal, ...]:
    """Everything that keeps the entry from being in force."""
    return (*_unanswered(register, entry), *register.blocks(entry))


def _unanswered(register: Register, entry: Entry) -> Iterator[Refusal]:
    for each in register.questions:
        if each.needed and not entry.said(each.id):
            yield no(rulebook.ENTRY_WHOLE, f"Not answered: {each.label}.", each.hint or "Answer it.", each.id)


def unreadable(register: Register, entry: Entry) -> Iterator[Refusal]:
    """Answers that are none: to a question nobody asks, outside the choices, no day, no period."""
    asked = {each.id: each for each in register.questions}
    for id, said in entry.answers.items():
        question = asked.get(id)
        if question is None:
            yield no(rulebook.ENTRY_WHOLE, f"This register does not ask for {id!r}.", "Leave it out.", id)
        elif said and not _answers(question, said):
            yield no(
                rulebook.ENTRY_WHOLE, f"This is no answer to: {question.label}.", _FORM[question.ask], id
            )


_FORM = {
    Ask.CHOICE: "Choose one of those offered.",
    Ask.DAY: "Write the day as 2026-03-02.",
    Ask.PERIOD: "Write it as P24M (months), P6Y (years) or P90D (days).",
    Ask.COUNT: "Write a whole number of at least 1.",
    Ask.FIELDS: "Write one column on a line: its name, then its type and its kind of personal data after commas.",
}


def _answers(question: Question, said: str) -> bool:
    try:
        match question.ask:
            case Ask.CHOICE:
                return said in {value for value, _ in question.choices}
            case Ask.DAY:
                return bool(date.fromisoformat(said))
            case Ask.PERIOD:
                return bool(Period.parse(said))
            case Ask.COUNT:
                return int(said) > 0
            case Ask.FIELDS:
                return bool(Schedule.from_lines(said).fields)
    except (ValueError, PeriodUnreadable, LineUnreadable):
        return False
    return True


def no(rule: Rule, reason: str, remedy: str, where: str = "") -> Refusal:
    return Refusal(rule=rule, reason=reason, remedy=remedy, where=where)
