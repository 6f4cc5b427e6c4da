"""Steps about what lies beside a request: read, ask the core, put the answer on the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sharewell.decisions import annex_steps, steps
from sharewell.decisions.annexes import Anonymised, Order
from sharewell.decisions.request import Request
from sharewell.policy.screening import screening
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters.acting import acts
from sharewell_office.decisions import services, store
from sharewell_office.decisions.annexes.tables import Tested, tested
from sharewell_office.ledger.services import Message, record
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed


@acts
def verify_order(reference: str, order: Order, *, version: int | None = None, by: Actor) -> Outcome:
    """Put an order on file as verified."""
    return services.take(
        reference,
        version=version,
        by=by,
        take=lambda request, at, law: annex_steps.verify_order(request, order, by=by, at=at, law=law),
    )


@acts
def countersign(reference: str, *, reason: str, version: int | None = None, by: Actor) -> Outcome:
    """The Chief Executive's countersignature that one person holds two duties (small offices)."""
    return services.take(
        reference,
        version=version,
        by=by,
        take=lambda request, at, law: annex_steps.countersign(request, reason=reason, by=by, at=at, law=law),
    )


@acts
def revoke(reference: str, *, reasons: str, version: int | None = None, by: Actor) -> Outcome:
    """Take an approval back before anything was delivered under it."""
    return services.take(
        reference,
        version=version,
        by=by,
        take=lambda request, at, law: annex_steps.revoke(request, reasons=reasons, by=by, at=at, law=law),
    )


@acts
def screen(reference: str, triggers: tuple[str, ...], *, by: Actor) -> Outcome:
    """Screen for an impact assessment (S6.1): the criteria that hold settle the answer, and go on the record."""
    at = services.now()
    law = services.law_for(services.read(reference), at.date())
    found = screening(triggers, law)
    outcome = services.answer(reference, stage="S6", answers={"S6.1": found}, facts={}, by=by)
    if outcome.permitted:
        said = {"triggers": [*triggers], "result": law.says("S6.1", found).lower()}
        record([Event(kind="dpia.screened", about=reference, by=by.person, at=at, details=said)])
    return outcome


@acts
def about_a_victim(reference: str, answer: str, *, by: Actor) -> Outcome:
    """Answer S1.5 from what a police request about a victim carries."""
    return services.answer(reference, stage="S1", answers={"S1.5": answer}, facts={}, by=by)


# --- tables without personal data -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What became of a table: what the gate said of it, and of the step."""

    tested: Tested
    passed: bool
    outcome: Outcome


@acts
def keep_table(
    reference: str,
    path: Path,
    name: str,
    *,
    intruder: str = "",
    version: int | None = None,
    by: Actor,
    **how: Any,
) -> Offered:
    """Test a table that is said to hold nobody (S3.5): its result is the answer, and the table lies with the request.

    `how` is what it is tested by (see `terms_of_table`): counts, or records of which somebody says, in `intruder`, what
    they tried to recognise a person. Raises `FileUnusable`.
    """
    found, table = _tested(reference, path, name, by=by, how=how)
    tried = bool(intruder.strip()) and found.left_to_a_person
    looked_at = replace(table, intruder=intruder.strip(), passed=found.passed or tried)
    outcome = services.take(
        reference,
        version=version,
        by=by,
        take=lambda request, at, law: annex_steps.keep_table(
            request, looked_at, codes=() if tried else found.codes, by=by, at=at, law=law
        ),
    )
    return Offered(tested=found, passed=looked_at.passed, outcome=outcome)


@acts
def offer_anonymised(
    reference: str,
    path: Path,
    name: str,
    *,
    count: str,
    min_cell: int,
    differencing: str,
    intruder: str,
    version: int | None = None,
    by: Actor,
) -> Offered:
    """Offer a table instead of records (OPCC 3.3). Raises `FileUnusable`."""
    found, table = _tested(reference, path, name, by=by, how={"count": count, "min_cell": min_cell})
    looked_at = replace(table, differencing=differencing, intruder=intruder)
    outcome = services.take(
        reference,
        version=version,
        by=by,
        take=lambda request, at, law: annex_steps.offer_anonymised(request, looked_at, by=by, at=at, law=law),
    )
    return Offered(tested=found, passed=found.passed, outcome=outcome)


def _tested(
    reference: str, path: Path, name: str, *, by: Actor, how: Mapping[str, Any]
) -> tuple[Tested, Anonymised]:
    """The gate's look at a table, and the table as it lies with the request after it."""
    request, at = services.read(reference), services.now()
    found = tested(path, name, request=request, on=at.date(), how=how)
    table = Anonymised(
        sha256=found.sha256,
        columns=found.columns,
        smallest_cell=found.smallest,
        passed=found.passed,
        prepared_by=by.person,
        at=at,
        **{"count": "", "min_cell": 0, **how},
    )
    return found, table


@acts
def approve_anonymised(
    reference: str, *, undertaking: str, reasons: str, version: int | None = None, by: Actor
) -> Outcome:
    """Let the table go."""
    return services.take(
        reference,
        version=version,
        by=by,
        take=lambda request, at, law: annex_steps.approve_anonymised(
            request, undertaking=undertaking, reasons=reasons, by=by, at=at, law=law
        ),
    )


# --- hand-offs, and approvals that lapse ------------------------------------------------------------------------------


@acts
def close(reference: str, *, to: str = "", version: int | None = None, by: Actor) -> Outcome:
    """Close a case that goes another way, and hand it to somebody (by default the post that answers for the route)."""
    return services.take(
        reference,
        version=version,
        by=by,
        take=lambda request, at, law: steps.close(
            request, by=by, at=at, law=law, to=to, proclaimed=proclaimed()
        ),
        tell=_told_of_the_hand_off,
    )


def _told_of_the_hand_off(after: Request) -> list[Message]:
    """Whoever has it now: the person, or everybody who holds the post."""
    handed = after.hand_off
    if handed is None:
        return []
    posts = {role.value: role for role in Role}
    told = [one.username for one in people.with_role(posts[handed.to])] if handed.to in posts else [handed.to]
    link = f"/requests/{after.reference}/finish/"
    return [
        Message(to=one, template="handed-on", about=after.reference, link=link, due=handed.due)
        for one in told
    ]


@acts
def finish(reference: str, *, how: str, version: int | None = None, by: Actor) -> Outcome:
    """Say what became of a request where it went."""
    return services.take(
        reference,
        version=version,
        by=by,
        take=lambda request, at, law: annex_steps.finish_hand_off(request, how=how, by=by, at=at),
    )


def keep_to_the_calendar() -> int:
    """Move the days of hand-offs for which a working day was proclaimed off, or taken back. Says how many moved."""
    return sum(_kept_to_the_calendar(reference) for reference in store.handed_on_for_working_days())


def _kept_to_the_calendar(reference: str) -> bool:
    outcome = services.take(
        reference,
        version=None,
        by=people.command_line(),
        take=lambda request, at, law: annex_steps.keep_to_the_calendar(
            request, proclaimed=proclaimed(), at=at
        ),
    )
    return outcome.permitted


def expire(at: datetime) -> int:
    """Let every approval lapse whose last day is over. Says how many did."""
    return sum(_expired(reference) for reference in store.lapsed(at.date()))


def _expired(reference: str) -> bool:
    outcome = services.take(
        reference,
        version=None,
        by=people.command_line(),
        take=lambda request, at, law: annex_steps.expire(request, at=at),
    )
    return outcome.permitted
