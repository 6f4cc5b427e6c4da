"""Undo a file that was taken over, while nobody built on it.

Somebody built on a row when the record has a later entry about it, or when something else names it (a request, a
release, an agreement, an account). An undo takes out what the file created and puts back what it changed; the record
keeps what was taken over and that it was undone.

Every row is looked at first, and if one was built on nothing is undone. Then it goes in batches, last row first, each
in a transaction of its own, so that nobody who writes meanwhile waits for a hundred thousand rows. What somebody builds
on in the very meantime stays, and is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Protocol

from django.db import transaction

from sharewell.policy import rulebook
from sharewell.policy.posts import not_yours
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.ledger import store as ledger
from sharewell_office.ledger.services import record
from sharewell_office.people import store as people
from sharewell_office.register.models import Import, ImportRow
from sharewell_office.register.store import imports as store

SHOWN = 20  # refusals told one by one; of the rest, how many there are


class Place(Protocol):
    """Where one kind of register lies, as an undo has to know it."""

    def named_elsewhere(self, references: Sequence[str]) -> Mapping[str, str]: ...
    def take_back(self, changed: Sequence[ImportRow]) -> None: ...


class Accounts:
    """People: somebody who has signed in has built on their account, whatever else there is."""

    def named_elsewhere(self, references: Sequence[str]) -> Mapping[str, str]:
        return dict.fromkeys(people.who_came_in(references), "person who signed in or was delegated to")

    def take_back(self, changed: Sequence[ImportRow]) -> None:
        people.remove(each.reference for each in changed if each.before is None)
        for each in changed:
            if each.before is not None:
                people.put_back(each.before)


# For each kind of register the noun of its events, and where it lies.
PLACES: Mapping[str, tuple[str, Place]] = {
    "register": ("isa", store.AGREEMENTS),
    "assets": ("asset", store.ASSETS),
    "dpias": ("dpia", store.DPIAS),
    "activity-log": ("past_sharing", store.PAST_SHARINGS),
    "organisations": ("party", store.ORGANISATIONS),
    "people": ("person", Accounts()),
}


def what_stands_in_the_way(found: Import, by: Actor) -> list[Refusal]:
    """Every row that somebody built on since, the first few by name; or that this person may not take back."""
    if refused := list(islice(_not_theirs(found, by), 1)):
        return refused
    refusals, more = [], 0
    for each in _built_on(found):
        if len(refusals) < SHOWN:
            refusals.append(each)
        else:
            more += 1
    if more:
        refusals.append(_refusal(f"{more} more rows were built on since."))
    return refusals


def _not_theirs(found: Import, by: Actor) -> Iterator[Refusal]:
    """Taking back what a sheet said of people says what they do here, as giving posts does."""
    if found.kind == "people" and by.person != people.command_line().person:
        for batch in store.changed(found):
            for each in batch:
                yield from not_yours(each.reference, by)


def _built_on(found: Import) -> Iterator[Refusal]:
    _, place = PLACES[found.kind]
    for batch in store.changed(found):
        yield from _standing(batch, place).values()


def _standing(batch: Sequence[ImportRow], place: Place) -> dict[int, Refusal]:
    """Of one batch, the rows that somebody built on, each with why it stays."""
    references = [each.reference for each in batch]
    last, named = ledger.last_numbers(references), place.named_elsewhere(references)
    stays = {}
    for each in batch:
        if last.get(each.reference) != each.entry_number:
            stays[each.row] = _refusal(f"Row {each.row}: {each.reference} was changed or acted on since.")
        elif each.before is None and each.reference in named:
            stays[each.row] = _refusal(
                f"Row {each.row}: {each.reference} is named by a {named[each.reference]}."
            )
    return stays


def _refusal(reason: str) -> Refusal:
    return Refusal(
        rule=rulebook.DECIDED_MEANWHILE,
        reason=reason,
        remedy="Leave the file as it was taken over, and change what is wrong on the pages of its entries.",
    )


def take_back(found: Import, *, by: Actor, say: Callable[[int], None]) -> list[Refusal]:
    """Take out what the file brought, each batch whole or not at all; why the rows stay that were built on meanwhile.

    After every batch it says how many rows it has been through. Killed, it goes on from the batch that it was in.
    """
    noun, place = PLACES[found.kind]
    left: list[Refusal] = []
    for batch in store.changed(found):
        with transaction.atomic():
            stays = _standing(batch, place)
            gone = [each for each in batch if each.row not in stays]
            if gone:
                record(list(_events(gone, noun, by)), save=partial(_taken_back, gone, place))
        left += stays.values()
        say(len(batch))
    return left


def _taken_back(gone: Sequence[ImportRow], place: Place) -> None:
    place.take_back(gone)
    store.undone(gone)


def _events(batch: Iterable[ImportRow], noun: str, by: Actor) -> Iterator[Event]:
    for each in batch:
        yield Event(kind=f"{noun}.import_undone", about=each.reference, by=by.person, at=clock.now())
