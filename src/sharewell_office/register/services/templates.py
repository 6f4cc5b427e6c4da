"""Templates: the version in use, what a draft begins with, and the version that gives way to a new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from sharewell.register.agreement import Agreement
from sharewell.register.particulars import Template
from sharewell.register.registers import contract_paper
from sharewell.register.registers import templates as core
from sharewell.register.registers.entry import Entry, EntryStatus
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.paper import Paper
from sharewell_office.adapters import clock, ourselves
from sharewell_office.register.store import party
from sharewell_office.register.store import registers as store


def in_use(form: core.Form) -> Entry:
    """The office's own version in use, or the one that comes with Sharewell."""
    own = store.entries(form.name, EntryStatus.IN_FORCE)
    return own[0] if own else core.shipped(form)


def wording(template: Template) -> tuple[str, dict[str, str]]:
    """What a draft on that template begins with: the version, and the words by component."""
    form = core.OF_AGREEMENTS.get(template)
    if form is None:  # the partner brings the words
        return "", {}
    version = in_use(form)
    return version.said("version"), core.words_of(version)


def newer_words(draft: Agreement) -> dict[str, str]:
    """The parts that still say what an earlier version of the draft's template said, as the version in use says them.

    What somebody worded for this draft is theirs, and is not among them.
    """
    form = core.OF_AGREEMENTS.get(draft.particulars.template)
    if form is None:
        return {}
    kept, shipped = store.entries(form.name), core.shipped(form)
    in_force = next((each for each in kept if each.status is EntryStatus.IN_FORCE), shipped)
    earlier = [
        core.words_of(each)
        for each in (shipped, *kept)
        if each is shipped or each.status is EntryStatus.RETIRED
    ]
    now, said = core.words_of(in_force), draft.particulars.words
    return {
        part: words
        for part, words in now.items()
        if said.get(part) != words and any(each.get(part) == said.get(part) for each in earlier)
    }


class GivesWay(NamedTuple):
    """The version before, retired: what goes on the record, and how it is written in the same transaction."""

    event: Event
    save: Callable[[], None]


def gives_way(new: Entry) -> GivesWay | None:
    """The version that a new one takes the place of; None where there is none, or the entry is no template."""
    if new.register not in core.BY_NAME:
        return None
    before = [
        each for each in store.entries(new.register, EntryStatus.IN_FORCE) if each.reference != new.reference
    ]
    if not before:
        return None
    (old,) = before
    row = store.row(old.register, old.reference)
    event = Event(
        kind="entry.retired",
        about=old.reference,
        by="system",
        at=clock.now(),
        details={"register": old.register, "reason": f"{new.reference} took its place"},
    )
    whole = store.to_core(row, linked=True)
    return GivesWay(
        event, partial(store.save, replace(whole, status=EntryStatus.RETIRED), read_at_version=row.version)
    )


def printed(version: Entry) -> Paper:
    """A version as a form to fill in."""
    return core.printed(version, issuer=ourselves.name(), on=clock.today())


def standard_terms(named: str) -> tuple[tuple[str, str], ...]:
    """The text of the standard terms that a decision names ("ST-1"), topic by topic: heading and words.

    Nothing where there was never such a version: then only its name can be shown.
    """
    form = core.BY_NAME["template-standard-terms"]
    versions = [*store.entries(form.name), core.shipped(form)]
    words = next((core.words_of(each) for each in versions if f"ST-{each.said('version')}" == named), {})
    return tuple((part.heading, words[part.id]) for part in form.parts if part.id in words)


def contract(found: Entry) -> Paper:
    """A processor's contract, filled in, in the words of the template in use."""
    other = party(found.said("party"))
    return contract_paper.paper(
        found,
        wording=in_use(core.BY_NAME["template-processor"]),
        other=other.name if other else "a processor not named yet",
        issuer=ourselves.name(),
        on=clock.today(),
    )
