"""Statements to the database, several at once: everything the office does passes here, and each trip costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

Row = tuple[Any, ...]
Statement = tuple[str, Sequence[Any]]


def together(statements: Sequence[Statement]) -> list[list[Row]]:
    """The rows that each statement gives, in order. PostgreSQL gets all of them in one trip, and takes each for
    itself: it sees what was committed when it begins."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return [_answer(cursor.execute(*each) or cursor) for each in statements]
        cursor.execute(
            "; ".join(text for text, _ in statements), [value for _, values in statements for value in values]
        )
        answers = [_answer(cursor)]
        while cursor.nextset():
            answers.append(_answer(cursor))
        return answers


def write(inserts: Sequence[Statement]) -> None:
    """Carry out these inserts. PostgreSQL gets them as one statement, and has to make one plan."""
    if connection.vendor == "postgresql":
        *first, (last, _) = inserts
        before = ", ".join(f"w{number} AS ({text})" for number, (text, _) in enumerate(first))
        inserts = [
            (f"WITH {before} {last}" if first else last, [value for _, values in inserts for value in values])
        ]
    together(inserts)


def _answer(cursor: CursorWrapper) -> list[Row]:
    return cursor.fetchall() if cursor.description else []


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
