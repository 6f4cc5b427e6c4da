"""Full-text search of agreements: FTS5 on SQLite, tsvector on PostgreSQL. Every word must begin some word of the text.

The index drives the query: at a million agreements, looking through the table first takes a thousand times as long.
Results come newest first by row id, the order in which both indexes are cheap to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from sharewell_office.design import paging
from sharewell_office.register.models import AgreementFound, AgreementWords

MOST_WORDS = 8
_WORD = re.compile(r"\w+")


def keep(texts: Mapping[int, Iterable[str]]) -> None:
    """Keep what is searched of these agreements, by their row ids."""
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP, [(pk, _joined(each)) for pk, each in texts.items()])


# By itself, not by `bulk_create`, which composes it anew for every batch of an import.
_KEEP = (
    "INSERT INTO register_agreementwords (agreement_id, words) VALUES (%s, %s) "
    "ON CONFLICT (agreement_id) DO UPDATE SET words = excluded.words"
)


def _joined(texts: Iterable[str]) -> str:
    """The words alone: "ISA-2026-0002" is three words to one database and a negative number to the other."""
    return " ".join(_WORD.findall(" ".join(dict.fromkeys(texts)).lower()))


def found(words: str, *, begun: bool = False) -> QuerySet[Any]:
    """What holds all of the words; each row's `agreement` is the one found. No word, no row.

    `begun` takes the beginnings of words as well. It costs as much as the words that begin so are common, and so it is
    for when whole words find nothing.
    """
    match, query = _match(words, begun)
    if not query:
        return AgreementWords.objects.none()
    table = AgreementWords if connection.vendor == "postgresql" else AgreementFound
    return table.objects.extra(where=[match], params=[query])  # noqa: S610 - the words are a parameter


def first(words: str, rows: QuerySet[Any], *, begun: bool = False) -> list[int]:
    """The ids of the first `CAP + 1` of these `rows` (agreements) that hold all of the words, in no order.

    PostgreSQL does not know how rare a word is: it takes one row in two hundred to hold it, and so, for a page in
    order, walks a million rows to find the one that does (3 s). A common table expression that is `MATERIALIZED` asks
    the index of words first, and ends at the cap.
    """
    match, query = _match(words, begun)
    if not query:
        return []
    wanted, given = rows.order_by().values("pk").query.sql_with_params()
    asked = (
        f"WITH held AS MATERIALIZED (SELECT agreement_id FROM register_agreementwords WHERE {match}) "  # noqa: S608
        f"SELECT agreement_id FROM held JOIN ({wanted}) AS wanted (id) ON wanted.id = agreement_id "
        f"LIMIT {paging.CAP + 1}"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [query, *given])
        return [pk for (pk,) in cursor.fetchall()]


def _match(words: str, begun: bool) -> tuple[str, str]:
    """The condition under which a row of the index holds the words, and its one parameter: empty without a word."""
    wanted = _WORD.findall(words.lower())[:MOST_WORDS]
    if connection.vendor == "postgresql":
        query = " & ".join(f"{word}:*" if begun else word for word in wanted)
        return "register_agreementwords.searched @@ to_tsquery('simple', %s)", query
    query = " ".join(f'"{word}"*' if begun else f'"{word}"' for word in wanted)
    return "register_agreement_search MATCH %s", query
