"""One file that holds an office as of one moment, and whether such a file is whole.

    office.sqlite3      SQLite's own online backup, or
    tables/NAME         PostgreSQL: COPY of every table, all out of one snapshot
    home/…              the rest of SHAREWELL_HOME: vault, keys, and whatever else a room keeps there
    manifest.json       last: format, when, database, migrations, and the SHA-256 of every other member

The database first, then the files: a file of the vault is named by its digest and never changes, so whatever the
database knew of is still there, and a file too many does no harm. Nobody has to stop working meanwhile.
"""

from __future__ import annotations

import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

FORMAT = "sharewell-backup/1"
SQLITE, TABLES, HOME, MANIFEST = "office.sqlite3", "tables", "home", "manifest.json"
# Made anew by whoever needs it, half-written, or set aside by an earlier restore.
_LEFT_OUT = ("cache", "vault/incoming", "restoring-", "replaced-")


class NotABackup(ValueError):
    """The file is not a backup, or not a whole one."""


# --- making one -------------------------------------------------------------------------------------------------------
def make(path: Path, *, at: datetime) -> dict[str, Any]:
    """Write the backup, whole or not at all, for its owner's eyes only. Gives back its manifest. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as file:
            manifest = _write(file, near=path.parent, at=at)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _write(file: IO[bytes], *, near: Path, at: datetime) -> dict[str, Any]:
    digests: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w") as archive, tempfile.TemporaryDirectory(dir=near) as aside:
        migrations = _copy_database(Path(aside))
        for name, source in (*_files(Path(aside)), *_home()):
            digests[name] = _add(archive, name, source)
        manifest = {
            "format": FORMAT,
            "at": at.isoformat(),
            "database": connection.vendor,
            "migrations": migrations,
            "members": digests,
        }
        _add_manifest(archive, manifest)
    return manifest


def _copy_database(folder: Path) -> dict[str, list[str]]:
    """The database as of one moment, as files. Gives back the migrations it had had."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / SQLITE)) as copy:
            connection.connection.backup(copy)
        return _migrations()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (folder / TABLES).mkdir()
        for table, columns in tables():
            with (
                open(folder / TABLES / table, "wb") as out,
                cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as rows,
            ):
                out.writelines(rows)
        return _migrations()


def tables() -> Iterator[tuple[str, str]]:
    """PostgreSQL's tables of the office, and the columns that are not computed from others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(table_name), string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) "
            "FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name) "
            "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND is_generated = 'NEVER' "
            "GROUP BY table_name ORDER BY table_name"
        )
        yield from cursor.fetchall()


def _migrations() -> dict[str, list[str]]:
    had: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        had.setdefault(app, []).append(name)
    return had


def _home() -> Iterator[tuple[str, Path]]:
    home = Path(settings.SHAREWELL_HOME)
    database = str(settings.DATABASES["default"]["NAME"])
    for path in sorted(home.rglob("*")):
        inside = path.relative_to(home).as_posix()
        ours = path.is_file() and not path.is_symlink() and not inside.startswith(_LEFT_OUT)
        if ours and not str(path).startswith(database):
            yield f"{HOME}/{inside}", path


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path


def _add(archive: tarfile.TarFile, name: str, source: Path) -> str:
    with source.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        file.seek(0)
        archive.addfile(_member(name, source.stat().st_size), file)
    return digest


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _add_manifest(archive: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    text = json.dumps(manifest, indent=1, sort_keys=True).encode()
    archive.addfile(_member(MANIFEST, len(text)), io.BytesIO(text))


# --- reading one ------------------------------------------------------------------------------------------------------
@contextmanager
def unpacked(path: Path, folder: Path) -> Iterator[dict[str, Any]]:
    """Unpack a backup into a new folder, and give its manifest: every member is there, and is what was put in.

    The folder is gone afterwards. Raises `NotABackup`, and OSError.
    """
    folder.mkdir(mode=0o700)
    try:
        digests = _unpack(path, folder)
        yield _manifest(folder, digests)
    finally:
        for each in sorted(folder.rglob("*"), reverse=True):
            each.rmdir() if each.is_dir() else each.unlink()
        folder.rmdir()


def _unpack(path: Path, folder: Path) -> dict[str, str]:
    digests = {}
    try:
        with tarfile.open(path, mode="r:") as archive:
            for member in archive:
                _must_be_a_plain_file(member, digests)
                content = archive.extractfile(member)
                assert content is not None
                digests[member.name] = _put(content, folder / member.name)
    except (tarfile.TarError, EOFError):
        raise NotABackup("this is not a backup, or only a part of one") from None
    return digests


def _must_be_a_plain_file(member: tarfile.TarInfo, seen: dict[str, str]) -> None:
    parts = PurePosixPath(member.name).parts
    inside = parts[:1] in {(SQLITE,), (TABLES,), (HOME,), (MANIFEST,)} and ".." not in parts
    if not (member.isreg() and inside) or member.name in seen:
        raise NotABackup("it holds something that no backup of ours holds")


def _put(content: IO[bytes], place: Path) -> str:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = sha256()
    with os.fdopen(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        while chunk := content.read(1 << 20):
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest()


def _manifest(folder: Path, digests: dict[str, str]) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        members, known = manifest["members"], manifest["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError):
        raise NotABackup("this is not a backup, or only a part of one") from None
    if not known:
        raise NotABackup(f"its format is not {FORMAT}")
    if {name: digest for name, digest in digests.items() if name != MANIFEST} != members:
        raise NotABackup("what is in it is not what was put in: it was changed or cut short")
    return manifest  # type: ignore[no-any-return]
