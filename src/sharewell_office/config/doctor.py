"""What is wrong with this installation, and how to mend it.

Each check below looks at one thing and yields findings. A finding is `ok`, a `note` (good to know, nothing is broken)
or `wrong`. In production (SHAREWELL_PRODUCTION=1) what would let somebody in or lose something is wrong, and
`sharewell serve` refuses to start over it; on a desk it is a note.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sharewell_office.config.office import reason_of

if TYPE_CHECKING:
    from sharewell_office.ledger.models import Checkpoint


class Result(StrEnum):
    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found of one thing, and what to do about it (empty where nothing need be done)."""

    area: str
    result: Result
    what: str
    remedy: str = ""

    def as_dict(self) -> dict[str, str]:
        return {"area": self.area, "result": self.result, "what": self.what, "remedy": self.remedy}


Check = Callable[[], Iterator[Finding]]


def examine() -> list[Finding]:
    """Look at everything. Raises nothing: what cannot be looked at is a finding."""
    return [finding for area, check in CHECKS.items() for finding in _tried(area, check)]


def refusals() -> list[Finding]:
    """Why the office must not be served: it would let somebody in, or lose something.

    Late jobs, a full disk and a changed record are for the people inside, who need the office to see them.
    """
    return [each for each in examine() if each.result is Result.WRONG and each.area in _BARS]


_BARS = {"settings", "keys", "database", "people"}


def _tried(area: str, check: Check) -> list[Finding]:
    try:
        return list(check())
    except Exception as problem:
        return [
            Finding(
                area=area, result=Result.WRONG, what=f"This could not be looked at: {reason_of(problem)}."
            )
        ]


def _ok(area: str, what: str) -> Finding:
    return Finding(area=area, result=Result.OK, what=what)


def _unsafe(area: str, what: str, remedy: str) -> Finding:
    """Something that is wrong in production, and worth knowing on a desk."""
    from django.conf import settings

    return Finding(
        area=area, result=Result.WRONG if settings.PRODUCTION else Result.NOTE, what=what, remedy=remedy
    )


def _wrong(area: str, what: str, remedy: str) -> Finding:
    return Finding(area=area, result=Result.WRONG, what=what, remedy=remedy)


# --- settings ---------------------------------------------------------------------------------------------------------
def _settings() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.checks import run_checks

    if settings.PRODUCTION:
        yield _ok("settings", "This is a production office: HTTPS only, secure cookies, HSTS.")
    else:
        yield Finding(
            area="settings", result=Result.NOTE, what="This office is not set up for production.",
            remedy="For real data set SHAREWELL_PRODUCTION=1 and run doctor again.",
        )  # fmt: skip
    if set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost"} or "*" in settings.ALLOWED_HOSTS:
        yield _unsafe(
            "settings", "SHAREWELL_HOSTS names no host of yours.",
            "Set SHAREWELL_HOSTS to the host names people use, such as sharewell.example.org.",
        )  # fmt: skip
    if settings.SHAREWELL_OFFICE_NAME == settings.DEMONSTRATION_NAME:
        yield _unsafe(
            "settings", "The office still bears the demonstration's name, and recipients would read it.",
            "Set SHAREWELL_OFFICE_NAME.",
        )  # fmt: skip
    if settings.PRODUCTION and not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        yield _wrong(
            "settings", "Nothing speaks HTTPS for this office.",
            "Put a proxy that does in front of it, and set SHAREWELL_TRUST_PROXY=1.",
        )  # fmt: skip
    for message in run_checks(include_deployment_checks=settings.PRODUCTION):
        if message.is_serious() or settings.PRODUCTION:
            yield _wrong("settings", str(message.msg), str(message.hint or ""))


# --- keys -------------------------------------------------------------------------------------------------------------
def _keys() -> Iterator[Finding]:
    from django.conf import settings

    from sharewell_office.ledger import keys, witnessing

    if keys.is_there():
        yield _ok("keys", f"The record is signed by {keys.signing_key().verifier()}")
    if not keys.lies_elsewhere():
        yield _unsafe(
            "keys", "The record's signing key lies beside the database: whoever holds both can write history anew.",
            "Move record.key to another host's storage and set SHAREWELL_KEYS to that folder.",
        )  # fmt: skip
    # Both lists are read, so that a line nobody can read is found here and not when a partner asks.
    if witnessing.witnesses() == []:
        yield Finding(
            area="keys", result=Result.NOTE, what="Nobody outside witnesses the record.",
            remedy="Ask a partner to: docs/spec/ledger.md says how.",
        )  # fmt: skip
    if witnessing.logs():
        yield _ok("keys", f"Partners' logs are witnessed with {keys.witness_key().verifier()}")
    home = Path(settings.SHAREWELL_HOME)
    loose = [
        each for each in (home, *_files(home / "keys"), *_files(keys.folder())) if _others_may_read(each)
    ]
    for each in loose:
        yield _unsafe("keys", f"Others on this machine may read {each.name}.", f"chmod go= {each}")


def _files(folder: Path) -> list[Path]:
    # A public key is for everybody.
    return [each for each in sorted(folder.glob("*")) if each.is_file() and each.suffix != ".vkey"]


def _others_may_read(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


# --- database ---------------------------------------------------------------------------------------------------------
def _database() -> Iterator[Finding]:
    from django.db import connection

    from sharewell_office.config.health import waiting_migrations

    if not _there(connection.settings_dict):
        yield Finding(
            area="database", result=Result.NOTE, what="There is no database here yet.",
            remedy="`sharewell serve` makes an empty office, `demo` a demonstration, `restore` brings yours back.",
        )  # fmt: skip
        return
    yield from _careful(connection.vendor)
    if waiting := waiting_migrations():
        yield _wrong(
            "database", f"The database waits for {waiting} migrations of this version.",
            "Take a backup, then start the office: it brings the database up to date.",
        )  # fmt: skip


def _there(database: dict[str, object]) -> bool:
    return "sqlite" not in str(database["ENGINE"]) or Path(str(database["NAME"])).exists()


# What each database must say of itself for "acknowledged" to mean "on the disk".
_CAREFUL = {
    "sqlite": {"PRAGMA journal_mode": ("wal",), "PRAGMA synchronous": (2, 3)},
    "postgresql": {
        "SHOW synchronous_commit": ("on", "remote_apply"),
        "SHOW fsync": ("on",),
        "SHOW full_page_writes": ("on",),
    },
}


def _careful(vendor: str) -> Iterator[Finding]:
    from django.db import connection

    careless = []
    with connection.cursor() as cursor:
        for question, good in _CAREFUL[vendor].items():
            cursor.execute(question)
            if cursor.fetchone()[0] not in good:
                careless.append(question.split()[1])
        if vendor == "sqlite":
            cursor.execute("PRAGMA quick_check(1)")
            if (said := cursor.fetchone()[0]) != "ok":
                yield _wrong(
                    "database", f"SQLite finds its file damaged: {said}.", "Restore the last backup."
                )
    for name in careless:
        yield _wrong(
            "database", f"{name} is set so that an acknowledged step may be lost in a power cut.",
            f"Set {name} back to its safe value in the database's own settings.",
        )  # fmt: skip
    if not careless:
        yield _ok("database", f"{vendor} answers, and acknowledges only what is on the disk.")


# --- the record -------------------------------------------------------------------------------------------------------
def _record() -> Iterator[Finding]:
    from sharewell_office.adapters import clock
    from sharewell_office.ledger import services, store

    if _no_tables():
        return
    size, last = store.size(), store.last_checkpoint()
    yield _ok("record", f"{size:,} entries." + (f" The first {last.size:,} are signed." if last else ""))
    try:
        services.must_continue_what_was_signed()
    except services.LedgerForked as forked:
        yield _wrong(
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
        yield _wrong(
            "record", f"The monitor found the record changed: {look.problems[0]}",
            "Tell the Data Protection Officer, keep this machine as it is, and compare with a backup.",
        )  # fmt: skip


def _is_old(last: Checkpoint | None, now: datetime) -> bool:
    return last is None or now - last.signed_at > timedelta(days=1)


def _no_tables() -> bool:
    from django.db import connection

    return not _there(connection.settings_dict) or "ledger_leaf" not in connection.introspection.table_names()


# --- people -----------------------------------------------------------------------------------------------------------
def _people() -> Iterator[Finding]:
    from sharewell_office.people import demo

    if demo.is_here():
        yield _unsafe(
            "people", "The demonstration's people can sign in, and demo.json holds their passwords.",
            "Start the real office in a SHAREWELL_HOME of its own.",
        )  # fmt: skip


# --- jobs -------------------------------------------------------------------------------------------------------------
def _jobs() -> Iterator[Finding]:
    from sharewell_office.adapters import clock
    from sharewell_office.adapters.jobs import standings

    if _no_tables():
        return
    standing = standings(clock.now())
    if all(each.last is None for each in standing):
        yield Finding(
            area="jobs", result=Result.NOTE, what="No job has ever run.",
            remedy="`sharewell serve` runs them, unless told --no-jobs; then run `sharewell worker`.",
        )  # fmt: skip
        return
    late = [each.job.name for each in standing if each.late]
    for name in late:
        yield _wrong(
            "jobs",
            f"{name} is late.",
            "Look at /jobs/ for what it said, and whether `sharewell worker` runs.",
        )
    if not late:
        yield _ok("jobs", f"All {len(standing)} jobs run in time.")


# --- disk -------------------------------------------------------------------------------------------------------------
_LEAST_FREE = 1 << 30


def _disk() -> Iterator[Finding]:
    from django.conf import settings

    home = Path(settings.SHAREWELL_HOME)
    disk = shutil.disk_usage(home)
    free = f"{disk.free / 2**30:.1f} GiB of {disk.total / 2**30:.1f} GiB are free"
    if disk.free < _LEAST_FREE:
        yield _wrong(
            "disk", f"Only {free}.", "Make room: below 1 GiB an upload may not fit, and steps are refused."
        )
    else:
        yield _ok("disk", f"{free}.")
    if not os.access(home, os.W_OK):
        yield _wrong(
            "disk", "SHAREWELL_HOME cannot be written.", "Give the folder to the user that runs Sharewell."
        )


# --- clock ------------------------------------------------------------------------------------------------------------
_APART = timedelta(seconds=30)


def _clock() -> Iterator[Finding]:
    from django.db import connection

    from sharewell_office.adapters import clock
    from sharewell_office.ledger import store

    now = clock.now()
    yield _ok("clock", f"It is {now.astimezone(clock.LONDON):%A %-d %B %Y, %H:%M} in London.")
    if _no_tables():
        return
    last = store.last_moment()
    if last and last - now > _APART:
        yield _wrong(
            "clock", "This machine's clock is behind the last entry of the record.",
            "Set the clock from a time server. Agreements begin and end by it.",
        )  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - now)
        if apart > _APART:
            yield _wrong(
                "clock", f"This machine and its database differ by {apart.total_seconds():.0f} seconds.",
                "Set both clocks from the same time server.",
            )  # fmt: skip


# --- what the pages are drawn with ------------------------------------------------------------------------------------
def _pages() -> Iterator[Finding]:
    from django.contrib.staticfiles import finders

    for needed in ("govuk/govuk-frontend.min.css", "moj/moj-frontend.min.css"):
        if finders.find(needed) is None:
            yield _wrong(
                "pages",
                f"{needed} is not here: pages would be unstyled.",
                "Run `make run` once, or set SHAREWELL_FRONTEND.",
            )


CHECKS: dict[str, Check] = {
    "settings": _settings,
    "keys": _keys,
    "database": _database,
    "record": _record,
    "people": _people,
    "jobs": _jobs,
    "disk": _disk,
    "clock": _clock,
    "pages": _pages,
}
