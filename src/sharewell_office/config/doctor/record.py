"""Whether the record is what was signed, and whether the clock it is dated by can be right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sharewell_office.config.doctor.database import no_tables
from sharewell_office.config.doctor.finding import Finding, Result, ok, wrong

if TYPE_CHECKING:
    from sharewell_office.ledger.models import Checkpoint


def record() -> Iterator[Finding]:
    from sharewell_office.adapters import clock
    from sharewell_office.ledger import services, store

    if no_tables():
        return
    size, last = store.size(), store.last_checkpoint()
    yield ok("record", f"{size:,} entries." + (f" The first {last.size:,} are signed." if last else ""))
    try:
        services.must_continue_what_was_signed()
    except services.LedgerForked as forked:
        yield wrong(
            "record", f"The record was changed: {forked}.",
            "Tell the Data Protection Officer, keep this machine as it is, and compare with a backup.",
        )  # fmt: skip
    if size and _is_old(last, clock.now()):
        waited = (
            "have waited for more than a day to be signed" if last else "are there, and none is signed yet"
        )
        yield Finding(
            area="record", result=Result.NOTE, what=f"Entries {waited}.",
            remedy="Run `sharewell worker`: it signs a checkpoint every hour.",
        )  # fmt: skip

    if (look := store.last_look()) and look.problems:
        yield wrong(
            "record", f"The monitor found the record changed: {look.problems[0]}",
            "Tell the Data Protection Officer, keep this machine as it is, and compare with a backup.",
        )  # fmt: skip


def _is_old(last: Checkpoint | None, now: datetime) -> bool:
    return last is None or now - last.signed_at > timedelta(days=1)


_APART = timedelta(seconds=30)


def clock() -> Iterator[Finding]:
    from django.db import connection

    from sharewell_office.adapters import clock
    from sharewell_office.ledger import store

    now = clock.now()
    yield ok("clock", f"It is {now.astimezone(clock.LONDON):%A %-d %B %Y, %H:%M} in London.")
    if no_tables():
        return
    last = store.last_moment()
    if last and last - now > _APART:
        yield wrong(
            "clock", "This machine's clock is behind the last entry of the record.",
            "Set the clock from a time server. Agreements begin and end by it.",
        )  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - now)
        if apart > _APART:
            yield wrong(
                "clock", f"This machine and its database differ by {apart.total_seconds():.0f} seconds.",
                "Set both clocks from the same time server.",
            )  # fmt: skip
