"""Statements to the database, several at once: everything the office does passes here, and each trip costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

Row = tuple[Any, ...]
Statement = tuple[str, Sequence[Any]]


def ask(*statements: Statement) -> list[Row]:
    """Carry out these statements, and give the rows of the last. PostgreSQL gets all of them in one trip, and takes
    each for itself: it sees what was committed when it begins."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and statements:
            _in_one_trip(cursor, statements)
        else:
            for each in statements:
                cursor.execute(*each)
        return cursor.fetchall() if statements and cursor.description else []


def _in_one_trip(cursor: CursorWrapper, statements: Sequence[Statement]) -> None:
    cursor.execute(
        "; ".join(text for text, _ in statements), [value for _, values in statements for value in values]
    )
    for _ in statements[1:]:
        cursor.nextset()


def write(*inserts: Statement) -> None:
    """Carry out these inserts. PostgreSQL gets them as one statement, and has to make one plan."""
    if connection.vendor == "postgresql":
        *first, (last, _) = inserts
        before = ", ".join(f"w{number} AS ({text})" for number, (text, _) in enumerate(first))
        values = [value for _, values in inserts for value in values]
        inserts = ((f"WITH {before} {last}" if first else last, values),)
    ask(*inserts)


def selecting(table: type[Model], columns: Sequence[str], where: str, values: Sequence[Any]) -> Statement:
    """A statement that reads the rows whose column `where` is one of these values. Without a value it reads none."""
    text = f"SELECT {', '.join(columns)} FROM {table._meta.db_table} WHERE {where} IN ({marks(values)})"  # noqa: S608
    return text, values


def marks(values: Sequence[Any]) -> str:
    """The marks for these values in a statement; for none what nothing is equal to."""
    return ", ".join(["%s"] * len(values)) or "NULL"


def inserting(table: type[Model], columns: Sequence[str], rows: Sequence[Row]) -> Statement:
    """A statement that writes these rows."""
    row = f"({', '.join(['%s'] * len(columns))})"
    into = f"INSERT INTO {table._meta.db_table} ({', '.join(columns)})"
    return f"{into} VALUES {', '.join([row] * len(rows))}", [value for each in rows for value in each]
