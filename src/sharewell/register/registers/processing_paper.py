"""The record of processing activities as a document: both halves of Article 30."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sharewell.register.registers.processing import FIELDS, PROCESSOR_FIELDS, Activity, Office
from sharewell.vocabulary.paper import Block, Facts, Heading, Listed, Paper, Words


def printed(
    activities: Iterable[Activity],
    for_others: Iterable[tuple[str, ...]],
    *,
    office: Office,
    on: date,
) -> Paper:
    """The whole record as a document: both halves of Article 30."""
    return Paper(
        title="Record of processing activities",
        issuer=office.name,
        on=on,
        blocks=(
            Words(text="Under Article 30 of the UK GDPR. Worked out from the registers on the day above."),
            Heading(text="What we do as a controller"),
            *_controllers(tuple(activities)),
            Heading(text="What we do for others as a processor"),
            *_processors(tuple(for_others)),
        ),
    )


def _controllers(activities: tuple[Activity, ...]) -> Iterator[Block]:
    for each in activities:
        yield Heading(text=each.title, level=2)
        yield Facts(pairs=tuple((field.label, each.told[field.id] or "Nothing on file") for field in FIELDS))
        if missing := each.missing():
            yield Words(text="Missing, and mandatory:", strong=True)
            yield Listed(items=tuple(f"{field.label} ({field.citation})" for field in missing))
    if not activities:
        yield Words(text="Nothing: no information asset is on the register.")


def _processors(lines: tuple[tuple[str, ...], ...]) -> Iterator[Block]:
    for line in lines:
        yield Facts(pairs=tuple(zip((label for label, _ in PROCESSOR_FIELDS), line, strict=True)))
    if not lines:
        yield Words(text="Nothing: no contract on file names us as the processor.")
