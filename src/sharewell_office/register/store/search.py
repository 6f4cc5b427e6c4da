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
    wanted = _WORD.findall(words.lower())[:MOST_WORDS]
    if not wanted:
        return AgreementWords.objects.none()
    if connection.vendor == "postgresql":
        query = " & ".join(f"{word}:*" if begun else word for word in wanted)
        where = "register_agreementwords.searched @@ to_tsquery('simple', %s)"
        return AgreementWords.objects.extra(where=[where], params=[query])  # noqa: S610 - the words are a parameter
    query = " ".join(f'"{word}"*' if begun else f'"{word}"' for word in wanted)
    where = "register_agreement_search MATCH %s"
    return AgreementFound.objects.extra(where=[where], params=[query])  # noqa: S610 - the words are a parameter
