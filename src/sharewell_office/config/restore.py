"""Bringing an office back from its backup.

Nothing that is here is overwritten: an office in this folder is set aside, and PostgreSQL must be an empty database.
In this order:
 (1) the backup is whole: every member is what was put in
 (2) its migrations are ones that this version knows
 (3) what is here is set aside; what was in the backup takes its place
 (4) tables of an older version are brought up to date
 (5) keys that were destroyed, before or after the backup was taken, are destroyed again
 (6) the record verifies, from its first entry; if it does not, everything is put back as it was
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from sharewell_office.config import backup
from sharewell_office.ledger import destroyed, store
from sharewell_office.ledger.verification import Check, verify_now


class OfficeIsHere(Exception):
    """There is an office here already, and nobody said that it may be set aside."""


class DoesNotFit(Exception):
    """The backup cannot come back here: another make of database, or a newer version of Sharewell."""


class RecordDoesNotVerify(Exception):
    """The record in the backup is not what was signed. What was here before is here again."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems[0])
        self.problems = problems


def restore(path: Path, *, replace: bool, gone: Path | None, at: datetime) -> tuple[Check, int, Path | None]:
    """Bring the office back: what its record came to, how many keys were destroyed again, where the old one lies.

    `gone` is a list of destroyed keys that was kept elsewhere. Raises `NotABackup`, `DoesNotFit`, `OfficeIsHere`,
    `RecordDoesNotVerify`, `ListUnreadable` and OSError.
    """
    home = Path(settings.SHAREWELL_HOME)
    digests = destroyed.listed() | (destroyed.listed(gone) if gone else frozenset())
    staged = home / f"restoring-{secrets.token_hex(4)}"
    aside = home / f"replaced-{at:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
    with backup.unpacked(path, staged) as manifest:
        _must_fit(manifest)
        if office_is_here() and (not replace or connection.vendor != "sqlite"):
            raise OfficeIsHere
        with _in_place_of_what_is_here(home, staged, aside):
            again, check = _take_over(staged, manifest, digests, at)
    os.sync()
    return check, again, aside if any(aside.iterdir()) else None


def office_is_here() -> bool:
    """Whether the database holds anybody or anything."""
    there = set(connection.introspection.table_names())
    if connection.vendor == "postgresql":
        return bool(there)
    return "people_user" in there


def _must_fit(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise DoesNotFit(
            f"it was taken from {manifest['database']}, and this office is on {connection.vendor}"
        )
    known = MigrationExecutor(connection).loader.disk_migrations
    for app, names in manifest["migrations"].items():
        for name in names:
            if (app, name) not in known:
                raise DoesNotFit("it was taken by a newer version of Sharewell: install that one first")


@contextmanager
def _in_place_of_what_is_here(home: Path, staged: Path, aside: Path) -> Iterator[None]:
    """Set aside what is here and put the unpacked files in its place; the other way round where anything fails."""
    connection.close()
    aside.mkdir(mode=0o700)
    try:
        _move(_office_in(home), aside)
        _move([*staged.glob(f"{backup.HOME}/*"), *staged.glob(backup.SQLITE)], home)
        yield
    except BaseException:
        connection.close()
        _move(_office_in(home), staged / backup.HOME)
        _move(list(aside.iterdir()), home)
        aside.rmdir()
        raise


def _office_in(home: Path) -> list[Path]:
    """Everything in the folder but what a restore itself put there."""
    return [each for each in home.iterdir() if not each.name.startswith(("restoring-", "replaced-"))]


def _move(paths: list[Path], folder: Path) -> None:
    folder.mkdir(exist_ok=True, mode=0o700)
    for each in paths:
        each.rename(folder / each.name)


def _take_over(
    staged: Path, manifest: dict[str, Any], digests: frozenset[str], at: datetime
) -> tuple[int, Check]:
    if connection.vendor == "sqlite":
        _bring_up_to_date()  # of SQLite a table is made anew outside of any transaction; the old file lies aside
    with transaction.atomic():
        if connection.vendor == "postgresql":
            _make_tables(manifest)
            _fill_tables(staged / backup.TABLES)
            connection.check_constraints()  # now: a table with checks that wait cannot be altered
            _bring_up_to_date()
        destroyed.add(digests)
        again = store.destroy_listed_keys(at=at)
        check = verify_now()
        if not check.sound:
            raise RecordDoesNotVerify(check.problems)
    return again, check


def _make_tables(manifest: dict[str, Any]) -> None:
    """The tables as they were when the backup was taken."""
    executor = MigrationExecutor(connection)
    had = {(app, name) for app, names in manifest["migrations"].items() for name in names}
    # The last ones only: naming one that another builds on would ask for steps back.
    nodes = executor.loader.graph.node_map
    executor.migrate(
        [each for each in sorted(had) if not had & {child.key for child in nodes[each].children}]
    )


def _bring_up_to_date() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _fill_tables(folder: Path) -> None:
    with connection.cursor() as cursor:
        ours = dict(backup.tables())
        cursor.execute(f"TRUNCATE {', '.join(ours)}")
        for table, columns in ours.items():
            with (
                open(folder / table, "rb") as rows,
                cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into,
            ):
                while chunk := rows.read(1 << 16):
                    into.write(chunk)
        numbered = [*apps.get_models(include_auto_created=True), MigrationRecorder.Migration]
        for statement in connection.ops.sequence_reset_sql(no_style(), numbered):
            cursor.execute(statement)
