"""What is done to an entry of a register: added, worded otherwise, brought into force, reviewed, retired; by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime

from sharewell.policy import rulebook
from sharewell.register.registers.entry import (
    REVIEW_EVERY,
    Entry,
    EntryAction,
    EntryStatus,
    Register,
    lacking,
    no,
    unreadable,
)
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role


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
