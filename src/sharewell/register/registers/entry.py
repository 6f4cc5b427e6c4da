"""What every register is, and what may be done to an entry of it.

    DRAFT --bring into force--> IN_FORCE --retire--> RETIRED
                                IN_FORCE --review--> IN_FORCE, to be reviewed again by a day

A draft may be unfinished. Bringing it into force asks for every answer that is `needed`, and for whatever that register
asks for beside (`blocks`); what is in force is amended only into something that could come into force as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from sharewell.policy import rulebook
from sharewell.register.schedule import LineUnreadable, Schedule
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, Rule, decide
from sharewell.vocabulary.people import Actor, Role
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


# --- what is done to an entry -----------------------------------------------------------------------------------------
def add(register: Register, entry: Entry, *, by: Actor, at: datetime) -> Outcome:
    """Say whether this person may put a new entry on the register."""
    event = Event(
        kind="entry.added",
        about=entry.reference,
        by=by.person,
        at=at,
        details={"register": register.name, "title": entry.title},
    )
    refusals = (
        *not_a_keeper(register, by),
        *unreadable(register, entry),
        *_not_theirs(register, None, entry, by),
    )
    return decide(refusals, event, *_following(register, None, entry, by.person, at))


def _following(
    register: Register, before: Entry | None, after: Entry, by: str, at: datetime
) -> Iterator[Event]:
    for kind, details in register.follows(before, after):
        yield Event(kind=kind, about=after.reference, by=by, at=at, details=details)


def amend(register: Register, before: Entry, after: Entry, *, by: Actor, at: datetime) -> Outcome:
    """Say whether the entry may read so from now on. What is in force stays whole."""
    event = Event(
        kind="entry.amended",
        about=before.reference,
        by=by.person,
        at=at,
        details={"register": register.name, "parts": list(_changed(register, before, after))},
    )
    broken = lacking(register, after) if before.status is EntryStatus.IN_FORCE else ()
    if before.status is EntryStatus.RETIRED:
        broken = (_not_now(before),)
    own = (*not_a_keeper(register, by), *_not_theirs(register, before, after, by))
    follows = _following(register, before, after, by.person, at)
    return decide((*own, *unreadable(register, after), *broken), event, *follows)


def _not_theirs(register: Register, before: Entry | None, after: Entry, by: Actor) -> Iterator[Refusal]:
    """What somebody wrote in another's place: advice is the adviser's to write, also where it is for the keeper."""
    for each in register.questions:
        changed = after.said(each.id) != (before.said(each.id) if before else "")
        if each.only and changed and not by.has(each.only):
            yield no(
                rulebook.NOT_YOUR_STEP,
                f"Only the {each.only.label} says: {each.label}.",
                f"Leave it as it was, and ask the {each.only.label}.",
                each.id,
            )


def _changed(register: Register, before: Entry, after: Entry) -> Iterator[JSON]:
    if before.title != after.title:
        yield "Title"
    if before.agreements != after.agreements:
        yield "Agreements"
    yield from (each.label for each in register.questions if before.said(each.id) != after.said(each.id))


FROM: Mapping[EntryAction, frozenset[EntryStatus]] = {
    EntryAction.BRING_INTO_FORCE: frozenset({EntryStatus.DRAFT}),
    EntryAction.REVIEW: frozenset({EntryStatus.IN_FORCE}),
    EntryAction.RETIRE: frozenset({EntryStatus.IN_FORCE}),
}


def steps(register: Register, entry: Entry) -> tuple[EntryAction, ...]:
    """The steps that lead on from where the entry stands."""
    again = register.again and entry.status is EntryStatus.IN_FORCE
    return tuple(
        action
        for action, states in FROM.items()
        if (entry.status in states or (again and action is EntryAction.BRING_INTO_FORCE))
        and (register.retires or action is not EntryAction.RETIRE)
    )


def take_step(
    register: Register,
    entry: Entry,
    *,
    action: EntryAction,
    by: Actor,
    at: datetime,
    on: date,
    reason: str = "",
    review_on: date | None = None,
) -> Outcome:
    """Say whether this person may do this to the entry now. `review_on`: when it is looked at again, within a year."""
    event = Event(
        kind=f"entry.{action.value}",
        about=entry.reference,
        by=by.person,
        at=at,
        details={"register": register.name}
        | ({"reason": reason} if reason else {})
        | ({"review_on": review_on.isoformat()} if review_on else {}),
    )
    refusals = tuple(_objections(register, entry, action, by, on, reason, review_on))
    if refusals:
        return Outcome(refusals=refusals)
    return decide((), event, *_following(register, entry, apply(entry, event), by.person, at))


def _objections(
    register: Register,
    entry: Entry,
    action: EntryAction,
    by: Actor,
    on: date,
    reason: str,
    review_on: date | None,
) -> Iterator[Refusal]:
    yield from not_a_decider(register, entry, by)
    if action not in steps(register, entry):
        yield _not_now(entry)
    if action is EntryAction.BRING_INTO_FORCE:
        yield from lacking(register, entry)
    if action is EntryAction.RETIRE and not reason.strip():
        yield no(rulebook.REASONS_GIVEN, "Nothing is retired without a reason.", "Say why.")
    if action is not EntryAction.RETIRE and (
        review_on is None or not on < review_on <= REVIEW_EVERY.after(on)
    ):
        yield no(
            rulebook.REVIEW_IN_TIME,
            "The next review has to be on a day to come, within a year.",
            "Give such a day.",
        )


def not_a_keeper(register: Register, by: Actor) -> Iterator[Refusal]:
    if not by.roles & register.keepers:
        posts = " or ".join(sorted(role.label for role in register.keepers))
        yield no(rulebook.NOT_YOUR_STEP, f"This register is kept by the {posts}.", f"Ask the {posts}.")


def not_a_decider(register: Register, entry: Entry, by: Actor) -> Iterator[Refusal]:
    """An owner decides for the data set they own, and for no other (OPCC 5.2)."""
    deciders = register.deciders or register.keepers
    if not by.roles & deciders:
        posts = " or ".join(sorted(role.label for role in deciders))
        yield no(rulebook.NOT_YOUR_STEP, f"This step belongs to the {posts}.", f"Ask the {posts}.")
    elif by.roles & deciders == {Role.OWNER} and entry.said("data_set") not in by.owns:
        yield no(
            rulebook.OWNER_SIGNS,
            "You do not own the data set that this is about.",
            "Ask its owner, or a keeper of the register.",
            "data_set",
        )


def _not_now(entry: Entry) -> Refusal:
    return no(
        rulebook.NOT_IN_THIS_STATE,
        f"{entry.reference} is {entry.status.label.lower()}.",
        "Look at its page for what can be done now.",
    )


def apply(entry: Entry, event: Event) -> Entry:
    """The entry after a step."""
    action = EntryAction(event.kind.removeprefix("entry."))
    if action is EntryAction.RETIRE:
        return replace(entry, status=EntryStatus.RETIRED)
    review_on = date.fromisoformat(str(event.details["review_on"]))
    return replace(entry, status=EntryStatus.IN_FORCE, review_on=review_on)
