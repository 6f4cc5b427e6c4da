"""What a version of the law holds, what changed between two of them, and what is still to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sharewell.policy.law.record import Law


class How(StrEnum):
    """What became of an entry from one version to the next."""

    ADDED = "added"
    CHANGED = "changed"
    TAKEN_OUT = "taken out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One entry of one table: a rule, a question, a power … `verify`: a DPO has still to confirm it."""

    table: str
    id: str
    title: str
    citation: str
    verify: bool
    entry: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry that differs between two versions. `what` names the parts that changed ("when", "citation")."""

    table: str
    id: str
    title: str
    how: How
    what: tuple[str, ...] = ()


def entries(law: Law) -> tuple[Held, ...]:
    """Everything in force under a version, table by table."""
    return tuple(held for table, read in _TABLES.items() for held in read(table, law))


def unconfirmed(law: Law) -> tuple[Held, ...]:
    """What was read in commentary or recalled: "to be confirmed by your DPO"."""
    return tuple(held for held in entries(law) if held.verify)


def changes(before: Law, after: Law) -> tuple[Change, ...]:
    """What changed from one version to another, entry by entry."""
    old = {(held.table, held.id): held for held in entries(before)}
    new = {(held.table, held.id): held for held in entries(after)}
    return tuple(
        change for key in dict.fromkeys((*old, *new)) for change in _change(old.get(key), new.get(key))
    )


def _change(old: Held | None, new: Held | None) -> Iterator[Change]:
    if old is None and new is not None:
        yield Change(table=new.table, id=new.id, title=new.title, how=How.ADDED)
    elif new is None and old is not None:
        yield Change(table=old.table, id=old.id, title=old.title, how=How.TAKEN_OUT)
    elif old is not None and new is not None and old.entry != new.entry:
        what = _parts(old.entry, new.entry)
        yield Change(table=new.table, id=new.id, title=new.title, how=How.CHANGED, what=what)


def _parts(old: Any, new: Any) -> tuple[str, ...]:
    names = [one.name for one in fields(new)]
    return tuple(name for name in names if getattr(old, name, None) != getattr(new, name))


# --- the tables -----------------------------------------------------------------------------------

Read = Callable[[str, Law], Iterator[Held]]


def _held(table: str, id: str, title: str, entry: Any) -> Held:
    citation, verify = getattr(entry, "citation", ""), getattr(entry, "verify", False)
    return Held(table=table, id=id, title=title, citation=citation, verify=verify, entry=entry)


def _stages(table: str, law: Law) -> Iterator[Held]:
    for stage in (*law.stages, *law.systematic):
        yield _held(table, stage.id, stage.title, stage)


def _rules(table: str, law: Law) -> Iterator[Held]:
    for row in law.rows:
        yield _held(table, row.id, law.reason[row.code].title, row)


def _facts(table: str, law: Law) -> Iterator[Held]:
    for fact in law.facts:
        yield _held(table, fact.name, fact.ask, fact)


def _reasons(table: str, law: Law) -> Iterator[Held]:
    for reason in law.reasons:
        yield _held(table, reason.code, reason.title, reason)


def _paragraphs(table: str, law: Law) -> Iterator[Held]:
    for paragraph in law.schedule_1:
        yield _held(table, str(paragraph.number), paragraph.title, paragraph)


def _triggers(table: str, law: Law) -> Iterator[Held]:
    for trigger in law.triggers:
        yield _held(table, trigger.id, trigger.title, trigger)


def _countries(table: str, law: Law) -> Iterator[Held]:
    for country in law.countries:
        yield _held(table, country.code, country.title, country)


def _dpia(table: str, law: Law) -> Iterator[Held]:
    for part in law.dpia:
        yield _held(table, part.id, part.ask, part)
    for cell in law.risk_matrix:
        title = f"{cell.likelihood} and {cell.severity} is {cell.overall}"
        yield _held(table, f"{cell.likelihood}, {cell.severity}", title, cell)


def _lists(_: str, law: Law) -> Iterator[Held]:
    for table, listed in law.entries.items():
        for entry in listed:
            yield _held(table, entry.id, entry.title, entry)


_TABLES: Mapping[str, Read] = {
    "Stages and questions": _stages,
    "Rules": _rules,
    "Facts": _facts,
    "Reasons and remedies": _reasons,
    "Schedule 1 to the Data Protection Act 2018": _paragraphs,
    "DPIA screening": _triggers,
    "DPIA template and matrix": _dpia,
    "Countries approved by regulations": _countries,
    "Lists": _lists,
}
