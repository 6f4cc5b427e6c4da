"""Whether the database is there, whole, and keeps what it acknowledges."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sharewell_office.config.doctor.finding import Finding, Result, ok, wrong


def database() -> Iterator[Finding]:
    from django.db import connection

    from sharewell_office.config.health import waiting_migrations

    if not there(connection.settings_dict):
        yield Finding(
            area="database", result=Result.NOTE, what="There is no database here yet.",
            remedy="`sharewell serve` makes an empty office, `demo` a demonstration, `restore` brings yours back.",
        )  # fmt: skip
        return
    yield from _careful(connection.vendor)
    if waiting := waiting_migrations():
        yield wrong(
            "database", f"The database waits for {waiting} migrations of this version.",
            "Take a backup, then start the office: it brings the database up to date.",
        )  # fmt: skip


def there(database: dict[str, object]) -> bool:
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
                yield wrong("database", f"SQLite finds its file damaged: {said}.", "Restore the last backup.")
    for name in careless:
        yield wrong(
            "database", f"{name} is set so that an acknowledged step may be lost in a power cut.",
            f"Set {name} back to its safe value in the database's own settings.",
        )  # fmt: skip
    if not careless:
        yield ok("database", f"{vendor} answers, and acknowledges only what is on the disk.")


def no_tables() -> bool:
    from django.db import connection

    return not there(connection.settings_dict) or "ledger_leaf" not in connection.introspection.table_names()
