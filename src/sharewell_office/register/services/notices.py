"""Notices: the text as it would be published today, publishing it, and whom a published one fails to name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from sharewell.register.registers import notices as core
from sharewell.register.registers.entry import Entry
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.paper import Block, Facts, Heading, Listed, Paper, Words
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock, ourselves
from sharewell_office.adapters.acting import acts
from sharewell_office.register.store import notices as editions
from sharewell_office.register.store import registers as store


def text(notice: Entry) -> Paper:
    """The notice as it would be published today."""
    main = store.entry(core.NOTICES.name, notice.said("main"))
    return core.text_of(
        notice,
        sharings=editions.sharings(),
        issuer=ourselves.name(),
        on=clock.today(),
        main=main.said("url") if main else "",
    )


class Publication(NamedTuple):
    """A notice being published: what goes on the record, and how its edition is frozen in the same transaction."""

    event: Event
    save: Callable[[], int]


@acts
def publish(notice: Entry, *, by: Actor) -> Publication | None:
    """The publication of a notice as it reads now; None where the entry is no notice."""
    if notice.register not in (core.NOTICES.name, core.SPECIFIC.name):
        return None
    paper, at = text(notice), clock.now()
    digest = core.digest_of(paper)
    event = Event(
        kind="notice.published",
        about=notice.reference,
        by=by.person,
        at=at,
        details={"register": notice.register, "text_sha256": digest},
    )
    freeze = partial(
        editions.add_edition,
        notice.reference,
        text=sections(paper),
        digest=digest,
        named={each.party for each in editions.sharings()},
        at=at,
        by=by.person,
    )
    return Publication(event, freeze)


def sections(paper: Paper) -> list[list[object]]:
    """A notice's text as headings, each with its lines: as it is kept and shown."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for block in paper.blocks:
        if isinstance(block, Heading):
            found.append((block.text, []))
        else:
            found[-1][1].extend(_lines(block))
    return [[heading, lines] for heading, lines in found if lines]


def _lines(block: Block) -> list[str]:
    match block:
        case Words(text=said):
            return [said]
        case Listed(items=items):
            return [f"• {each}" for each in items]
        case Facts(pairs=pairs):
            return [f"{key}: {value}" for key, value in pairs]
    return []


def not_named(notice: str) -> tuple[core.Sharing, ...]:
    """Recipients in the live register that the notice's newest edition does not name (none while it has no edition)."""
    edition = editions.latest_editions().get(notice)
    return core.not_named(edition.named, editions.sharings()) if edition else ()
