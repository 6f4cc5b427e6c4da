"""Statements to the database that no model says: everything the office does passes here, and each trip costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

Row = tuple[Any, ...]
Statement = tuple[str, Sequence[Any]]


def ask(*statements: Statement) -> list[Row]:
    """Carry out these statements, and give the rows of the last."""
    with connection.cursor() as cursor:
        for each in statements:
            cursor.execute(*each)
        return cursor.fetchall() if statements and cursor.description else []


def selecting(table: type[Model], columns: Sequence[str], where: str, values: Sequence[Any]) -> Statement:
    """A statement that reads the rows whose column `where` is one of these values. Without a value it reads none."""
    text = f"SELECT {', '.join(columns)} FROM {table._meta.db_table} WHERE {where} IN ({marks(values)})"  # noqa: S608
    return text, values


def marks(values: Sequence[Any], mark: str = "%s") -> str:
    """The marks for these values in a statement; for none what nothing is equal to."""
    return ", ".join([mark] * len(values)) or "NULL"


def inserting(table: type[Model], columns: Sequence[str], rows: Sequence[Row]) -> Statement:
    """A statement that writes these rows."""
    into = f"INSERT INTO {table._meta.db_table} ({', '.join(columns)})"
    return f"{into} VALUES {marks(rows, f'({marks(columns)})')}", [value for each in rows for value in each]
