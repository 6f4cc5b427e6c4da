"""What a release may rest on in the register: an agreement, or a processor's contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sharewell.register import agreement as agreements_core
from sharewell.register.authority import Authority
from sharewell.register.dpia.record import Dpia, holds_back
from sharewell.register.registers import contracts
from sharewell.register.registers.entry import EntryStatus
from sharewell_office.register.store import assessments as dpias
from sharewell_office.register.store import registers
from sharewell_office.register.store.agreements import active_on, agreement, row
from sharewell_office.register.store.parties import party


def authority(reference: str, on: date) -> Authority | None:
    """The authority that an agreement or a contract of that reference yields on that day, if there is such a one."""
    if reference.startswith(f"{contracts.CONTRACTS.prefix}-"):
        return _of_contract(reference, on)
    found = agreement(reference)
    return authority_of(found, on) if found else None


def authority_of(
    found: agreements_core.Agreement, on: date, assessments: Sequence[Dpia] | None = None
) -> Authority | None:
    """The authority an agreement yields; an unfinished impact assessment of it holds it back."""
    given = agreements_core.authority(found, on=on)
    if given is None:
        return None
    asked = dpias.all_about(found.reference) if assessments is None else assessments
    return replace(given, standing=(*given.standing, *(no for one in asked for no in holds_back(one, on))))


def _of_contract(reference: str, on: date) -> Authority | None:
    entry = registers.entry(contracts.CONTRACTS.name, reference)
    other = party(entry.said("party")) if entry else None
    if entry is None or other is None:
        return None
    given = contracts.authority(entry, name=other.name, on=on)
    return given and replace(given, standing=(*given.standing, *dpias.holding_back(reference, on)))


def title_of(reference: str) -> str:
    """What the agreement or the contract of that reference is called; "" where there is none."""
    if reference.startswith(f"{contracts.CONTRACTS.prefix}-"):
        entry = registers.entry(contracts.CONTRACTS.name, reference)
        return entry.title if entry else ""
    found = row(reference)
    return found.title if found else ""


def live_on(on: date) -> list[tuple[str, str]]:
    """Reference and title of every agreement and contract under which a file may be brought on that day."""
    signed = [(each.reference, each.title) for each in active_on(on)]
    return signed + [(each.reference, each.title) for each in _contracts_on(on)]


def _contracts_on(on: date) -> list[registers.Entry]:
    """Of the contracts in force those whose days, columns and review let a file go to the processor."""
    held = registers.entries(contracts.CONTRACTS.name, EntryStatus.IN_FORCE)
    return [each for each in held if contracts.lets_leave(each, on=on)]
